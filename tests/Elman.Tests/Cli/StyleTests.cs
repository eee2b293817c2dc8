using System.Text.Json.Nodes;
using Elman.Models;

namespace Elman.Tests.Cli;

/// <summary><c>elman summary --style</c>.</summary>
public sealed class StyleTests
{
    public static TheoryData<string> Styles => [.. SummaryStyle.All.Select(style => style.Name)];

    private static readonly string _keras = Repository.Path("tests", "fixtures", "keras", "functional_encoder_decoder.keras");

    [Fact]
    public void A_summary_as_torchinfo_shows_it()
    {
        string[] arguments = ["summary", Sample.Path, "--style", "torchinfo", "--shape", "16,22", "--name", "SimpleRNN"];
        ExpectedText.Is("summary-torchinfo", ExpectedText.Of(Answer.Of(arguments), arguments));
    }

    [Fact]
    public void A_keras_file_as_Keras_shows_it() =>
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(_keras, ".summary.txt")).TrimEnd('\n'), Answer.Of("summary", _keras, "--style", "keras").Output.TrimEnd('\n'));

    [Theory, MemberData(nameof(Styles))]
    public void JSON_has_the_text_beside_what_it_always_has(string style)
    {
        JsonNode json = JsonNode.Parse(Answer.Of("summary", Sample.Path, "--style", style, "--json").Output)!;
        Assert.Equal((style, 321), ((string?)json["style"], (int)json["parameters"]!));
        Assert.Equal(Sample.Every.Summary(SummaryStyle.Named(style)).Text.Split('\n')[0], ((string)json["text"]!).Split('\n')[0]);
    }

    [Theory]
    [InlineData("style-unknown", "--style keras3")]
    [InlineData("style-without", "--shape 3,4")]
    [InlineData("style-no-place", "--style gluon --no-sizes")]
    [InlineData("style-shape-three", "--style torchinfo --shape 1,2,3")]
    [InlineData("style-shape-zero", "--style torchinfo --shape 0,2")]
    public void Wrong_styles_are_refused(string name, string typed)
    {
        string[] arguments = ["summary", Sample.Path, .. typed.Split(' ')];
        Answer answer = Answer.Of(arguments);
        Assert.Equal(2, answer.Exit);
        ExpectedText.Is($"wrong-{name}", ExpectedText.Of(answer, arguments));
    }
}
