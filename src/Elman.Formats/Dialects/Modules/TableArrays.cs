using Elman.Models;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The arrays of a described model, taken out of a file of one table's names.</summary>
internal sealed class TableArrays(ModuleTable table, ArrayFile file, string framework)
{
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _misses = [];

    /// <summary>Every parameter by our names, and every array used once; one error that names all misses.</summary>
    public IReadOnlyDictionary<string, NamedArray> Of(IReadOnlyList<(NodeDescription Node, string Prefix)> nodes, Action<ArrayFile, List<string>> refuse)
    {
        foreach ((NodeDescription node, string prefix) in nodes)
            if (node.Layer.Kind == RecurrentStack<float>.Kind) Recurrent(node, prefix);
            else if (!SilentLayers.Has(node.Layer.Kind)) Plain(node, prefix);
        _misses.AddRange(file.Where(array => !_used.Contains(array.Name) && !table.IsState(array)).Select(array => $"'{array.Name}' {array.Shape} belongs to no module"));
        refuse(file, _misses);
        return _arrays;
    }

    private void Plain(NodeDescription node, string prefix)
    {
        PlainForm form = table.Plain.FirstOrDefault(row => row.Kind == node.Layer.Kind)
            ?? throw new NotSupportedException($"Node '{node.Name}' is of kind '{node.Layer.Kind}', which {framework}'s dialect does not know. Known: {table.KnownKinds}.");
        foreach (ArrayPlace place in form.Arrays)
            if (file.TryGet(prefix + place.Theirs, out NamedArray? array))
            {
                _used.Add(array.Name);
                _arrays[$"{node.Name}.{place.Ours}"] = place.Oriented(array);
            }
    }

    private void Recurrent(NodeDescription node, string prefix)
    {
        LayerSpec[] layers = StackDescription.Read(node.Layer.Options).Layers;
        for (int k = 0; k < layers.Length; k++)
            foreach (bool isBackward in LayerPlace.Ways(layers[k]))
                if (Find(layers[k], [.. table.Inner.Select(inner => LayerPlace.Theirs(table, prefix, layers, k, isBackward, inner))]) is var (form, arrays))
                    foreach ((string ours, NamedArray array) in CellArrays.ToOurs(form, layers[k].Cell.Spec.Gates, layers[k].Bias, arrays)) _arrays[LayerPlace.Ours(node.Name, k, isBackward) + ours] = array;
    }

    /// <summary>The class whose arrays stand at one of the paths; null where there is none, which is noted.</summary>
    private (CellForm Form, Dictionary<string, NamedArray> Arrays)? Find(LayerSpec layer, string[] paths)
    {
        CellForm[] forms = [.. table.Cells.Where(form => form.Cell == layer.Cell.Spec.Name)];
        if (forms.Length == 0) throw new NotSupportedException($"{framework} has no cell '{layer.Cell}', of which the description speaks.");
        foreach (string path in paths)
            foreach (CellForm form in forms)
            {
                ArrayPlace[] places = [.. layer.Bias == BiasKind.None ? form.Weights : form.Places];
                if (!places.All(place => file.Contains(path + place.Theirs))) continue;
                Dictionary<string, NamedArray> arrays = places.ToDictionary(place => place.Theirs, place => file[path + place.Theirs], StringComparer.Ordinal);
                if (CellArrays.Measure(form, arrays).Misfit is { } misfit)
                {
                    if (form == forms[^1]) _misses.Add(misfit);
                    continue;
                }
                if (layer.Bias == BiasKind.One && form.Kind(hasBias: true) == BiasKind.Two) throw new NotSupportedException($"A {form.Class} of {framework} has two biases, and the description says one. Say two.");
                foreach (NamedArray array in arrays.Values) _used.Add(array.Name);
                return (form, arrays);
            }
        _misses.AddRange((layer.Bias == BiasKind.None ? forms[0].Weights : forms[0].Places).Where(place => !file.Contains(paths[0] + place.Theirs)).Select(place => $"'{paths[0]}{place.Theirs}' is missing"));
        return null;
    }
}

/// <summary>Where the arrays of one layer and direction stand, here and there.</summary>
internal static class LayerPlace
{
    private static readonly bool[] _both = [false, true];

    /// <summary>Whether each of the layer's directions is the backward one.</summary>
    public static IEnumerable<bool> Ways(LayerSpec layer) => layer.Direction == Direction.Bidirectional ? _both : [layer.Direction == Direction.Reverse];

    public static string Ours(string node, int layer, bool isBackward) => $"{node}.{layer}.{(isBackward ? "backward" : "forward")}.";

    /// <summary>The path before the names of a table, with the dot behind it.</summary>
    public static string Theirs(ModuleTable table, string prefix, LayerSpec[] layers, int layer, bool isBackward, string inner)
    {
        string number = layers.Length > 1 ? $".{layer}" : "";
        string way = layers[layer].Direction != Direction.Bidirectional || table.Ways is not { } ways ? "" : isBackward ? ways.Backward : ways.Forward;
        string path = $"{prefix.TrimEnd('.')}{number}{way}{inner}".TrimStart('.');
        return path.Length == 0 ? "" : path + ".";
    }
}
