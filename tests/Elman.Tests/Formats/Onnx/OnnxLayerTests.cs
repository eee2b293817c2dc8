using Elman.Formats;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using static Elman.Tests.Formats.Onnx.OnnxBytes;

namespace Elman.Tests.Formats.Onnx;

/// <summary>What becomes a layer of ours, and what does not.</summary>
public sealed class OnnxLayerTests
{
    private static Model<float> Fixture(string name) => Model.Load<float>(Repository.Path("tests", "fixtures", name));

    [Theory]
    [InlineData("onnx/torch_rnn_script.onnx", "elman"), InlineData("onnx/torch_lstm_dynamo.onnx", "lstm"), InlineData("onnx/torch_gru_script.onnx", "gru")]
    [InlineData("tf2onnx/simple_rnn.onnx", "elman"), InlineData("tf2onnx/gru.onnx", "gru"), InlineData("tf2onnx/gru_reset_before.onnx", "gru_reset_before"), InlineData("tf2onnx/lstm.onnx", "lstm")]
    public void A_network_becomes_a_recurrent_layer_and_a_dense_one(string file, string cell)
    {
        Model<float> model = Fixture(file);
        RecurrentStack<float> stack = Assert.Single(model.Nodes.Select(node => node.Layer).OfType<RecurrentStack<float>>());
        Assert.Equal(cell, stack.Layers[0].Spec.Cell.Spec.Name);
        Assert.Single(model.Nodes.Select(node => node.Layer).OfType<Dense<float>>());
        Assert.Empty(model.Nodes.Select(node => node.Layer).OfType<OperatorLayer<float>>());
        Assert.True(model.Inputs[0].Shape.HasSteps);
    }

    [Fact]
    public void An_exported_network_steps_with_the_bits_of_a_whole_run()
    {
        Model<float> model = Fixture("onnx/torch_gru_script.onnx");
        Tensor<float> x = Elman.Tests.Autograd.Draw.Tensor<float>(4, 1, 9, 3), whole = model.Predict(x).Output;
        using Session<float> session = model.OpenSession();
        var y = new float[session.Outputs];
        for (int step = 0; step < 9; step++)
        {
            session.Step(x.Values.Slice(3 * step, 3), y);
            Bits.AssertEqual(whole.Values.Slice(step * y.Length, y.Length), y, $"step {step}");
        }
    }

