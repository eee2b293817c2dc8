using Elman.Layers;
using Elman.Numerics.Activations;
using static Elman.Formats.Dialects.CellForm;

namespace Elman.Formats.Dialects;

/// <summary>The dialects that name modules and know one layer at a time.</summary>
internal static class ModuleTables
{
    private static readonly string[] _lstm = ["input", "forget", "candidate", "output"], _gru = ["reset", "update", "candidate"], _mgu = ["forget", "candidate"], _plain = ["hidden"];

    /// <summary>Flax Linen: a kernel (inputs, units) for each gate, <c>hf.kernel</c>; an LSTM has its biases at the recurrent products, a GRU at the input products and one inside the reset gate.</summary>
    public static ModuleTable Flax { get; } = new(
        [
            new("SimpleCell", "elman", Kernels(_plain, ""), [Bias("i.bias", InputBias, "hidden")]) { MayLackBias = false, Chosen = [["activation"]] },
            new("SimpleCell(residual=True)", "elman_residual", Kernels(_plain, ""), [Bias("i.bias", InputBias, "hidden")]) { MayLackBias = false, Chosen = [["activation"]] },
            new("LSTMCell", "lstm", Kernels(_lstm, "ifgo"), [.. Biases(_lstm, "ifgo", "h", InputBias)]) { MayLackBias = false, Chosen = [["gate"], ["candidate", "output"]] },
            new("GRUCell", "gru", Kernels(_gru, "rzn"), [.. Biases(_gru, "rzn", "i", InputBias), Bias("hn.bias", RecurrentBias, "candidate")]) { MayLackBias = false, Chosen = [["gate"], ["candidate"]] },
            new("MGUCell", "mgu", Kernels(_mgu, "fn"), [.. Biases(_mgu, "fn", "i", InputBias), Bias("hn.bias", RecurrentBias, "candidate")]) { MayLackBias = false, Chosen = [["gate"], ["candidate"]] },
            new("MGUCell(reset_gate=False)", "mgu_no_reset", Kernels(_mgu, "fn"), [.. Biases(_mgu, "fn", "i", InputBias)]) { MayLackBias = false, Chosen = [["gate"], ["candidate"]] },
        ],
        [new("Dense", Dense<float>.Kind, [Matrix("kernel", turned: true), Vector("bias")]), new("Embed", Embedding<float>.Kind, [Matrix("embedding")]), new("LayerNorm", LayerNorm<float>.Kind, [Scale("scale"), Vector("bias")])],
        [".cell", ""],
        new(Activation.Tanh, GapsTell: false, 1e-6)) { Ways = (".forward_rnn", ".backward_rnn"), RunsReverse = true, Separators = ('/', "params") };

    /// <summary>Equinox: PyTorch's rows with one bias, and in a GRU one more inside the reset gate.</summary>
    public static ModuleTable Equinox { get; } = new(
        [
            new("LSTMCell", "lstm", Stacked("weight_ih", "weight_hh", _lstm), [Bias("bias", InputBias, _lstm)]),
            new("GRUCell", "gru", Stacked("weight_ih", "weight_hh", _gru), [Bias("bias", InputBias, _gru), Bias("bias_n", RecurrentBias, "candidate")]),
        ],
        [new("Linear", Dense<float>.Kind, [Matrix("weight"), Vector("bias")]), new("Embedding", Embedding<float>.Kind, [Matrix("weight")]), new("LayerNorm", LayerNorm<float>.Kind, [Scale("weight"), Vector("bias")])],
        ["", ".cell"],
        new(Activation.Tanh, GapsTell: true)) { RunsReverse = true, NotWith = "bias_ih" };

