using Elman.Autograd;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The cases of <c>mxnet</c>: Gluon's layers with their gradients.</summary>
internal static class MxnetGolden
{
    public static void Run(GoldenCase golden)
    {
        if (golden.Name == "random_streams")
        {
            StreamGolden.Mxnet(golden);
            return;
        }
        if (!golden.Config.ContainsKey("kind"))
        {
            Network(golden);
            return;
        }
        string kind = golden.Text("kind");
        Cell cell = kind switch
        {
            "RNN" => CellCatalog.Elman(golden.Config.ContainsKey("activation") ? Activation.Parse(golden.Text("activation")) : Activation.Relu),
            "LSTM" => CellCatalog.Lstm(),
            _ => CellCatalog.Gru(),
        };
        var layer = new LayerSpec(cell, golden.Number("hidden"), golden.Flag("bidirectional") ? Direction.Bidirectional : Direction.Forward);
        var stack = new RecurrentStack<float>(golden.Number("input"), [.. Enumerable.Repeat(layer, golden.Number("layers"))]);

        List<(Parameter<float>, string)> parameters = [];
        for (int i = 0; i < stack.Layers.Count; i++)
            foreach ((DirectedCell<float>? directed, string side) in new[] { (stack.Layers[i].Forward, "l"), (stack.Layers[i].Backward, "r") })
                foreach ((Parameter<float>? ours, string name) in new[] { (directed?.Parameters.InputWeight, "i2h_weight"), (directed?.Parameters.RecurrentWeight, "h2h_weight"), (directed?.Parameters.InputBias, "i2h_bias"), (directed?.Parameters.RecurrentBias, "h2h_bias") })
                    if (ours is not null) parameters.Add((ours, $"mdl_{side}{i}_{name}"));

        foreach (string file in golden.Files) CheckWeights(golden, file, parameters);
        new GoldenStack<float>(golden.Load(), stack, parameters)
        {
            Layout = golden.Text("layout") == "NTC" ? Layout.BatchFirst : Layout.TimeFirst,
            States = kind == "LSTM" ? [("state0.0", "state.0"), ("state0.1", "state.1")] : [("state0.0", "state.0")],
        }.Check();
    }

    /// <summary>A file has the weights of the layer, under either kind of names.</summary>
    private static void CheckWeights(GoldenCase golden, string file, List<(Parameter<float> Ours, string Theirs)> parameters)
    {
        ArrayFile arrays = golden.Load();
        Model<float> model = Model.Load<float>(golden.PathOf(file));
        var stack = (RecurrentStack<float>)model.Nodes.Single().Layer;
        Assert.Equal(parameters.Count, stack.Parameters.Count);
        foreach ((Parameter<float> loaded, (Parameter<float> ours, string theirs)) in stack.Parameters.Zip(parameters))
        {
            Assert.EndsWith(ours.Name, loaded.Name, StringComparison.Ordinal);
            Bits.AssertEqual(arrays[$"param.{theirs}"].As<float>().Values, loaded.Value.Values, $"{file}, {theirs}");
        }
        bool isPlain = golden.Text("kind") == "RNN";
        Assert.Equal(isPlain, model.Assumptions.Any(line => line.Contains("relu", StringComparison.Ordinal)));
    }

    /// <summary>A whole network gives MXNet's outputs from each of its files.</summary>
    private static void Network(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        foreach (string file in golden.Files)
        {
            Model<float> model = Model.Load<float>(golden.PathOf(file));
            Tolerance.Near(arrays["y"].As<float>().Values, model.Predict(arrays["x"].As<float>()).Output.Values, file);
        }
    }
}