    [Fact]
    public void Branches_loops_and_scans_run_as_they_stand()
    {
        // y = x + x + x by a loop of three rounds, unless the flag is 0: then its last axis is summed up by a scan.
        OnnxBytes round = Graph([Node("Add", "s x", "s2"), Node("Identity", "c", "c2")], [], [Value("i", 7), Value("c", 9), Value("s", 1, "n", 2)], [Value("c2", 9), Value("s2", 1, "n", 2)]);
        OnnxBytes entry = Graph([Node("Add", "a e", "b"), Node("Identity", "b", "g")], [], [Value("a", 1, "n"), Value("e", 1, "n")], [Value("b", 1, "n"), Value("g", 1, "n")]);
        OnnxBytes tripled = Graph([Node("Loop", "three yes zero", "t", Attribute("body", round))], [], [], [Value("t", 1, "n", 2)]);
        OnnxBytes summed = Graph([Node("Scan", "start x", "last u", Attribute("body", entry), Attribute("num_scan_inputs", 1L), Attribute("scan_input_axes", [1L]), Attribute("scan_output_axes", [1L]))], [], [], [Value("u", 1, "n", 2)]);
        OnnxBytes graph = Graph([Node("Sub", "x x", "zero"), Node("Gather", "zero first", "start", Attribute("axis", 1L)), Node("If", "flag", "y", Attribute("then_branch", tripled), Attribute("else_branch", summed))],
            [Longs("three", [], 3), Longs("yes", [], 1), Longs("first", [], 0)], [Value("x", 1, "n", 2), Value("flag", 9)], [Value("y", 1, "n", 2)]);
        Model<float> chosen = Read(graph, null);
        Tensor<float> x = Tensor.From([1f, 2, 3, 4], new Shape(2, 2));
        Assert.Equal([3f, 6, 9, 12], Run(chosen, x, 1));
        Assert.Equal([1f, 3, 3, 7], Run(chosen, x, 0));
        // Fixed at loading, the flag is no input any more.
        Model<float> fixedOne = Read(graph, new() { ["flag"] = 0 });
        Assert.Equal([1f, 3, 3, 7], fixedOne.Predict(x).Output.Values.ToArray());
        Assert.Contains(fixedOne.Assumptions, text => text.Contains("'flag' is fixed to 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Ids_a_layout_and_a_convolution_between_layers_become_layers()
    {
        float[] table = [0.5f, -1, 2, 0.25f, 1, -0.5f], w = [0.3f, -0.2f, 0.1f, 0.4f], r = [0.2f, 0.1f, -0.3f, 0.5f], k = [1, -2, 0.5f, 3];
        OnnxBytes[] tensors = [Floats("table", [3, 2], table), Floats("w", [1, 2, 2], w), Floats("r", [1, 2, 2], r), Floats("k", [1, 2, 2], k), Floats("b", [1], 0.5f), Longs("one", [1], 1), Longs("two", [1], 2)];
        OnnxBytes[] outputs = [Value("y", 1, "n", 1, "s")];
        // The same network with its steps first and with its sequences first.
        Model<float> first = Read(Graph([Node("Gather", "table ids", "e"), Node("Transpose", "e", "t", Attribute("perm", [1L, 0, 2])), Node("RNN", "t w r", "a", Attribute("hidden_size", 2L)), Node("Squeeze", "a one", "q"),
            Node("Transpose", "q", "f", Attribute("perm", [1L, 2, 0])), Node("Conv", "f k b", "y", Attribute("pads", [1L, 0]))], tensors, [Value("ids", 7, "n", "t")], outputs), null);
        Model<float> second = Read(Graph([Node("Gather", "table ids", "e"), Node("RNN", "e w r", "a", Attribute("hidden_size", 2L), Attribute("layout", 1L)), Node("Squeeze", "a two", "q"),
            Node("Transpose", "q", "f", Attribute("perm", [0L, 2, 1])), Node("Conv", "f k b", "y", Attribute("pads", [1L, 0]))], tensors, [Value("ids", 7, "n", "t")], outputs), null);
        Assert.Equal(["embedding", "recurrent", "convolution", "operator"], first.Description.Nodes.Select(node => node.Layer.Kind));
        Assert.Equal(first.Description.Nodes.Select(node => node.Layer.Kind), second.Description.Nodes.Select(node => node.Layer.Kind));
        Tensor<int> ids = Tensor.From([2, 0, 1, 1, 1, 2], new Shape(2, 3));
        Tensor<float> y = first.Predict(ids).Output;
        Assert.Equal(new Shape(2, 1, 3), y.Shape);
        Bits.AssertEqual(y.Values, second.Predict(ids).Output.Values, "layouts");
        // h' = tanh(W x + U h), y[t] = b + K h[t - 1] + K' h[t], worked out once more.
        for (int n = 0; n < 2; n++)
        {
            (double h0, double h1, double p0, double p1) = (0, 0, 0, 0);
            for (int t = 0; t < 3; t++)
            {
                (double x0, double x1) = (table[2 * ids[n, t]], table[2 * ids[n, t] + 1]);
                (p0, p1) = (h0, h1);
                (h0, h1) = (Math.Tanh(w[0] * x0 + w[1] * x1 + r[0] * p0 + r[1] * p1), Math.Tanh(w[2] * x0 + w[3] * x1 + r[2] * p0 + r[3] * p1));
                Assert.Equal(0.5 + k[0] * p0 + k[1] * h0 + k[2] * p1 + k[3] * h1, y[n, 0, t], 1e-5);
            }
        }
    }

    private static float[] Run(Model<float> model, Tensor<float> x, int flag) => model.Predict(new Dictionary<string, Signal<float>> { ["x"] = x, ["flag"] = Tensor.Scalar(flag) }).Output.Values.ToArray();

    private static Model<float> Read(OnnxBytes graph, Dictionary<string, double>? set)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        System.IO.File.WriteAllBytes(path, OnnxBytes.File(graph).ToArray());
        try
        {
            return Model.Load<float>(path, new LoadOptions { Set = set });
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
