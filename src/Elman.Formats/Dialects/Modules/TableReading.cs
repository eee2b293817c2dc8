using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Finds the modules of a table in the names and shapes of a file.</summary>
internal sealed class TableReading(ModuleTable table, string framework) : ModuleReading(table.Habits)
{
    private readonly string[] _parts = [.. table.Cells.SelectMany(form => form.Places).Concat(table.Plain.SelectMany(form => form.Arrays)).Select(place => place.Theirs).Distinct().OrderByDescending(part => part.Length)];

    public override List<FileModule[]> Find(ArrayFile file, LoadOptions options)
    {
        var misses = new List<string>();
        Dictionary<string, Dictionary<string, NamedArray>> groups = Groups(file, misses);
        var modules = new List<FileModule[]>();
        foreach ((string path, Dictionary<string, NamedArray> arrays) in groups)
        {
            if (OtherWay(path, groups, table.Ways?.Backward, table.Ways?.Forward) is not null) continue;
            (string Path, Dictionary<string, NamedArray> Arrays)? back = OtherWay(path, groups, table.Ways?.Forward, table.Ways?.Backward);
            FileModule[] found = Recurrent(path, arrays, back, options, misses) ?? Plain(path, arrays, options);
            if (found.Length > 0) modules.Add(found);
            else if (misses.Count == 0) misses.AddRange(arrays.Values.Select(array => $"'{array.Name}' {array.Shape} belongs to no module"));
        }
        if (misses.Count == 0 && modules.Count == 0) misses.Add("it holds no arrays");
        Refuse(file, misses);
        return modules;
    }

    public override IReadOnlyDictionary<string, NamedArray> Arrays(IReadOnlyList<(NodeDescription Node, string Prefix)> nodes, ArrayFile file) => new TableArrays(table, file, framework).Of(nodes, Refuse);

    /// <summary>The arrays by the path of their module, and below it by the name there.</summary>
    private Dictionary<string, Dictionary<string, NamedArray>> Groups(ArrayFile file, List<string> misses)
    {
        var groups = new Dictionary<string, Dictionary<string, NamedArray>>(StringComparer.Ordinal);
        foreach (NamedArray array in file)
        {
            if (table.IsState(array)) continue;
            if (Array.Find(_parts, part => ModuleTable.EndsWith(array.Name, part)) is not { } part)
            {
                misses.Add($"'{array.Name}' {array.Shape} belongs to no module");
                continue;
            }
            string path = array.Name[..^part.Length].TrimEnd('.');
            if (!groups.TryGetValue(path, out Dictionary<string, NamedArray>? group)) groups[path] = group = new(StringComparer.Ordinal);
            group[part] = array;
        }
        return groups;
    }

    /// <summary>The arrays of the other direction, and the path of the layer that has both.</summary>
    private (string Path, Dictionary<string, NamedArray> Arrays)? OtherWay(string path, Dictionary<string, Dictionary<string, NamedArray>> groups, string? way, string? other)
    {
        foreach (string inner in table.Inner)
            if (way is not null && ("." + path).EndsWith(way + inner, StringComparison.Ordinal))
            {
                string parent = ("." + path)[..^(way + inner).Length];
                if (groups.TryGetValue((parent + other + inner)[1..], out Dictionary<string, NamedArray>? arrays)) return (parent.TrimStart('.'), arrays);
            }
        return null;
    }

