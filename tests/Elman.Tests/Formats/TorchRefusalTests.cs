using System.Diagnostics;
using Elman.Formats;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Formats;

public sealed class TorchRefusalTests
{
    private static TorchNames Rnn => new TorchNames().Rnn("rnn.", 4, 3, 5, layers: 2, bothWays: true);
    private static NamedArray Other<T>(string name, params int[] shape) where T : unmanaged => NamedArray.From(name, new Tensor<T>(new Shape(shape)));

    private static readonly (string Name, Func<TorchNames> Arrays, string[] Says)[] _refused =
    [
        ("a projection of another size", () => Rnn.With("rnn.weight_hr_l0", 2, 5), ["'rnn.weight_hr_l0' has shape (2, 5) and 'rnn.weight_hh_l0' (20, 5)", "expected (outputs, hidden) and (4 · hidden, outputs)"]),
        ("a projection of a GRU", () => new TorchNames().With("rnn.weight_ih_l0", 15, 3).With("rnn.weight_hh_l0", 15, 2).With("rnn.weight_hr_l0", 2, 5), ["'rnn.weight_hr_l0' is a projection, and only an LSTM has one"]),
        ("a projection that widens", () => new TorchNames().With("rnn.weight_ih_l0", 20, 3).With("rnn.weight_hh_l0", 20, 6).With("rnn.weight_hr_l0", 6, 5), ["'rnn.weight_hr_l0' has shape (6, 5); a projection has fewer outputs than hidden units"]),
        ("a weight missing", () => Rnn.Without("rnn.weight_hh_l1_reverse"), ["'rnn.weight_hh_l1_reverse' is missing"]),
        ("two missing", () => Rnn.Without("rnn.bias_ih_l0").Without("rnn.weight_hh_l1"), ["'rnn.bias_ih_l0' is missing", "'rnn.weight_hh_l1' is missing"]),
        ("a first weight missing", () => Rnn.Without("rnn.weight_ih_l0"), ["'rnn.weight_ih_l0' is missing"]),
        ("a first recurrent weight missing", () => Rnn.Without("rnn.weight_hh_l0"), ["'rnn.weight_hh_l0' is missing"]),
        ("a layer missing", () => new TorchNames().Rnn("rnn.", 4, 3, 5).With("rnn.weight_ih_l7", 20, 5), ["'rnn.weight_ih_l1' is missing"]),
        ("one direction of one layer", () => new TorchNames().Rnn("rnn.", 4, 3, 5, layers: 2).With("rnn.weight_ih_l0_reverse", 20, 3), ["'rnn.weight_hh_l0_reverse' is missing", "'rnn.weight_ih_l1_reverse' is missing"]),
        ("an array that belongs to nothing", () => Rnn.With("rnn.mask", 5), ["'rnn.mask' (5) belongs to no module"]),
        ("the running mean of a batch norm", () => Rnn.Norm("bn", 10).With("bn.running_mean", 10), ["'bn.running_mean' (10) belongs to no module", "RNN, LSTM, GRU, Linear, Embedding, LayerNorm"]),
        ("a convolution", () => Rnn.With("conv.weight", 4, 3, 5).With("conv.bias", 4), ["'conv.weight' (4, 3, 5) belongs to no module"]),
        ("a norm without a bias", () => Rnn.With("norm.weight", 10), ["'norm.weight' (10) belongs to no module"]),
        ("a bias of another size", () => Rnn.With("fc.weight", 2, 10).With("fc.bias", 3), ["'fc.bias' (3) belongs to no module"]),
        ("rows that are no gates", () => new TorchNames().With("rnn.weight_ih_l0", 10, 3).With("rnn.weight_hh_l0", 10, 5), ["'rnn.weight_ih_l0' has 10 rows", "expected 5 (RNN), 20 (LSTM), 15 (GRU)"]),
        ("a weight of one axis", () => new TorchNames().With("rnn.weight_ih_l0", 10).With("rnn.weight_hh_l0", 10, 5), ["'rnn.weight_ih_l0' has shape (10)"]),
        ("an empty weight", () => new TorchNames().With("rnn.weight_ih_l0", 0, 1_000_000_000).With("rnn.weight_hh_l0", 0, 5), ["has shape (0, 1000000000)"]),
        ("an empty Linear", () => new TorchNames().With("fc.weight", 0, 1_000_000_000).With("fc.bias", 0), ["'fc' is empty"]),
        ("a recurrent weight of another size", () => Rnn.Without("rnn.weight_hh_l1").With("rnn.weight_hh_l1", 20, 6), ["'rnn.weight_hh_l1' has shape (20, 6), expected (20, 5)"]),
        ("shapes that do not chain", () => Rnn.Linear("fc", 9, 2), ["no order of its modules was found", "'fc' Linear(9, 2)", "'rnn' LSTM(3, 5)"]),
        ("two embeddings", () => new TorchNames().With("embed_in.weight", 12, 16).With("embed_out.weight", 12, 16).Rnn("decoder.", 3, 16, 48).Rnn("encoder.", 3, 16, 48).Linear("head", 48, 12), ["no order of its modules was found", "Model.Graph"]),
        ("arrays of two types", () => Rnn.With(Other<double>("fc.weight", 2, 10)).With(Other<double>("fc.bias", 2)), ["expected arrays of one type", "f32", "f64"]),
        ("quantised weights", () => new TorchNames().With(Other<int>("fc.weight", 2, 3)), ["expected weights of f16, bf16, f32, f64", "'fc.weight' of i32"]),
        ("no arrays", () => new TorchNames(), ["it holds no arrays"]),
        ("a state inside a checkpoint", () => new TorchNames().With("epoch").With("fc.weight", 2, 3), ["'epoch' () belongs to no module"]),
    ];

    public static TheoryData<string> Refused => [.. _refused.Select(row => row.Name)];

    [Theory, MemberData(nameof(Refused))]
    public void Arrays_that_make_no_model_are_refused_by_name(string name)
    {
        (_, Func<TorchNames> arrays, string[] says) = _refused.First(row => row.Name == name);
        var error = Assert.Throws<BadFileException>(() => ModelFile.Read<float>(arrays().Sorted()));
        Assert.Equal("m.safetensors", error.Path);
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_named_order_in_which_shapes_do_not_chain_is_refused()
    {
        var error = Assert.Throws<BadFileException>(() => ModelFile.Read<float>(Rnn.Linear("fc", 10, 2).Sorted(), new LoadOptions { Order = ["fc", "rnn"] }));
        Assert.Contains("in the order fc → rnn the shapes do not chain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_modules_of_one_shape_are_ordered_or_refused_in_time()
    {
        long start = Stopwatch.GetTimestamp();
        var many = new TorchNames();
        for (int i = 0; i < 40; i++) many.Linear($"m{i}", 4, 4);
        Assert.Equal(79, ModelFile.Read<float>(many.Sorted()).Nodes.Count);
        many.Linear("odd", 5, 3);                                        // fits nowhere, after 40! orders
        Assert.Contains("no order", Assert.Throws<BadFileException>(() => ModelFile.Read<float>(many.Sorted())).Message, StringComparison.Ordinal);
        for (int i = 40; i < 600; i++) many.Linear($"m{i}", 1, 1);
        Assert.Contains("no order", Assert.Throws<BadFileException>(() => ModelFile.Read<float>(many.Sorted())).Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }
}
