using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The cases of <c>pytorch</c>: modules with their gradients; whole models have a test of their own.</summary>
internal static class PyTorchGolden
{
    public static void Run(GoldenCase golden)
    {
        if (golden.Config.ContainsKey("kind") && golden.Config.ContainsKey("hidden"))
        {
            if (golden.Number("proj") > 0) Assert.Skip("projection");
            if (golden.Text("dtype") == "float64") Module<double>(golden);
            else Module<float>(golden);
            return;
        }
        if (golden.Config.ContainsKey("expect")) Assert.Skip("PyTorch's pickles");
        if (golden.Name == "random_streams")
        {
            RandomStreams(golden.Load());
            return;
        }
        if (golden.Arrays is not null && golden.Files.Any(file => file.EndsWith(".safetensors", StringComparison.Ordinal))) GoldenModel.Run(golden);
        else Assert.Skip(FeatureOf(golden.Name));
    }

    private static string FeatureOf(string name) => name switch
    {
        "notebook4_scratch" => "the notebooks from their seeds",
        "losses" => "losses",
        "schedules" => "schedules",
        _ when name.StartsWith("train_", StringComparison.Ordinal) => "training",
        _ => $"the case '{name}'",
    };

    /// <summary>Every draw, every rule for initial values and every module's initial weights, after each seed.</summary>
    private static void RandomStreams(ArrayFile golden)
    {
        foreach ((string module, string seed) in InitializerTests.ModulesOf(golden)) InitializerTests.CheckModule(golden, module, seed);
        foreach (string key in golden.Names.Where(key => !key.StartsWith("init.", StringComparison.Ordinal)))
        {
            if (InitializerTests.IsRule(key)) InitializerTests.CheckRule(golden, key);
            else TorchRandomTests.Check(golden, key);
        }
    }

    private static void Module<T>(GoldenCase golden) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string kind = golden.Text("kind");
        bool both = golden.Flag("bidirectional");
        Cell cell = kind switch
        {
            "rnn" => CellCatalog.Elman(Activation.Parse(golden.Text("nonlinearity"))),
            "lstm" => CellCatalog.Lstm(),
            _ => CellCatalog.Gru(),
        };
        var layer = new LayerSpec(cell, golden.Number("hidden"), both ? Direction.Bidirectional : Direction.Forward, golden.Flag("bias") ? BiasKind.Two : BiasKind.None);
        var stack = new RecurrentStack<T>(golden.Number("input"), [.. Enumerable.Repeat(layer, golden.Number("layers"))]);

        List<(Parameter<T>, string)> parameters = [];
        for (int i = 0; i < stack.Layers.Count; i++)
            foreach ((DirectedCell<T>? directed, string suffix) in new[] { (stack.Layers[i].Forward, ""), (stack.Layers[i].Backward, "_reverse") })
                foreach ((Parameter<T>? ours, string name) in new[] { (directed?.Parameters.InputWeight, "weight_ih"), (directed?.Parameters.RecurrentWeight, "weight_hh"), (directed?.Parameters.InputBias, "bias_ih"), (directed?.Parameters.RecurrentBias, "bias_hh") })
                    if (ours is not null) parameters.Add((ours, $"{name}_l{i}{suffix}"));

        new GoldenStack<T>(golden.Load(), stack, parameters)
        {
            Layout = golden.Flag("unbatched") ? Layout.Unbatched : golden.Flag("batch_first") ? Layout.BatchFirst : Layout.TimeFirst,
            Lengths = golden.Config["lengths"] is JsonArray lengths ? [.. lengths.Select(length => (int)length!)] : null,
            States = kind == "lstm" ? [("h0", "hn"), ("c0", "cn")] : [("h0", "hn")],
            CotangentOf = name => $"d{name}",
        }.Check();
    }
}
