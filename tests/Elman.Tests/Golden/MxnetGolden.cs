using Elman.Autograd;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

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
        if (!golden.Config.ContainsKey("kind")) Assert.Skip("MXNet's files");
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

        new GoldenStack<float>(golden.Load(), stack, parameters)
        {
            Layout = golden.Text("layout") == "NTC" ? Layout.BatchFirst : Layout.TimeFirst,
            States = kind == "LSTM" ? [("state0.0", "state.0"), ("state0.1", "state.1")] : [("state0.0", "state.0")],
        }.Check();
    }
}
