using Elman.Models;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A framework whose modules hold one layer each; the names are its table's.</summary>
internal sealed class ModuleDialect(string name, string framework, ModuleTable table) : Dialect(name, framework)
{
    private protected override bool Knows(ArrayFile file) => table.Knows(table.Dotted(file));

    public override DialectModel Infer(ArrayFile file, LoadOptions options) => new ModuleInference(table.Dotted(file), options, new TableReading(table, Framework)).Model();

    public override IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file)
    {
        file = table.Dotted(file);
        // A file of one module may name its arrays without a path.
        bool isBare = file.Count > 0 && description.Nodes.Count(node => !SilentLayers.Has(node.Layer.Kind)) == 1 && !file.Names.Any(array => array.StartsWith(description.Nodes.First(node => !SilentLayers.Has(node.Layer.Kind)).Name + ".", StringComparison.Ordinal));
        return new TableReading(table, Framework).Arrays([.. description.Nodes.Select(node => (node, isBare ? "" : node.Name + "."))], file);
    }

    public override ArrayFile Write(ModelDescription description, ArrayFile own)
    {
        var file = new ArrayFile();
        var nodes = new List<NodeDescription>();
        foreach (NodeDescription node in description.Nodes) nodes.Add(node.Layer.Kind == RecurrentStack<float>.Kind ? Recurrent(node, own, file) : Plain(node, own, file));
        file.Metadata[ModelArrays.DescriptionKey] = (description with { Nodes = nodes }).ToJson().ToJsonString();
        file.Metadata[Key] = Name;
        file.Metadata[ModelArrays.ProducerKey] = own.Metadata[ModelArrays.ProducerKey];
        return file;
    }

    internal override IReadOnlyList<string> Joined(ModelDescription description) =>
    [
        .. from node in description.Nodes
           where node.Layer.Kind == RecurrentStack<float>.Kind
           from layer in StackDescription.Read(node.Layer.Options).Layers.Index()
           where layer.Item.Bias == BiasKind.Two && Form(node, layer.Item) is var form && layer.Item.Cell.Spec.Gates.Any(form.Sums)
           from isBackward in LayerPlace.Ways(layer.Item)
           from bias in new[] { CellForm.InputBias, CellForm.RecurrentBias }
           select LayerPlace.Ours(node.Name, layer.Index, isBackward) + bias,
    ];

    private NodeDescription Plain(NodeDescription node, ArrayFile own, ArrayFile file)
    {
        if (SilentLayers.Has(node.Layer.Kind)) return node;
        PlainForm form = table.Plain.FirstOrDefault(row => row.Kind == node.Layer.Kind)
            ?? throw new NotSupportedException($"Node '{node.Name}' is of kind '{node.Layer.Kind}', which {Framework}'s dialect does not know. Known: {table.KnownKinds}. Save without a dialect.");
        foreach (ArrayPlace place in form.Arrays)
            if (own.TryGet($"{node.Name}.{place.Ours}", out NamedArray? array)) file.Add(place.Oriented(array).Renamed($"{node.Name}.{place.Theirs}"));
        return node;
    }

    private NodeDescription Recurrent(NodeDescription node, ArrayFile own, ArrayFile file)
    {
        (int inputs, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        for (int k = 0; k < layers.Length; k++)
        {
            LayerSpec layer = layers[k];
            CellForm form = Form(node, layer);
            IReadOnlyList<string> gates = layer.Cell.Spec.Gates;
            foreach (bool isBackward in LayerPlace.Ways(layer))
            {
                string ours = LayerPlace.Ours(node.Name, k, isBackward), theirs = LayerPlace.Theirs(table, node.Name, layers, k, isBackward, table.Inner[0]);
                NamedArray? Own(string parameter) => own.TryGet(ours + parameter, out NamedArray? array) ? array : null;
                if (CellArrays.LosesInnerBias(form, gates, Own(CellForm.RecurrentBias)))
                    throw Refused(node, $"layer {k} has a bias inside its reset gate ('{ours}{CellForm.RecurrentBias}', candidate) that is not zero, and a {form.Class} of {Framework} has none there; no other bias gives the same numbers");
                foreach (ArrayPlace place in layer.Bias == BiasKind.None && form.MayLackBias ? form.Weights : form.Places) file.Add(CellArrays.ToTheirs(form, place, gates, Own, theirs + place.Theirs));
            }
        }
        LayerSpec[] written = [.. layers.Select(layer => layer with { Bias = Form(node, layer) is var form && layer.Bias == BiasKind.None && form.MayLackBias ? BiasKind.None : form.Kind(hasBias: true) })];
        return node with { Layer = new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, written)) };
    }

    /// <summary>The class that can hold a layer, or a refusal that says what the framework does not have.</summary>
    private CellForm Form(NodeDescription node, LayerSpec layer)
    {
        string cell = layer.Cell.Spec.Name;
        CellForm form = table.Cells.FirstOrDefault(row => row.Cell == cell)
            ?? throw Refused(node, $"{Framework} has no cell '{layer.Cell}'; it has {string.Join(", ", table.Cells.Select(row => row.Cell).Distinct())}{GruKinds.Differ(cell, table.Cells.Select(row => row.Cell), Framework)}");
        if (form.Misses(layer.Cell) is { } missing) throw Refused(node, $"its cell has {missing}, which a {form.Class} does not have");
        if (StackDescription.OptionsOf(layer) is { Count: > 0 } others) throw Refused(node, $"it has {string.Join(", ", others)}, which a {form.Class} does not have");
        if (layer.Direction == Direction.Bidirectional && table.Ways is null) throw Refused(node, $"{Framework} has no layer that runs both ways");
        if (layer.Direction == Direction.Reverse && !table.RunsReverse) throw Refused(node, $"{Framework} has no layer that runs in reverse with its outputs in the order of time");
        return form;
    }

    private NotSupportedException Refused(NodeDescription node, string why) => new($"Node '{node.Name}' cannot be saved in {Framework}'s dialect: {why}. Save without a dialect, which keeps everything.");
}
