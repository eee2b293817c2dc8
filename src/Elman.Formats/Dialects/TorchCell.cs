using System.Text.Json.Nodes;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Formats.Dialects;

/// <summary>One of PyTorch's recurrent modules and the cell it is here.</summary>
/// <param name="Module">The class in <c>torch.nn</c>.</param>
/// <param name="Cell">The name in the catalog of cells.</param>
/// <param name="Gates">The gates in the order in which PyTorch stacks their rows, under our names.</param>
internal sealed record TorchCell(string Module, string Cell, IReadOnlyList<string> Gates)
{
    public static IReadOnlyList<TorchCell> All { get; } =
    [
        new("RNN", "elman", ["hidden"]),
        new("LSTM", "lstm", ["input", "forget", "candidate", "output"]),
        new("GRU", "gru", ["reset", "update", "candidate"]),
    ];

    /// <summary>Our parameters of one layer and direction, and PyTorch's names before the number of the layer.</summary>
    public static IReadOnlyList<(string Ours, string Theirs, bool IsBias)> Parameters { get; } =
    [
        ("input_weight", "weight_ih", false),
        ("recurrent_weight", "weight_hh", false),
        ("input_bias", "bias_ih", true),
        ("recurrent_bias", "bias_hh", true),
    ];

    /// <summary>What PyTorch calls each direction, after the number of the layer.</summary>
    public static IReadOnlyList<(string Ours, string Theirs)> Ways { get; } = [("forward", ""), ("backward", "_reverse")];

    /// <summary>The name of a projection, which has no gates.</summary>
    private const string Projection = "weight_hr", OurProjection = "projection_weight";

    /// <summary>The options of a layer that an nn module can have.</summary>
    private static readonly string[] _options = ["projection"];

    /// <summary>The one activation that an RNN may have besides tanh.</summary>
    private const string OtherActivation = "relu";

    /// <summary>The arrays of a stack of this cell.</summary>
    public IEnumerable<ArrayPair> Pairs(string node, string prefix, LayerSpec[] layers)
    {
        IReadOnlyList<string> ours = layers[0].Cell.Spec.Gates;
        for (int k = 0; k < layers.Length; k++)
            foreach ((string ourWay, string theirWay) in Ways.Take(layers[k].Direction == Direction.Bidirectional ? 2 : 1))
            {
                foreach ((string ourName, string theirName, bool isBias) in Parameters)
                    if (!isBias || layers[k].Bias != BiasKind.None)
                        yield return new($"{node}.{k}.{ourWay}.{ourName}", $"{prefix}{theirName}_l{k}{theirWay}", ours, Gates);
                if (layers[k].Projection > 0) yield return new($"{node}.{k}.{ourWay}.{OurProjection}", $"{prefix}{Projection}_l{k}{theirWay}");
            }
    }

    /// <summary>The module that can hold a stack, or a refusal that says what PyTorch does not have.</summary>
    public static TorchCell Holding(string node, LayerSpec[] layers)
    {
        LayerSpec first = layers[0];
        TorchCell module = All.FirstOrDefault(row => row.Cell == first.Cell.Spec.Name)
            ?? throw Refused($"PyTorch has no module for the cell '{first.Cell}'; it has {string.Join(", ", All.Select(row => row.Cell))}{GruKinds.Differ(first.Cell.Spec.Name, All.Select(row => row.Cell), "PyTorch")}");
        for (int k = 0; k < layers.Length; k++)
        {
            LayerSpec layer = layers[k];
            if (layer.Direction == Direction.Reverse) throw Refused($"layer {k} runs in reverse only, and an nn.{module.Module} runs forward or both ways");
            string[] others = [.. StackDescription.OptionsOf(layer).Except(_options)];
            if (others.Length > 0) throw Refused($"layer {k} has {string.Join(", ", others)}, which an nn.{module.Module} does not have");
            if ((layer.Cell.Spec.Name, layer.Hidden, layer.Direction, layer.Bias, layer.Projection) != (first.Cell.Spec.Name, first.Hidden, first.Direction, first.Bias, first.Projection) || !JsonNode.DeepEquals(layer.Cell.Options, first.Cell.Options))
                throw Refused($"layer {k} ({layer.Cell}, {layer.Hidden} units, {layer.Direction}, {layer.Bias} biases) differs from layer 0 ({first.Cell}, {first.Hidden} units, {first.Direction}, {first.Bias} biases), and the layers of an nn.{module.Module} are alike");
        }
        JsonObject options = first.Cell.Options;
        if (!JsonNode.DeepEquals(options, CellCatalog.Build(first.Cell.Spec.Name, []).Options) && !(module.Gates.Count == 1 && options["activation"]?.ToString() == OtherActivation))
            throw Refused($"its activations are {options.ToJsonString()}, which an nn.{module.Module} does not have");
        return module;

        NotSupportedException Refused(string why) => new($"Node '{node}' cannot be saved in PyTorch's dialect: {why}. Save without a dialect, which keeps everything.");
    }
}
