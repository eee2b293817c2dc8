using System.IO.Compression;

namespace Elman.Storage;

/// <summary>Arrays as members of a zip: NumPy's <c>.npz</c>, stored or deflated.</summary>
internal static class NpzFormat
{
    private const string Suffix = ".npy";

    // The oldest date a zip knows, so that the same arrays always give the same bytes.
    private static readonly DateTimeOffset _noDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ArrayFile ReadFile(ByteSource source)
    {
        var file = new ArrayFile { Source = source.Name };
        foreach (ZipMember member in ZipDirectory.Read(source))
        {
            // Packing a folder by hand leaves such members; they hold nothing.
            if (member.IsFolder) continue;
            string name = member.Name.EndsWith(Suffix, StringComparison.Ordinal) ? member.Name[..^Suffix.Length] : member.Name;
            if (file.Contains(name)) throw source.Bad(member.Header, $"two members are named '{BadFileException.Shown(name)}', one " +
                $"of them with {Suffix}; expected each name once.");
            file.Add(Read(source, member, name));
        }
        return file;
    }

    public static void WriteFile(ArrayFile file, Stream stream, CompressionLevel compression)
    {
        foreach (NamedArray array in file) RefuseName(array.Name);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (NamedArray array in file)
        {
            ZipArchiveEntry entry = zip.CreateEntry(array.Name + Suffix, compression);
            entry.LastWriteTime = _noDate;
            using Stream member = entry.Open();
            NpyFormat.Write(array, member);
        }
    }

    private static NamedArray Read(ByteSource source, ZipMember member, string name)
    {
        using Incoming bytes = member.Open(source, out Window window);
        NamedArray array = NpyFormat.Read(bytes, name);
        if (window.Untouched > 0)
            throw source.Bad(member.End - window.Untouched, $"{bytes.Where}its compressed data end before their declared " +
                $"{member.Packed} bytes; something is hidden behind them.");
        return array;
    }

    private static void RefuseName(string name)
    {
        if (new ZipMember(name + Suffix, 0, 0, 0, 0, 0, 0).Wrong is string wrong)
            throw new NotSupportedException($"Array '{BadFileException.Shown(name)}' {wrong}, which no .npz may have. Rename it, or " +
                $"save as .safetensors.");
        if (name.EndsWith(Suffix, StringComparison.Ordinal))
            throw new NotSupportedException($"Array '{BadFileException.Shown(name)}': a name that ends in {Suffix} would lose it in " +
                $"a .npz. Rename it, or save as .safetensors.");
    }
}
