using System.Text.Json.Nodes;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Tests.Cli;

/// <summary><c>elman gradients</c>: the picture, the verdicts, and the first number that is not finite.</summary>
public sealed class GradientsCommandTests
{
    private static Tensor<float> Targets(int count) => Tensor.From<float>([.. Enumerable.Range(0, count * 22).Select(i => i % 7 / 7f)], new Shape(count, 22, 1));

    [Fact]
    public void A_picture_and_a_table_show_each_layer() => Shows("gradients", Sample.Windows(3), "--last", "--parameters");

    [Fact]
    public void A_number_that_is_not_finite_is_named_and_is_the_exit_code() => Shows("gradients-nan", Sample.Changed(Sample.Windows(3), 22 + 17, float.NaN));

    [Fact]
    public void JSON_has_the_norms_of_the_library()
    {
        using var files = new Scratch();
        string pairs = files.Arrays("pairs.npz", ("x", Sample.Windows(2)), ("y", Targets(2)));
        Answer answer = Answer.Of("gradients", Sample.Path, "--pairs", pairs, "--json");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        JsonNode json = JsonNode.Parse(answer.Output)!;
        GradientFlow flow = Sample.Every.Gradients(Sample.Windows(2), Targets(2));
        Assert.Equal(flow.Layers[0].ByStep, json["layers"]![0]!["norms"]!.AsArray().Select(norm => (double)norm!));
        Assert.Equal(flow.Loss, (double)json["loss"]!);
        Assert.Equal(flow.Parameters.Select(row => row.Norm), json["parameters"]!.AsObject().Select(row => (double)row.Value!));
        Assert.Equal(flow.Verdict.ToString(), (string)json["verdict"]!);
        Assert.Null(json["firstNonFinite"]);
    }

    private static void Shows(string name, Tensor<float> x, params string[] options)
    {
        using var files = new Scratch();
        string[] arguments = ["gradients", Sample.Path, "--pairs", files.Arrays("pairs.npz", ("x", x), ("y", Targets(x.Shape[0]))), .. options];
        ExpectedText.Is(name, ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }
}
