using System.IO.Compression;

namespace Elman.Fuzz;

/// <summary>Damage inside a zip: an entry changes and the zip around it is made anew, so that its checksums are right and the reader inside is reached.</summary>
internal static class ZipMutation
{
    /// <summary>The same zip with one entry changed; null where the bytes are no zip.</summary>
    public static byte[]? Of(byte[] bytes, Random random, byte[][] others)
    {
        if (!bytes.AsSpan().StartsWith("PK"u8)) return null;
        try
        {
            (string Name, byte[] Bytes)[] entries = Entries(bytes), more = Entries(others[random.Next(others.Length)]);
            if (entries.Length == 0) return null;
            int changed = random.Next(entries.Length);
            byte[][] parts = [.. entries.Concat(more).Select(entry => entry.Bytes)];
            entries[changed].Bytes = Mutation.Of(entries[changed].Bytes, random, parts);
            if (random.Next(10) == 0) entries[changed].Name = random.Next(3) switch { 0 => "../" + entries[changed].Name, 1 => entries[random.Next(entries.Length)].Name, _ => "x" };
            using var stream = new MemoryStream();
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
                foreach ((string name, byte[] content) in entries)
                {
                    using Stream entry = zip.CreateEntry(name, random.Next(4) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
                    entry.Write(content);
                }
            return stream.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (string Name, byte[] Bytes)[] Entries(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(entry =>
        {
            using Stream stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }
}
