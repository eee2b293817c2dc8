using System.Text.RegularExpressions;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Models;

namespace Elman.Tests.Cli;

/// <summary><c>elman explain</c>: its forms, and what it says of wrong use.</summary>
public sealed partial class ExplainTests
{
    [Fact]
    public void The_network_of_the_tour_is_written_out_and_equals_PyTorch()
    {
        string[] arguments = ["explain", Sample.Path, "--heads", "last", "--pairs", Sample.Pairs, "--map", "x_test=x", "--map", "pred_test=y", "--sample", "3", "--step", "2", "--unit", "1"];
        ExpectedText.Is("explain", ExpectedText.Of(Answer.Of(arguments), arguments));
    }

    [Theory]
    [InlineData("markdown")]
    [InlineData("html")]
    public void A_drawn_input_is_said_and_each_form_is_as_one_can_read_it(string format)
    {
        using var scratch = new Scratch();
        Drawn().Save(scratch["m.safetensors"]);
        Assert.Equal(0, Answer.Of("explain", scratch["m.safetensors"], "--format", format, "--output", scratch["page"]).Exit);
        ExpectedText.Is("explain-" + format, File.ReadAllText(scratch["page"]), scratch.Shown);
    }

    [Fact]
    public void A_page_loads_nothing_runs_nothing_and_is_well_formed()
    {
        using var scratch = new Scratch();
        Drawn().Save(scratch["m.safetensors"]);
        Answer answer = Answer.Of("explain", scratch["m.safetensors"], "--format", "html");
        Assert.DoesNotMatch(Outside, answer.Output);
        Assert.Contains("a &lt;b&gt; &amp; c", answer.Output, StringComparison.Ordinal);
        // HTML as it is written here is XML, once the declarations without an end are given one.
        string xml = answer.Output.Replace("<!DOCTYPE html>", "").Replace("<meta charset=\"utf-8\">", "").Replace("initial-scale=1\">", "initial-scale=1\"/>").Replace("<br>", "<br/>").Replace("&#39;", "'");
        Assert.Equal("html", System.Xml.Linq.XDocument.Parse(xml).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("explain MODEL --step 6", "There is no step 6; the input has 6, 0 to 5.")]
    [InlineData("explain MODEL --sample 2", "There is no sample 2; the input has 2, 0 to 1.")]
    [InlineData("explain MODEL --step -1", "--step expects a whole number of 0 or more; found '-1'.")]
    [InlineData("explain MODEL --format pdf", "--format expects one of text, markdown, html; found 'pdf'.")]
    [InlineData("explain MODEL --map a=b", "--map belongs to --pairs. Leave it out.")]
    [InlineData("explain MODEL --input X --pairs Y", "--input and --pairs both bring an input. Give one of them.")]
    public void Wrong_use_is_said(string line, string says)
    {
        Answer answer = Answer.Of(line.Replace("MODEL", Sample.Path, StringComparison.Ordinal).Split(' '));
        Assert.Equal(2, answer.Exit);
        Assert.Contains(says, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_steps_can_be_computed_and_it_is_said()
    {
        Answer answer = Answer.Of("explain", Sample.Path, "--steps", "3");
        Assert.Equal(0, answer.Exit);
        Assert.Contains("Cut to the first 3 of 6 steps", answer.Output, StringComparison.Ordinal);
    }

    /// <summary>Both ways, two layers, and a name that is no HTML.</summary>
    private static Model<float> Drawn()
    {
        return new ModelRow<float>("", () => Model.Sequential<float>(ModelInput.Sequences(2),
            ("a <b> & c", new RecurrentStack<float>(2, new LayerSpec(CellCatalog.Lstm(), 2, Direction.Bidirectional), new LayerSpec(CellCatalog.Gru(), 2, Bias: BiasKind.None))), ("fc", new Dense<float>(2, 1))), true).Model();
    }

    [GeneratedRegex("<script|<link|<img|https?://|url\\(|@import", RegexOptions.IgnoreCase)]
    private static partial Regex Outside { get; }
}
