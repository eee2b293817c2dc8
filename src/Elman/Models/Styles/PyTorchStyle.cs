using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>As PyTorch's <c>print(model)</c>.</summary>
internal sealed class PyTorchStyle : SummaryStyle
{
    public override string Name => "pytorch";
    public override string Framework => "PyTorch";
    public override IReadOnlyList<string> Takes => [nameof(StyleOptions.Name), nameof(StyleOptions.Layout)];

    internal override StyledSummary Write(StyledModel model, StyleOptions options) =>
        new(Name, ModuleTree.Of(model, new TorchWords(this, options.Layout ?? Layout.BatchFirst), options, numberLists: false).Write(), [.. ModuleWords.Remarks(model, Framework)]);
}

/// <summary>PyTorch's classes and what stands in their parentheses (<c>extra_repr</c> of PyTorch 2).</summary>
internal sealed class TorchWords(SummaryStyle style, Layout layout) : ModuleWords(style, layout)
{
    public override string List => "Sequential";

    protected override IReadOnlyDictionary<string, Func<JsonObject, (string Class, string Arguments)?>> Kinds => _kinds;
    protected override IReadOnlyDictionary<string, Func<Activation, (string Class, string Arguments)>> Activations => _activations;

    private static readonly Dictionary<string, Func<JsonObject, (string, string)?>> _kinds = new(TorchWindows.Kinds)
    {
        [Dense<float>.Kind] = o => ("Linear", $"in_features={o["inputs"]}, out_features={o["outputs"]}, bias={Flag(o, "bias")}"),
        [Embedding<float>.Kind] = o => ("Embedding", $"{o["count"]}, {o["features"]}{(o["padding"] is { } padding ? $", padding_idx={padding}" : "")}"),
        [LayerNorm<float>.Kind] = o => ("LayerNorm", $"({o["features"]},), eps={PythonText.Float((double)o["epsilon"]!)}, elementwise_affine={Flag(o, "affine")}, bias={Flag(o, "affine")}"),
        [Dropout<float>.Kind] = o => ("Dropout", $"p={PythonText.Float((double)o["rate"]!)}, inplace=False"),
        [Softmax<float>.Kind] = _ => ("Softmax", "dim=-1"),
        [Flatten<float>.Kind] = _ => ("Flatten", "start_dim=1, end_dim=-1"),
    };

    private static readonly Dictionary<string, Func<Activation, (string, string)>> _activations = new()
    {
        ["linear"] = _ => ("Identity", ""),
        ["relu"] = _ => ("ReLU", ""),
        ["leaky_relu"] = a => ("LeakyReLU", $"negative_slope={PythonText.Float(a["alpha"])}"),
        ["thresholded_relu"] = a => ("Threshold", $"threshold={PythonText.Float(a["alpha"])}, value=0.0"),
        ["relu6"] = _ => ("ReLU6", ""),
        ["elu"] = a => ("ELU", $"alpha={PythonText.Float(a["alpha"])}"),
        ["selu"] = _ => ("SELU", ""),
        ["softplus"] = _ => ("Softplus", "beta=1.0, threshold=20.0"),
        ["softsign"] = _ => ("Softsign", ""),
        ["tanh"] = _ => ("Tanh", ""),
        ["hard_tanh"] = _ => ("Hardtanh", "min_val=-1.0, max_val=1.0"),
        ["sigmoid"] = _ => ("Sigmoid", ""),
        ["hard_sigmoid"] = _ => ("Hardsigmoid", ""),
        ["silu"] = _ => ("SiLU", ""),
        ["hard_silu"] = _ => ("Hardswish", ""),
        ["gelu"] = _ => ("GELU", "approximate='none'"),
        ["gelu_tanh"] = _ => ("GELU", "approximate='tanh'"),
        ["mish"] = _ => ("Mish", ""),
    };

    protected override IReadOnlyList<string> LayerOptions => ["projection"];

    protected override string Arguments(int inputs, LayerSpec layer, int layers, double dropout)
    {
        var text = new List<string> { $"{inputs}", $"{layer.Hidden}" };
        if (layer.Projection > 0) text.Add(string.Create(CultureInfo.InvariantCulture, $"proj_size={layer.Projection}"));
        if (layers != 1) text.Add(string.Create(CultureInfo.InvariantCulture, $"num_layers={layers}"));
        if (layer.Bias == BiasKind.None) text.Add("bias=False");
        if (Layout == Layout.BatchFirst) text.Add("batch_first=True");
        if (dropout != 0) text.Add($"dropout={PythonText.Float(dropout)}");
        if (layer.Direction == Direction.Bidirectional) text.Add("bidirectional=True");
        return string.Join(", ", text);
    }

    protected override PrintedModule Holder(string key, IReadOnlyList<PrintedModule> layers) => new(key, "ModuleList", "", layers) { JoinsEqual = true };

    private static string Flag(JsonObject options, string name) => PythonText.Flag((bool?)options[name] ?? true);
}
