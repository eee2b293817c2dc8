using Elman.Formats;

namespace Elman.Fuzz;

/// <summary>A good file, and those that must stand beside it.</summary>
internal sealed record Seed(string Path, byte[] Bytes);

/// <summary>The golden files of one format.</summary>
internal sealed record Corpus(ModelFormat Format, IReadOnlyList<Seed> Seeds)
{
    /// <summary>Small files reach as much of a reader as large ones, sooner.</summary>
    private const int MostBytes = 100_000, MostFiles = 400;

    public byte[][] Contents { get; } = [.. Seeds.Select(seed => seed.Bytes)];

    /// <summary>The files below a folder by their format, which is that of the one list of formats whose extension they have.</summary>
    public static Corpus[] Below(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length is > 0 and <= MostBytes).Order(StringComparer.Ordinal)];
        return
        [
            .. from format in FormatTable.Rows
               let fitting = files.Where(file => format.Extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))).ToArray()
               let step = Math.Max(1, fitting.Length / MostFiles)
               let seeds = fitting.Where((_, i) => i % step == 0).Select(file => new Seed(file, File.ReadAllBytes(file))).ToArray()
               where seeds.Length > 0
               select new Corpus(format, seeds),
        ];
    }
}
