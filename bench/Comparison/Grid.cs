namespace Elman.Bench.Comparison;

/// <summary>The cases that are measured: <c>grid.txt</c>, a line each.</summary>
internal static class Grid
{
    /// <summary>Lines that begin so belong to the quick run too.</summary>
    private const string Quick = "! ";

    public static IReadOnlyList<Case> Read(bool quick)
    {
        using var reader = new StreamReader(typeof(Grid).Assembly.GetManifestResourceStream("grid.txt")!);
        string[] lines = [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
        return [.. lines.Where(line => !quick || line.StartsWith(Quick, StringComparison.Ordinal)).Select(line => Case.Parse(line.TrimStart('!', ' ')))];
    }
}
