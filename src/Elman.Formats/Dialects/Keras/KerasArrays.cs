using System.Globalization;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Finds the weights of a model among arrays: by their numbers in the order of <c>get_weights()</c>, or by Keras's paths.</summary>
internal static class KerasArrays
{
    private const int MostMisses = 20;

    /// <summary>What stands before the number: as <c>np.savez(path, *model.get_weights())</c> names them, and as tests do.</summary>
    private static readonly string[] _numbered = ["arr_", "weight.", "weight_"];

    /// <summary>The arrays by our parameters; one error names all that is missing, of another shape or left over.</summary>
    /// <param name="model">The file of the model, for the errors.</param>
    public static Dictionary<string, NamedArray> Match(KerasPlan plan, ArrayFile file, string model)
    {
        KerasWeight[] weights = [.. plan.Weights];
        string source = file.Source ?? "memory";
        var misses = new List<string>();
        var found = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        var used = new HashSet<NamedArray>(ReferenceEqualityComparer.Instance);
        Func<int, NamedArray?> at = KerasStored.Order(plan, file) is { } stored ? index => stored[index]
            : Numbered(file) is { } numbered
            ? index => numbered.GetValueOrDefault(index)
            : ByPath(file, weights);
        TakeCudnn(plan, weights, at);
        for (int i = 0; i < weights.Length; i++)
        {
            KerasWeight weight = weights[i];
            if (at(i) is not { } array) misses.Add($"weight {i}, '{weight.Path}' {weight.Shown}, is missing");
            else if (!weight.Fits(array.Shape)) misses.Add($"'{BadFileException.Shown(array.Name)}' has shape {array.Shape}, expected {weight.Shown} for weight {i}, '{weight.Path}'");
            else foreach (KerasPlace place in weight.Places) found.Add(place.Ours, place.Take(array));
            if (at(i) is { } taken) used.Add(taken);
        }
        misses.AddRange(file.Where(array => !used.Contains(array) && !KerasStored.IsNoWeight(array)).Select(array => $"'{BadFileException.Shown(array.Name)}' {array.Shape} belongs to no weight"));
        if (misses.Count == 0) return found;
        string more = misses.Count > MostMisses ? $"; and {misses.Count - MostMisses} more" : "";
        throw new BadFileException(source, $"the arrays are not the {weights.Length} weights of '{model}': {string.Join("; ", misses.Take(MostMisses))}{more}. Nothing was loaded. {Advice}");
    }

    /// <summary>Cells whose bias has twice the length have all their weights as NVIDIA's library has them.</summary>
    private static void TakeCudnn(KerasPlan plan, KerasWeight[] weights, Func<int, NamedArray?> at)
    {
        HashSet<string> cells = [.. weights.Index().Where(row => row.Item.Cudnn is { } other && at(row.Index) is { } array && !row.Item.Fits(array.Shape) && other.Weight.Fits(array.Shape)).Select(row => row.Item.Cudnn!.Value.Cell)];
        if (cells.Count == 0) return;
        foreach (KerasLayer layer in plan.Layers)
            if (layer.Weights.Any(weight => weight.Cudnn is { } other && cells.Contains(other.Cell))) layer.Notes.Add($"the weights of '{layer.Name}' are those of a {layer.Class} for NVIDIA's library (its bias has both halves): gates were laid anew, and the halves added where there is one bias");
        for (int i = 0; i < weights.Length; i++)
            if (weights[i].Cudnn is { } other && cells.Contains(other.Cell)) weights[i] = other.Weight;
    }

    /// <summary>How the weights are had.</summary>
    public const string Advice = "In Keras: np.savez(\"w.npz\", *model.get_weights())";

    private static Dictionary<int, NamedArray>? Numbered(ArrayFile file)
    {
        foreach (string prefix in _numbered)
        {
            var numbered = new Dictionary<int, NamedArray>();
            foreach (NamedArray array in file)
                if (array.Name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(array.Name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                    numbered.TryAdd(number, array);
            if (numbered.Count > 0) return numbered;
        }
        return null;
    }

    /// <summary>Paths differ between versions in the model's name before them and in <c>:0</c> behind them.</summary>
    private static Func<int, NamedArray?> ByPath(ArrayFile file, KerasWeight[] weights)
    {
        var byPath = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        foreach (NamedArray array in file) byPath.TryAdd(Plain(array.Name), array);
        return index => Paths(weights[index].Path).Select(path => byPath.GetValueOrDefault(path)).FirstOrDefault(array => array is not null);
    }

    private static IEnumerable<string> Paths(string path)
    {
        yield return path;
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0) yield return path[(slash + 1)..];
    }

    private static string Plain(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
}
