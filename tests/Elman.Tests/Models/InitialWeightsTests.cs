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

    /// <summary>What PyTorch 1.13 gives <c>Conv1d(4, 6, 2, groups=2)</c> after <c>manual_seed(7)</c>: the first weights, (outputs, inputs, size), and the biases.</summary>
    [Fact]
    public void A_convolution_gets_the_weights_that_PyTorch_gives_its_own()
    {
        var layer = new Convolution<float>(4, 6, new(2), groups: 2);
        Model.Sequential<float>(ModelInput.Sequences(4), ("conv", layer)).Initialize(InitialWeights<float>.PyTorch, new TorchRandom(7));
        Tensor<float> w = layer.Weight;
        Assert.Equal([0.03492254018783569f, -0.301196813583374f, 0.15921169519424438f, 0.15689027309417725f, -0.26723843812942505f, -0.07493859529495239f], [w[0, 0, 0], w[0, 1, 0], w[0, 0, 1], w[0, 1, 1], w[1, 0, 0], w[1, 1, 0]]);
        Assert.Equal([0.020930051803588867f, 0.093231201171875f, 0.37970417737960815f, 0.12858909368515015f, 0.26527369022369385f, -0.38677942752838135f], layer.Bias!.Value.Values.ToArray());
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
