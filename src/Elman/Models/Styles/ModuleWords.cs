using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Models;

/// <summary>How a framework that prints modules calls our layers.</summary>
internal abstract class ModuleWords(SummaryStyle style, Layout layout)
{
    /// <summary>What a model's code does between its modules; it is no module and is not printed.</summary>
    private static readonly HashSet<string> _code =
    [
        LastStep<float>.Kind, Concatenate<float>.Kind, Add<float>.Kind, Repeat<float>.Kind, ReverseSteps<float>.Kind, Masking<float>.Kind, PresentSteps<float>.Kind, PutBack<float>.Kind,
        EndMask<float>.Kind, Cropping<float>.Kind, Permute<float>.Kind, Reshape<float>.Kind, UnitNorm<float>.Kind, DotProduct<float>.Kind, .. Scale<float>.Kinds, .. Merge<float>.Kinds,
    ];

    protected Layout Layout => layout;

    /// <summary>The class that holds numbered modules and runs them one after another.</summary>
    public abstract string List { get; }

    /// <summary>What each kind becomes: class and arguments.</summary>
    protected abstract IReadOnlyDictionary<string, Func<JsonObject, (string Class, string Arguments)?>> Kinds { get; }

    /// <summary>What each activation becomes.</summary>
    protected abstract IReadOnlyDictionary<string, Func<Activation, (string Class, string Arguments)>> Activations { get; }

    /// <summary>The arguments of a stack of equal layers.</summary>
    protected abstract string Arguments(int inputs, LayerSpec layer, int layers, double dropout);

    /// <summary>What holds the layers of a stack that the framework's module cannot be.</summary>
    protected abstract PrintedModule Holder(string key, IReadOnlyList<PrintedModule> layers);

    protected virtual PrintedModule Leaf(string key, string name, string arguments) => new(key, name, arguments, []);

    /// <summary>The module of a node; null where the framework has code in its place.</summary>
    public PrintedModule? Module(StyledNode node, string key)
    {
        string kind = node.Layer.Kind;
        if (kind == RecurrentStack<float>.Kind) return Stack(node, key);
        if (_code.Contains(kind)) return null;
        (string Class, string Arguments)? words = kind == ActivationLayer<float>.Kind ? Named(Activation.Parse((string)node.Layer.Options["activation"]!))
            : Kinds.TryGetValue(kind, out var write) ? write(node.Layer.Options)
            : null;
        if (kind == Embedding<float>.Kind && node.Layer.Options["mask"] is not null) throw style.Lacks(node.Name, "embedding that masks an id");
        if (words is not { } found) throw style.Lacks(node.Name, $"module for {kind} {node.Layer.Options.ToJsonString()}");
        return Leaf(key, found.Class, found.Arguments) with
        {
            Parameters = node.Count - node.Kept,
            Output = node.Output,
            IsChannelsFirst = TorchWindows.ChannelsFirst.Contains(kind),
            KeepsSteps = GlobalPooling<float>.Kinds.Contains(kind),
        };
    }

    /// <summary>What must be said of the numbers of biases: the frameworks have two or none.</summary>
    public static IEnumerable<string> Remarks(StyledModel model, string framework) =>
        from node in model.Nodes
        where node.Layer.Kind == RecurrentStack<float>.Kind && StackDescription.Read(node.Layer.Options).Layers.Any(layer => layer.Bias == BiasKind.One)
        select $"Node '{node.Name}' has one bias where {framework} has two; the numbers of parameters are this model's.";

    private (string Class, string Arguments)? Named(Activation activation) => Activations.TryGetValue(activation.Name, out var write) ? write(activation) : null;

    private PrintedModule Stack(StyledNode node, string key)
    {
        (int inputs, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        double[] rates = [.. layers[..^1].Select(layer => layer.Dropout).Distinct()];
        LayerSpec first = layers[0] with { Dropout = 0 };
        string name = Class(node.Name, first);
        if (rates.Length <= 1 && layers.All(layer => IsEqual(layer, first)))
            return Leaf(key, name, Arguments(inputs, first, layers.Length, rates.FirstOrDefault())) with { Parameters = node.Count, Output = node.Output, IsRecurrent = true };

        var modules = new List<PrintedModule>();
        foreach ((int index, LayerSpec layer) in layers.Index())
        {
            int features = layer.Features(inputs);
            var output = new SignalShape(features, HasSteps: true);
            modules.Add(Leaf(Number(modules.Count), Class(node.Name, layer), Arguments(inputs, layer, 1, 0)) with
            {
                Parameters = node.Parameters.Where(parameter => parameter.Name.StartsWith($"{Number(index)}.", StringComparison.Ordinal)).Sum(parameter => parameter.Count),
                Output = output,
                IsRecurrent = true,
            });
            if (layer.Dropout != 0)
            {
                (string dropout, string arguments) = Kinds[Dropout<float>.Kind](new JsonObject { ["rate"] = layer.Dropout })!.Value;
                modules.Add(Leaf(Number(modules.Count), dropout, arguments) with { Output = output });
            }
            inputs = features;
        }
        return Holder(key, modules);
    }

    private static bool IsEqual(LayerSpec layer, LayerSpec other) => layer with { Dropout = 0, Cell = other.Cell } == other
        && layer.Cell.Spec.Name == other.Cell.Spec.Name && JsonNode.DeepEquals(layer.Cell.Options, other.Cell.Options);

    private string Class(string node, LayerSpec layer)
    {
        string cell = layer.Cell.Spec.Name, activation = (string?)layer.Cell.Options["activation"] ?? "";
        bool isUsual = CellCatalog.Names.Contains(cell) && JsonNode.DeepEquals(layer.Cell.Options, CellCatalog.Build(cell, []).Options);
        if (layer.Direction == Direction.Reverse) throw style.Lacks(node, "layer that runs from the end only");
        if (StackDescription.OptionsOf(layer).Except(LayerOptions).FirstOrDefault() is { } option) throw style.Lacks(node, $"recurrent layer with {option}");
        return (cell, isUsual) switch
        {
            ("elman", _) when activation is "tanh" or "relu" => "RNN",
            ("lstm", true) => "LSTM",
            ("gru", true) => "GRU",
            _ => throw style.Lacks(node, $"layer of cell {cell} {layer.Cell.Options.ToJsonString()}"),
        };
    }

    /// <summary>The options of a recurrent layer that the framework's module has too, by their names in descriptions.</summary>
    protected virtual IReadOnlyList<string> LayerOptions => [];

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
