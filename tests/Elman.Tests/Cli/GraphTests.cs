using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary>The command on models that are no list: several inputs and outputs, ids.</summary>
public sealed class GraphTests
{
    [Fact]
    public void Several_inputs_and_outputs_go_by_their_names_and_verify_accepts_what_run_wrote()
    {
        using var files = new Scratch();
        Drawn(Model.Graph<float>()
            .Input(ModelInput.Sequences(2, "fast")).Input(ModelInput.Sequences(3, "slow"))
            .Node("both", new Concatenate<float>(), "fast", "slow")
            .Node("rnn", new RecurrentStack<float>(5, new LayerSpec(CellCatalog.Gru(), 4)), "both")
            .Node("fc", new Dense<float>(4, 2), "rnn.last")
            .Output("rnn", "every").Output("fc", "end").Build()).Save(files["graph.safetensors"]);
        string input = files.Arrays("in.npz", ("x.fast", Numbers(3, 7, 2)), ("x.slow", Numbers(3, 7, 3)));
        Assert.Equal(0, Answer.Of("run", files["graph.safetensors"], "--input", input, "--output", files["out.npz"]).Exit);
        ArrayFile written = ArrayFile.Load(files["out.npz"]);
        Assert.Equal(["y.every", "y.end"], written.Names);

        foreach (NamedArray array in ArrayFile.Load(input)) written.Add(array);
        written.Save(files["pairs.npz"]);
        JsonNode json = JsonNode.Parse(Answer.Of("verify", files["graph.safetensors"], "--pairs", files["pairs.npz"], "--atol", "0", "--rtol", "0", "--json").Output)!;
        Assert.Equal((true, 3 * 7 * 4 + 3 * 2), ((bool)json["holds"]!, (int)json["compared"]!));

        Answer one = Answer.Of("run", files["graph.safetensors"], "--input", files.Arrays("one.npz", ("x", Numbers(3, 7, 2)))), table = Answer.Of("run", files["graph.safetensors"], "--input", files.Text("in.csv", "1\n"));
        ExpectedText.Is("graph-inputs", one.Errors + table.Errors, files.Shown);
    }

    [Fact]
    public void A_model_that_takes_ids_streams_and_verifies_them()
    {
        using var files = new Scratch();
        Model<float> model = Drawn(Model.Sequential<float>(ModelInput.Ids(),
            ("embedding", new Embedding<float>(6, 3)), ("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Lstm(), 4))), ("fc", new Dense<float>(4, 2))));
        model.Save(files["ids.safetensors"]);
        Tensor<int> ids = Tensor.From([5, 0, 3]);
        float[] expected = model.Predict(ids).Output.Values.ToArray();

        Answer stream = Answer.With("5\n0\n3\n", default, "stream", files["ids.safetensors"]);
        Bits.AssertEqual<float>(expected, [.. stream.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => float.Parse(word, CultureInfo.InvariantCulture))], "ids");
        Answer bad = Answer.With("5\n6\n", default, "stream", files["ids.safetensors"]), text = Answer.With("1.5\n", default, "stream", files["ids.safetensors"]);
        Assert.Equal((2, 2), (bad.Exit, text.Exit));
        ExpectedText.Is("stream-ids", bad.Errors + text.Errors, files.Shown);

        new ArrayFile([
            NamedArray.From("x", ids), NamedArray.From("y", Tensor.From(expected, new Shape(3, 2))),
            NamedArray.From("step0.x", Tensor.Scalar(5)), NamedArray.From("step0.y", Tensor.From(expected.AsSpan(0, 2))),
            NamedArray.From("step1.x", Tensor.From([0, 3])), NamedArray.From("step1.y", Tensor.From(expected.AsSpan(4, 2))),
        ]).Save(files["pairs.npz"]);
        JsonNode json = JsonNode.Parse(Answer.Of("verify", files["ids.safetensors"], "--pairs", files["pairs.npz"], "--atol", "0", "--rtol", "0", "--json").Output)!;
        Assert.Equal((true, 10), ((bool)json["holds"]!, (int)json["compared"]!));
    }

    private static Model<float> Drawn(Model<float> model)
    {
        int next = 0;
        foreach (var parameter in model.Parameters)
            foreach (ref float value in parameter.Value.Span) value = MathF.Sin(++next);
        return model;
    }

    private static Tensor<float> Numbers(params int[] shape)
    {
        var tensor = new Tensor<float>(new Shape(shape));
        for (int i = 0; i < tensor.Shape.Count; i++) tensor.Span[i] = MathF.Cos(i);
        return tensor;
    }
}
