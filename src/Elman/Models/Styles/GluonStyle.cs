using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>As Gluon's <c>print(net)</c>: <c>RNN(5 -> 10, NTC)</c>.</summary>
internal sealed class GluonStyle : SummaryStyle
{
    public override string Name => "gluon";
    public override string Framework => "Gluon";
    public override IReadOnlyList<string> Takes => [nameof(StyleOptions.Name), nameof(StyleOptions.Layout)];

    internal override StyledSummary Write(StyledModel model, StyleOptions options) =>
        new(Name, ModuleTree.Of(model, new GluonWords(this, options.Layout ?? Layout.BatchFirst, model.Summary.Element), options, numberLists: true).Write(), [.. ModuleWords.Remarks(model, Framework)]);
}

/// <summary>Gluon's classes and what stands in their parentheses (MXNet 1.9).</summary>
internal sealed class GluonWords(SummaryStyle style, Layout layout, string element) : ModuleWords(style, layout)
{
    public override string List => "HybridSequential";

    protected override IReadOnlyDictionary<string, Func<JsonObject, (string Class, string Arguments)?>> Kinds { get; } = new Dictionary<string, Func<JsonObject, (string, string)?>>
    {
        [Dense<float>.Kind] = o => ("Dense", $"{o["inputs"]} -> {o["outputs"]}, linear"),
        [Embedding<float>.Kind] = o => ("Embedding", $"{o["count"]} -> {o["features"]}, {element}"),
        [LayerNorm<float>.Kind] = o => ("LayerNorm", $"eps={PythonText.Float((double)o["epsilon"]!)}, axis=-1, center={Flag(o)}, scale={Flag(o)}, in_channels={o["features"]}"),
        [Dropout<float>.Kind] = o => ("Dropout", $"p = {PythonText.Float((double)o["rate"]!)}, axes=()"),
        [Flatten<float>.Kind] = _ => ("Flatten", ""),
    };

    protected override IReadOnlyDictionary<string, Func<Activation, (string Class, string Arguments)>> Activations => _activations;

    private static readonly Dictionary<string, Func<Activation, (string, string)>> _activations = new()
    {
        ["relu"] = _ => ("Activation", "relu"),
        ["sigmoid"] = _ => ("Activation", "sigmoid"),
        ["tanh"] = _ => ("Activation", "tanh"),
        ["softplus"] = _ => ("Activation", "softrelu"),
        ["softsign"] = _ => ("Activation", "softsign"),
        ["leaky_relu"] = a => ("LeakyReLU", PythonText.Float(a["alpha"])),
    };

    protected override string Arguments(int inputs, LayerSpec layer, int layers, double dropout)
    {
        if (layer.Bias == BiasKind.None) throw new NotSupportedException("Gluon's recurrent layers always have biases, so the style 'gluon' cannot show one without.");
        var text = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{inputs} -> {layer.Hidden}"), Layout == Layout.TimeFirst ? "TNC" : "NTC" };
        if (layers != 1) text.Add(string.Create(CultureInfo.InvariantCulture, $"num_layers={layers}"));
        if (dropout != 0) text.Add($"dropout={PythonText.Float(dropout)}");
        if (layer.Direction == Direction.Bidirectional) text.Add("bidirectional");
        return string.Join(", ", text);
    }

    protected override PrintedModule Holder(string key, IReadOnlyList<PrintedModule> layers) => new(key, List, "", layers);

    protected override PrintedModule Leaf(string key, string name, string arguments) => new(key, name, arguments, []) { TakesParentheses = false };

    private static string Flag(JsonObject options) => PythonText.Flag((bool?)options["affine"] ?? true);
}
