using System.Diagnostics;
using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Tests.Cli;

namespace Elman.Tests.Formats.Emit;

/// <summary>Models as graphs of ONNX, run by our reader and engine, and by ONNX Runtime where it is installed.</summary>
[Collection(ComputeTests.Name)]
public sealed class OnnxExportTests : IDisposable
{
    private readonly Scratch _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Names => [.. EmitTable.Rows.Select(row => row.Name)];

    private static Model<T> Row<T>(string name) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => ModelArrays.Read<T>(ModelArrays.Write(EmitTable.Rows.First(row => row.Name == name).Model));

    /// <summary>Saving runs what was written; here the numbers are compared once more, as whoever loads the file sees them.</summary>
    [Theory, MemberData(nameof(Names))]
    public void What_is_saved_loads_and_gives_the_same_numbers(string name)
    {
        Same<float>(name, 1e-5, 1e-6);
        Same<double>(name, 1e-12, 1e-12);
    }

    private void Same<T>(string name, double relative, double absolute) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Row<T>(name);
        model.Save(_files["model.onnx"]);
        Model<T> back = Model.Load<T>(_files["model.onnx"]);
        Dictionary<string, Signal<T>> inputs = Inputs(model);
        Prediction<T> expected = model.Predict(inputs), found = back.Predict(inputs);
        foreach (ModelOutput output in model.Outputs) Assert.True(found[output.Name].AllClose(expected[output.Name], relative, absolute), $"{output.Name}: {found[output.Name].LargestDifference(expected[output.Name])}");
    }

    [Fact]
    public async Task ONNX_Runtime_gives_the_numbers_of_the_engine()
    {
        string package = Package();
        var tasks = new List<string>();
        foreach ((int index, (string name, _)) in EmitTable.Rows.Index())
        {
            Model<float> model = Row<float>(name);
            model.Save(_files[$"model{index}.onnx"]);
            var inputs = new JsonObject(Inputs(model).Select(row => KeyValuePair.Create(row.Key, (JsonNode?)Tensor(row.Value))));
            tasks.Add(_files.Text($"task{index}.json", new JsonObject { ["model"] = _files[$"model{index}.onnx"], ["inputs"] = inputs }.ToJsonString()));
        }
        string[] lines = await Run(package, tasks);
        var wrong = new List<string>();
        foreach ((string line, (string name, _)) in lines.Zip(EmitTable.Rows, (line, row) => (line, row)))
        {
            JsonObject found = JsonNode.Parse(line)!.AsObject();
            if (found["error"] is { } error) wrong.Add($"{name}: {error}");
            else wrong.AddRange(Differences(name, Row<float>(name), found));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>The state that comes out goes in again, and two halves are the whole.</summary>
    [Fact]
    public async Task ONNX_Runtime_goes_on_from_the_state_that_a_graph_gave()
    {
        const int first = 2, steps = 6;
        Model<float> model = Row<float>("states carried");
        model.SaveOnnx(_files["model.onnx"], new() { OptionalStates = false });
        string[] states = [.. OnnxReader.Read(_files["model.onnx"]).Graph.Outputs.Select(output => output.Name).Where(name => name.EndsWith("_out", StringComparison.Ordinal))];
        Assert.Equal(7, states.Length);
        Tensor<float> x = Inputs(model)["x"].Numbers!;
        var tasks = new List<string>();
        foreach ((int begin, int end) in (ReadOnlySpan<(int, int)>)[(0, first), (first, steps)])
        {
            var inputs = new JsonObject { ["x"] = Tensor(Elman.Autograd.Ops.Slice(x, Range.All, begin..end)) };
            foreach (string state in states)
                inputs[state[..^3] + "in"] = begin > 0 ? new JsonObject { ["previous"] = state } : Tensor(new Tensor<float>(new Shape(x.Shape[0], model.Nodes.Select(node => node.Layer).OfType<Elman.Recurrent.RecurrentStack<float>>().SelectMany(FurtherResult.States).First(row => state.Contains(row.Name, StringComparison.Ordinal)).Features)));
            tasks.Add(_files.Text($"part{begin}.json", new JsonObject { ["model"] = _files["model.onnx"], ["inputs"] = inputs }.ToJsonString()));
        }
        JsonObject last = JsonNode.Parse((await Run(Package(), tasks))[1])!.AsObject();
        Tensor<float> expected = Elman.Autograd.Ops.Slice(model.Predict(x).Output, Range.All, first..steps);
        Assert.Null(last["error"]?.ToString());
        float[] numbers = [.. last["y"]!.AsArray().Select(number => number!.GetValue<float>())];
        Assert.True(Elman.Numerics.Tensor.From<float>(numbers, expected.Shape).AllClose(expected, 1e-5, 1e-6));
    }

    private static string Package()
    {
        string package = Environment.GetEnvironmentVariable("ELMAN_ONNXRUNTIME_NODE") ?? Repository.Path("bench", "peers", "build", "node_modules", "onnxruntime-node");
        if (!Directory.Exists(package)) Assert.Skip("onnxruntime-node is not installed; bench/peers/install.sh does it, or ELMAN_ONNXRUNTIME_NODE names its folder.");
        return package;
    }

    private static async Task<string[]> Run(string package, IReadOnlyList<string> tasks)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", [Repository.Path("tests", "Elman.Tests", "Formats", "Emit", "onnx-run.js"), package, .. tasks]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string[] lines = (await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(lines.Length == tasks.Count, await errors);
        return lines;
    }

    [Fact]
    public void States_are_inputs_and_outputs_where_all_layers_run_forward_and_the_operators_have_the_version_asked_for()
    {
        Model<float> model = Row<float>("a list");
        model.SaveOnnx(_files["model.onnx"], new() { Opset = 14 });
        OnnxModel graph = OnnxReader.Read(_files["model.onnx"]);
        Assert.Equal(("elman", 14L), (graph.Producer, graph.Opset));
        Assert.Equal(["x", "rnn.0.forward.h_in"], graph.Graph.Inputs.Select(input => input.Name));
        Assert.Equal(["y", "rnn.0.forward.h_out"], graph.Graph.Outputs.Select(output => output.Name));
        Assert.Equal(["N", "T", null], graph.Graph.Inputs[0].Dimensions!.Select(axis => axis.Name));
        Assert.Contains(graph.Graph.Nodes, node => node.Operator == "RNN");
        model.SaveOnnx(_files["model.onnx"], new() { States = false });
        Assert.Equal(["y"], OnnxReader.Read(_files["model.onnx"]).Graph.Outputs.Select(output => output.Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SaveOnnx(_files["other.onnx"], new() { Opset = 18 }));
        Assert.False(File.Exists(_files["other.onnx"]));
    }

    private static IEnumerable<string> Differences(string name, Model<float> model, JsonObject found)
    {
        Prediction<float> expected = model.Predict(Inputs(model));
        foreach (ModelOutput output in model.Outputs)
        {
            float[] numbers = [.. found[output.Name]!.AsArray().Select(number => number?.GetValue<float>() ?? float.NaN)];
            Tensor<float> result = expected[output.Name];
            if (numbers.Length != result.Shape.Count) yield return $"{name}, {output.Name}: {numbers.Length} numbers, expected {result.Shape}";
            else if (!Elman.Numerics.Tensor.From<float>(numbers, result.Shape).AllClose(result, 1e-5, 1e-6)) yield return FormattableString.Invariant($"{name}, {output.Name}: differs by {Elman.Numerics.Tensor.From<float>(numbers, result.Shape).LargestDifference(result)}");
        }
    }

    private static JsonObject Tensor(Signal<float> signal) => signal.Ids is { } ids
        ? new() { ["type"] = "int64", ["dims"] = new JsonArray([.. ids.Shape.Select(size => (JsonNode)size)]), ["data"] = new JsonArray([.. ids.Values.ToArray().Select(id => (JsonNode)id)]) }
        : new() { ["type"] = "float32", ["dims"] = new JsonArray([.. signal.Numbers!.Shape.Select(size => (JsonNode)size)]), ["data"] = new JsonArray([.. signal.Numbers.Values.ToArray().Select(number => (JsonNode)number)]) };

    private static Dictionary<string, Signal<T>> Inputs<T>(Model<T> model) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Elman.Formats.Proof.DrawnInput.For(model);
}
