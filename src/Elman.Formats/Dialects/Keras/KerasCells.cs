using System.Text.Json.Nodes;

namespace Elman.Formats.Dialects;

/// <summary>One of Keras's recurrent classes and the cell that it is here.</summary>
/// <param name="Layer">The class of the layer.</param>
/// <param name="Cell">The class of its cell.</param>
/// <param name="Part">What the weights' paths call the cell of a layer.</param>
/// <param name="Gates">The gates in the order in which Keras puts their columns side by side, under our names.</param>
/// <param name="Read">Our cell and its options.</param>
internal sealed record KerasCell(string Layer, string Cell, string Part, IReadOnlyList<string> Gates, Func<KerasFields, (string Cell, JsonObject Options)> Read)
{
    /// <summary>Whether the weights are laid out as NVIDIA's library wants them: each gate's block transposed, and two biases in one row.</summary>
    public bool IsCudnn { get; private init; }

    public static IReadOnlyList<KerasCell> All { get; } =
    [
        new("SimpleRNN", "SimpleRNNCell", "simple_rnn_cell", ["hidden"], options => ("elman", new() { ["activation"] = Activation(options) })),
        new("LSTM", "LSTMCell", "lstm_cell", ["input", "forget", "candidate", "output"], options =>
        {
            string activation = Activation(options);
            return ("lstm", new() { ["gate"] = Gate(options), ["candidate"] = activation, ["output"] = activation });
        }),
        new("GRU", "GRUCell", "gru_cell", ["update", "reset", "candidate"], options =>
            (ResetsAfter(options) ? "gru" : "gru_reset_before", new() { ["gate"] = Gate(options), ["candidate"] = Activation(options) })),
        // Layers of Keras 2 for GPUs: one kind of each, without options.
        new("CuDNNLSTM", "", "", ["input", "forget", "candidate", "output"], _ => ("lstm", new() { ["gate"] = "sigmoid", ["candidate"] = "tanh", ["output"] = "tanh" })) { IsCudnn = true },
        new("CuDNNGRU", "", "", ["update", "reset", "candidate"], _ => ("gru", new() { ["gate"] = "sigmoid", ["candidate"] = "tanh" })) { IsCudnn = true },
    ];

    /// <summary>Before the option there was one GRU, that which resets before.</summary>
    public static bool ResetsAfter(KerasFields options) => options.Flag("reset_after", false);

    private static string Activation(KerasFields options) => Stepwise(options, "activation", "tanh");

    private static string Gate(KerasFields options) => Stepwise(options, "recurrent_activation", options.Major >= 3 ? "sigmoid" : "hard_sigmoid");

    private static string Stepwise(KerasFields options, string name, string otherwise)
    {
        string activation = KerasActivations.Read(options, name, otherwise);
        return activation != KerasActivations.Softmax ? activation : throw options.Bad($"'{name}' is {KerasActivations.Softmax}, which goes across all units; a cell here has activations of one unit");
    }
}