    /// <summary>Flux: stacked rows with one bias, called <c>b</c> by a GRU and, before 0.15, by all; GRUv3 resets before the product.</summary>
    public static ModuleTable Flux { get; } = new(
        [
            .. new[] { "bias", "b" }.SelectMany(bias => new CellForm[]
            {
                new("RNN", "elman", Stacked("Wi", "Wh", _plain), [Bias(bias, InputBias, "hidden")]) { Chosen = [["activation"]] },
                new("LSTM", "lstm", Stacked("Wi", "Wh", _lstm), [Bias(bias, InputBias, _lstm)]),
            }),
            .. new[] { "b", "bias" }.Select(bias => new CellForm("GRU", "gru", Stacked("Wi", "Wh", _gru), [Bias(bias, InputBias, _gru)])),
            .. new[] { "reset update ", "reset update" }.Select(rows => new CellForm("GRUv3", "gru_reset_before",
                [new("Wi", InputWeight, _gru), new("Wh", RecurrentWeight, rows.Split(' ')), new("Wh_h\u0303", RecurrentWeight, ["candidate"])], [Bias("b", InputBias, _gru)])),
        ],
        [
            new("Dense", Dense<float>.Kind, [Matrix("weight"), Vector("bias")]), new("Embedding", Embedding<float>.Kind, [Matrix("weight", turned: true)]),
            new("LayerNorm", LayerNorm<float>.Kind, [Scale("diag.scale"), Vector("diag.bias")]),
        ],
        [".cell", ""],
        new(Activation.Tanh, GapsTell: true)) { States = ["state0", "state0.1", "state0.2", "state", "state.1", "state.2"] };

    /// <summary>Burn: each gate is a pair of its Linear layers, (inputs, units), so all gates have two biases.</summary>
    public static ModuleTable Burn { get; } = new(
        [
            BurnCell("Rnn", "elman", ["gate"], _plain, ["activation"]),
            BurnCell("Lstm", "lstm", ["input_gate", "forget_gate", "cell_gate", "output_gate"], _lstm, ["gate"], ["candidate"], ["output"]),
            BurnCell("Gru", "gru", ["reset_gate", "update_gate", "new_gate"], _gru, ["gate"], ["candidate"]),
            BurnCell("Gru(reset_after: false)", "gru_reset_before", ["reset_gate", "update_gate", "new_gate"], _gru, ["gate"], ["candidate"]),
        ],
        [new("Linear", Dense<float>.Kind, [Matrix("weight", turned: true), Vector("bias")]), new("Embedding", Embedding<float>.Kind, [Matrix("weight")]), new("LayerNorm", LayerNorm<float>.Kind, [Scale("gamma"), Vector("beta")])],
        [""],
        new(Activation.Tanh, GapsTell: false)) { Ways = (".forward", ".reverse"), RunsReverse = true };

    private static ArrayPlace[] Kernels(string[] gates, string letters) =>
    [
        .. gates.Select((gate, i) => new ArrayPlace($"i{Letter(letters, i)}.kernel", InputWeight, [gate], Turned: true)),
        .. gates.Select((gate, i) => new ArrayPlace($"h{Letter(letters, i)}.kernel", RecurrentWeight, [gate], Turned: true)),
    ];

    private static IEnumerable<ArrayPlace> Biases(string[] gates, string letters, string side, string ours) => gates.Select((gate, i) => Bias($"{side}{Letter(letters, i)}.bias", ours, gate));

    private static string Letter(string letters, int i) => letters.Length == 0 ? "" : letters[i..(i + 1)];

    private static ArrayPlace[] Stacked(string input, string recurrent, string[] gates) => [new(input, InputWeight, gates), new(recurrent, RecurrentWeight, gates)];

    private static CellForm BurnCell(string name, string cell, string[] theirs, string[] gates, params string[][] chosen) => new(name, cell,
        [.. Sides.SelectMany(side => theirs.Zip(gates, (their, gate) => new ArrayPlace($"{their}.{side.Transform}.weight", side.Weight, [gate], Turned: true)))],
        [.. Sides.SelectMany(side => theirs.Zip(gates, (their, gate) => Bias($"{their}.{side.Transform}.bias", side.Bias, gate)))]) { Chosen = chosen };

    private static (string Transform, string Weight, string Bias)[] Sides => [("input_transform", InputWeight, InputBias), ("hidden_transform", RecurrentWeight, RecurrentBias)];

    private static ArrayPlace Bias(string theirs, string ours, params string[] gates) => new(theirs, ours, gates);

    private static ArrayPlace Matrix(string theirs, bool turned = false) => new(theirs, "weight", [], turned);

    private static ArrayPlace Scale(string theirs) => new(theirs, "weight", []);

    private static ArrayPlace Vector(string theirs) => new(theirs, "bias", []);
}
