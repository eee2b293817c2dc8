using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
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
            GoldenModel.CheckArrays(golden);
            if (golden.Text("dtype") == "float64") Module<double>(golden);
            else Module<float>(golden);
            return;
        }
        if (golden.Config.ContainsKey("expect"))
        {
            foreach (string file in golden.Files) Assert.Contains("torch.save(model.state_dict()", Assert.Throws<BadFileException>(() => Model.Load<float>(golden.PathOf(file))).Message, StringComparison.Ordinal);
            return;
        }
        if (golden.Name == "random_streams")
        {
            RandomStreams(golden.Load());
            return;
        }
        if (golden.Name == "notebook4_scratch")
        {
            Scratch(golden);
            return;
        }
        if (golden.Name == "losses") LossGolden.Losses(golden);
        else if (golden.Name == "schedules") LossGolden.Schedules(golden);
        else if (golden.Name.StartsWith("train_", StringComparison.Ordinal)) TrainingGolden.Torch(golden);
        else if (golden.Arrays is not null && golden.Files.Any(file => file.EndsWith(".safetensors", StringComparison.Ordinal))) GoldenModel.Run(golden);
        else Assert.Skip($"the case '{golden.Name}'");
    }

    /// <summary>The fourth notebook from its seed: a = tanh(0·waaᵀ + baa + data·waxᵀ + bax), every number drawn from one stream in the order of the arrays.</summary>
    private static void Scratch(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        var random = new TorchRandom(golden.Number("seed"));
        var drawn = new Dictionary<string, Tensor<float>>();
        foreach (string name in new[] { "data", "waa", "baa", "wax", "bax", "way", "bay" })
        {
            var tensor = new Tensor<float>(arrays[name].Shape) { RequiresGradient = true };
            random.Uniform(tensor.Span, 0, 1);
            Bits.AssertEqual(arrays[name].As<float>().Values, tensor.Values, name);
            drawn[name] = tensor;
        }
        var zero = new Tensor<float>(new Shape(1, 1));
        Tensor<float> a = Ops.Tanh(zero.MatMul(Ops.Transpose(drawn["waa"], 0, 1)) + drawn["baa"] + drawn["data"].MatMul(Ops.Transpose(drawn["wax"], 0, 1)) + drawn["bax"]);
        Tolerance.Near(arrays["a"].As<float>().Values, a.Values, "a");
        // With a state of zero there is no recurrence: its weight has no part in a.
        a.Sum().Backward();
        Assert.All(drawn["waa"].Gradient!.Values.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.True(drawn["baa"].Gradient!.Values[0] > 0);
    }

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
        var layer = new LayerSpec(cell, golden.Number("hidden"), both ? Direction.Bidirectional : Direction.Forward, golden.Flag("bias") ? BiasKind.Two : BiasKind.None) { Projection = golden.Number("proj") };
        var stack = new RecurrentStack<T>(golden.Number("input"), [.. Enumerable.Repeat(layer, golden.Number("layers"))]);

        List<(Parameter<T>, string)> parameters = [];
        for (int i = 0; i < stack.Layers.Count; i++)
            foreach ((DirectedCell<T>? directed, string suffix) in new[] { (stack.Layers[i].Forward, ""), (stack.Layers[i].Backward, "_reverse") })
                foreach ((Parameter<T>? ours, string name) in new[] { (directed?.Parameters.InputWeight, "weight_ih"), (directed?.Parameters.RecurrentWeight, "weight_hh"), (directed?.Parameters.InputBias, "bias_ih"), (directed?.Parameters.RecurrentBias, "bias_hh"), (directed?.Parameters.ProjectionWeight, "weight_hr") })
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
