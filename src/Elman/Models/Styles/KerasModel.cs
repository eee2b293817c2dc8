using System.Globalization;

namespace Elman.Models;

/// <summary>A row of Keras's table.</summary>
/// <param name="Outputs">The shape of each result; null where a size is left open.</param>
/// <param name="Inputs">The results that it takes.</param>
internal sealed record KerasRow(string Name, string Class, IReadOnlyList<IReadOnlyList<int?>> Outputs, long Parameters, long NotTrained, IReadOnlyList<(string Layer, int Call, int Result)> Inputs)
{
    public bool IsInput => Class == KerasModel.InputClass;

    public string Title => $"{Name} ({Class})";
}

/// <summary>A model as Keras would list it: that of the file it came from, or the one that its nodes would be.</summary>
internal sealed record KerasModel(string Name, bool IsSequential, IReadOnlyList<KerasRow> Rows, int NumberBytes, IReadOnlyList<string> Remarks)
{
    public const string InputClass = "InputLayer", SequentialClass = "Sequential";

    /// <summary>Keras holds its variables in float32 whatever it computes in.</summary>
    private const int KerasNumberBytes = 4;

    private static readonly string[] _units = ["KB", "MB", "GB", "TB", "PB"];

    public long Parameters => Rows.Sum(row => row.Parameters);
    public long NotTrained => Rows.Sum(row => row.NotTrained);

    public static KerasModel Of(StyledModel model, StyleOptions options, SummaryStyle style, KerasNames names)
    {
        if (model.Origin is not { Framework: "keras" } origin) return new KerasRows(model, options, style, names).Model();
        if (options.Sequences is not null || options.Steps is not null) throw new ArgumentException("The file of this model says its shapes, and Keras shows those; leave out the number of sequences and steps.");
        KerasRow[] rows = [.. origin.Layers.Select(layer => new KerasRow(layer.Name, layer.Class, layer.Outputs, layer.Parameters, layer.NotTrained, layer.Inputs))];
        return new(options.Name ?? origin.Name, origin.Class == SequentialClass, rows, KerasNumberBytes, []);
    }

    /// <summary>Whether each layer takes what the one before gives, so that nobody needs to see what is connected to what.</summary>
    public bool IsPlain => IsSequential || (Rows.All(row => row.Inputs.Count <= 1) && Depths(Rows).GroupBy(depth => depth).All(depth => depth.Count() == 1));

    /// <summary>How far each row is from the end: 0 where nobody takes its results, else one more than the furthest that does.</summary>
    public static int[] Depths(IReadOnlyList<KerasRow> rows)
    {
        Dictionary<string, int> places = rows.Index().ToDictionary(row => row.Item.Name, row => row.Index, StringComparer.Ordinal);
        int[][] takes = [.. rows.Select(row => row.Inputs.Select(input => places[input.Layer]).Distinct().ToArray())];
        int[] depths = new int[rows.Count], takers = new int[rows.Count];
        foreach (int taken in takes.SelectMany(row => row)) takers[taken]++;
        var ready = new Queue<int>(Enumerable.Range(0, rows.Count).Where(row => takers[row] == 0));
        while (ready.TryDequeue(out int row))
            foreach (int taken in takes[row])
            {
                depths[taken] = Math.Max(depths[taken], depths[row] + 1);
                if (--takers[taken] == 0) ready.Enqueue(taken);
            }
        return depths;
    }

    /// <summary>The bytes of so many numbers in the largest unit that leaves at least 1.</summary>
    /// <param name="single">What the version calls bytes.</param>
    public string Size(long numbers, string single)
    {
        double size = (double)numbers * NumberBytes;
        string unit = single;
        for (int i = 0; size >= 1024 && i < _units.Length; i++) (size, unit) = (size / 1024, _units[i]);
        return $"{PythonText.TwoDigits(size)} {unit}";
    }

    /// <summary><c>(None, 7, 4)</c>.</summary>
    public static string Shape(IReadOnlyList<int?> sizes) => $"({string.Join(", ", sizes.Select(size => size is int known ? known.ToString(CultureInfo.InvariantCulture) : "None"))})";
}