    /// <summary>The recurrent layers that it can be; null where the names are of none.</summary>
    private FileModule[]? Recurrent(string path, Dictionary<string, NamedArray> arrays, (string Path, Dictionary<string, NamedArray> Arrays)? back, LoadOptions options, List<string> misses)
    {
        CellForm[] named = [.. table.Cells.Where(form => form.Weights.All(place => arrays.ContainsKey(place.Theirs)) && arrays.Keys.All(name => form.Places.Any(place => place.Theirs == name)) && HasBias(form, arrays) is not null)];
        if (named.Length == 0) return null;
        CellForm[] fitting = [.. named.Where(form => CellArrays.Measure(form, arrays).Misfit is null).DistinctBy(form => form.Cell)];
        if (fitting.Length == 0)
        {
            misses.Add(CellArrays.Measure(named[0], arrays).Misfit!);
            return [];
        }
        CellForm form = fitting.FirstOrDefault(form => form.Cell == options.Cell) ?? fitting[0];
        (int inputs, int units, _) = CellArrays.Measure(form, arrays);
        bool hasBias = HasBias(form, arrays)!.Value;
        if (back is { } both && (both.Arrays.Count != arrays.Count || CellArrays.Measure(form, both.Arrays) is var other && (other.Misfit is not null || (other.Inputs, other.Units) != (inputs, units)) || !both.Arrays.Keys.All(arrays.ContainsKey)))
        {
            misses.Add($"the two directions of '{both.Path}' differ in their arrays");
            return [];
        }
        JsonObject cell = CellCatalog.Build(form.Cell, []).Spec.Gates.Length == 1 ? new() { ["activation"] = (options.Activation ?? Habits.Recurrent).ToString() } : [];
        bool turns = back is null && options.Direction == Direction.Reverse && table.RunsReverse;
        var spec = new LayerSpec(CellCatalog.Build(form.Cell, cell), units, back is not null ? Direction.Bidirectional : turns ? Direction.Reverse : Direction.Forward, form.Kind(hasBias));
        string at = back?.Path ?? path;
        var module = new FileModule(at, $"{form.Class}({inputs}, {units})", new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, [spec])), inputs, back is not null ? 2 * units : units);
        var assumed = new List<(string, object?, string)>();
        if (fitting.Length > 1) assumed.Add((nameof(LoadOptions.Cell), options.Cell, $"'{module.Node}' is a {form.Class} ({form.Cell}), whose arrays have the names and shapes of a {string.Join(", ", fitting.Where(one => one != form).Select(one => $"{one.Class} ({one.Cell})"))} too"));
        if (back is null && table.RunsReverse) assumed.Add((nameof(LoadOptions.Direction), options.Direction, $"'{module.Node}' runs forward"));
        return [module with { Assumed = assumed }];
    }

    /// <summary>Whether it has biases; null where it has some of them only, or none where the class always has.</summary>
    private static bool? HasBias(CellForm form, Dictionary<string, NamedArray> arrays)
    {
        int count = form.Bias.Count(place => arrays.ContainsKey(place.Theirs));
        return count == form.Bias.Count ? true : count == 0 && form.MayLackBias ? false : null;
    }

    private FileModule[] Plain(string path, Dictionary<string, NamedArray> arrays, LoadOptions options) =>
        [.. table.Plain.Where(form => arrays.ContainsKey(form.Arrays[0].Theirs) && arrays.Keys.All(name => form.Arrays.Any(place => place.Theirs == name))).Select(form => Plain(path, form, arrays, options)).OfType<FileModule>()
            // A matrix without a bias is rather an embedding, as in PyTorch's dialect; its name decides.
            .OrderBy(module => module.TakesIds ? 0 : 1)];

    private FileModule? Plain(string path, PlainForm form, Dictionary<string, NamedArray> arrays, LoadOptions options)
    {
        NamedArray first = form.Arrays[0].Oriented(arrays[form.Arrays[0].Theirs]);
        if (first.Shape.Count == 0) return null;
        bool hasBias = form.Arrays.Count > 1 && arrays.ContainsKey(form.Arrays[1].Theirs);
        if (hasBias && (arrays[form.Arrays[1].Theirs].Shape is not { Rank: 1 } bias || bias[0] != first.Shape[0])) return null;
        return (form.Kind, first.Shape.Rank, hasBias) switch
        {
            (Dense<float>.Kind, 2, _) => FileModule.Linear(path, form.Class, first.Shape, hasBias),
            (Embedding<float>.Kind, 2, false) => FileModule.Embedding(path, form.Class, first.Shape),
            (LayerNorm<float>.Kind, 1, true) => FileModule.Norm(path, form.Class, first.Shape, options.LayerNormEpsilon ?? Habits.Epsilon),
            _ => null,
        };
    }

    private void Refuse(ArrayFile file, List<string> misses)
    {
        if (misses.Count == 0) return;
        string all = string.Join("; ", misses.Take(20)) + (misses.Count > 20 ? $"; and {misses.Count - 20} more" : "");
        throw new BadFileException(file.Source ?? "memory", $"the arrays do not fit {framework}'s dialect: {all}. It knows {string.Join(", ", table.Cells.Select(form => form.Class).Concat(table.Plain.Select(form => form.Class)).Distinct())}. Nothing was loaded.");
    }
}
