using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Models;

/// <summary>A model's first values.</summary>
public sealed class InitialWeightsTests
{
    private static Model<float> Network() => Model.Sequential<float>(ModelInput.Sequences(3),
        ("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Elman(), 5))), ("fc", new Dense<float>(5, 2)));

    [Fact]
    public void A_model_gets_the_weights_that_PyTorch_gives_the_same_modules()
    {
        string[] seeds = [.. TorchRandomTests.Golden.Names.Where(key => key.StartsWith("init.model.", StringComparison.Ordinal)).Select(key => key.Split('.')[^1]).Distinct()];
        Assert.NotEmpty(seeds);
        foreach (string seed in seeds)
        {
            Model<float> model = Network().Initialize(InitialWeights<float>.PyTorch, new TorchRandom(TorchRandomTests.Seed("." + seed)));
            foreach ((string theirs, string ours) in ((string, string)[])
                [("rnn.weight_ih_l0", "rnn.0.forward.input_weight"), ("rnn.weight_hh_l0", "rnn.0.forward.recurrent_weight"), ("rnn.bias_ih_l0", "rnn.0.forward.input_bias"),
                 ("rnn.bias_hh_l0", "rnn.0.forward.recurrent_bias"), ("fc.weight", "fc.weight"), ("fc.bias", "fc.bias")])
                Bits.AssertEqual(TorchRandomTests.Golden[$"init.model.{theirs}.{seed}"].As<float>().Values, model.Parameter(ours).Value.Values, $"{theirs}, seed {seed}");
        }
    }

    [Fact]
    public void A_rule_by_name_fills_weights_and_leaves_biases_zero()
    {
        Model<float> model = Network().Initialize(InitialWeights<float>.Named("glorot_uniform", "orthogonal"), new TorchRandom(1));
        foreach (Parameter<float> parameter in model.Parameters)
            Assert.Equal(parameter.Shape.Rank == 1, parameter.Value.Values.IndexOfAnyExcept(0f) < 0);
        Tensor<float> u = model.Parameter("rnn.0.forward.recurrent_weight");
        Tensor<float> unit = u.MatMul(u.Transpose());
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++) Assert.Equal(i == j ? 1 : 0, unit[i, j], 5);
    }
}
