using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Finds the modules in the names and shapes of a file.</summary>
internal static partial class TorchModules
{
    /// <summary>For each module, in the order of the file, what it can be, the likeliest first.</summary>
    /// <param name="activation">Of an RNN.</param>
    public static List<FileModule[]> Of(ArrayFile file, string activation, double epsilon)
    {
        var misses = new List<string>();
        var modules = new List<FileModule[]>();
        foreach (IGrouping<string, NamedArray> group in file.GroupBy(array => array.Name[..Math.Max(0, array.Name.LastIndexOf('.'))]))
        {
            FileModule[] module = Of(group.Key, group.ToDictionary(array => array.Name[(array.Name.LastIndexOf('.') + 1)..], StringComparer.Ordinal), misses, activation, epsilon);
            if (module.Length > 0) modules.Add(module);
        }
        if (misses.Count == 0 && modules.Count == 0) misses.Add("it holds no arrays");
        Refuse(file, misses);
        return modules;
    }

    /// <summary>One error for everything that is wrong with the arrays of a file.</summary>
    public static void Refuse(ArrayFile file, List<string> misses)
    {
        if (misses.Count == 0) return;
        string all = string.Join("; ", misses.Take(20)) + (misses.Count > 20 ? $"; and {misses.Count - 20} more" : "");
        throw new BadFileException(file.Source ?? "memory", $"the arrays do not fit PyTorch's dialect: {all}. It knows the modules RNN, LSTM, GRU, Linear, Embedding, LayerNorm. Nothing was loaded.");
    }

    private static FileModule[] Of(string path, Dictionary<string, NamedArray> arrays, List<string> misses, string activation, double epsilon)
    {
        if (arrays.Keys.Any(name => Recurrent.IsMatch(name))) return OfRecurrent(path, arrays, misses, activation);
        Shape[] shapes = [.. new[] { "weight", "bias" }.Where(arrays.ContainsKey).Select(name => arrays[name].Shape)];
        if (shapes.Length == arrays.Count)
        {
            if (shapes.Any(shape => shape.Count == 0)) return Missed($"is empty: {shapes[0]}");
            if (shapes is [{ Rank: 2 } matrix, { Rank: 1 } shift] && matrix[0] == shift[0]) return [FileModule.Linear(path, "Linear", matrix, bias: true)];
            if (shapes is [{ Rank: 2 } lone]) return [FileModule.Embedding(path, "Embedding", lone), FileModule.Linear(path, "Linear", lone, bias: false)];
            if (shapes is [{ Rank: 1 } scale, { Rank: 1 } offset] && scale.Equals(offset))
                return [FileModule.Norm(path, "LayerNorm", scale, epsilon)];
        }
        foreach (NamedArray array in arrays.Values) misses.Add($"'{array.Name}' {array.Shape} belongs to no module");
        return [];

        FileModule[] Missed(string why)
        {
            misses.Add($"module '{path}' {why}");
            return [];
        }
    }

    private static FileModule[] OfRecurrent(string path, Dictionary<string, NamedArray> arrays, List<string> misses, string activation)
    {
        Match[] names = [.. arrays.Keys.Select(name => Recurrent.Match(name)).Where(match => match.Success)];
        string prefix = path.Length == 0 ? "" : path + ".";
        int layers = 1 + names.Max(match => int.Parse(match.Groups["layer"].Value, CultureInfo.InvariantCulture));
        bool bothWays = names.Any(match => match.Groups["reverse"].Success), bias = names.Any(match => match.Groups["kind"].Value == "bias");
        if (Enumerable.Range(0, layers).FirstOrDefault(k => !arrays.ContainsKey($"weight_ih_l{k}"), -1) is >= 0 and var gap) return Missed($"'{prefix}weight_ih_l{gap}' is missing");
        if (!arrays.TryGetValue("weight_hh_l0", out NamedArray? recurrent)) return Missed($"'{prefix}weight_hh_l0' is missing");
        NamedArray input = arrays["weight_ih_l0"];
        if (input.Shape.Rank != 2 || recurrent.Shape.Rank != 2 || input.Shape.Count == 0 || recurrent.Shape.Count == 0)
            return Missed($"'{input.Name}' has shape {input.Shape} and '{recurrent.Name}' {recurrent.Shape}; expected (gates · hidden, inputs) and (gates · hidden, hidden)");
        NamedArray? projection = arrays.GetValueOrDefault("weight_hr_l0");
        if (projection is not null && (projection.Shape.Rank != 2 || projection.Shape.Count == 0 || projection.Shape[0] != recurrent.Shape[1]))
            return Missed($"'{projection.Name}' has shape {projection.Shape} and '{recurrent.Name}' {recurrent.Shape}; expected (outputs, hidden) and (4 · hidden, outputs)");
        int outputs = recurrent.Shape[1], hidden = projection?.Shape[1] ?? outputs;
        TorchCell? cell = TorchCell.All.FirstOrDefault(row => (long)row.Gates.Count * hidden == input.Shape[0]);
        if (cell is null)
        {
            string known = string.Join(", ", TorchCell.All.Select(row => $"{(long)row.Gates.Count * hidden} ({row.Module})"));
            return Missed($"'{input.Name}' has {input.Shape[0]} rows, and '{(projection ?? recurrent).Name}' says {hidden} hidden units; expected {known}");
        }
        if (projection is not null && cell.Module != "LSTM") return Missed($"'{projection.Name}' is a projection, and only an LSTM has one; the other arrays are those of a {cell.Module}");
        if (projection is not null && outputs >= hidden) return Missed($"'{projection.Name}' has shape {projection.Shape}; a projection has fewer outputs than hidden units");
        var options = cell.Gates.Count == 1 ? new JsonObject { ["activation"] = activation } : [];
        var spec = new LayerSpec(CellCatalog.Build(cell.Cell, options), hidden, bothWays ? Direction.Bidirectional : Direction.Forward, bias ? BiasKind.Two : BiasKind.None) { Projection = projection is null ? 0 : outputs };
        LayerSpec[] specs = [.. Enumerable.Repeat(spec, layers)];
        return [new(path, $"{cell.Module}({input.Shape[1]}, {hidden})", new(RecurrentStack<float>.Kind, StackDescription.Write(input.Shape[1], specs)), input.Shape[1], outputs * (bothWays ? 2 : 1))];

        FileModule[] Missed(string why)
        {
            misses.Add(why);
            return [];
        }
    }

    [GeneratedRegex("^(?<kind>weight|bias)_(ih|hh)_l(?<layer>[0-9]{1,4})(?<reverse>_reverse)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Recurrent { get; }
}
