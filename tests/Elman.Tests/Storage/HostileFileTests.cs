using System.Diagnostics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>Every file of the tables is refused with the one exception, by name, at once, and in little memory.</summary>
public sealed class HostileFileTests
{
    /// <summary>What reading may allocate beyond a few times the file: stream buffers, tables, the error itself.</summary>
    private const int FreeBytes = 256 * 1024, BytesPerByte = 8;

    private static readonly Dictionary<string, HostileFile> _files =
        HostileNpy.All.Concat(HostileZip.All).Concat(HostileSafetensors.All).Concat(Elsewhere).ToDictionary(file => file.Name);

    public static IEnumerable<TheoryDataRow<string>> Names => _files.Keys.Select(name => new TheoryDataRow<string>(name));

    private static IEnumerable<HostileFile> Elsewhere =>
    [
        new("empty", ".npz", () => [], "is empty"),
        new("unknown bytes", ".bin", () => [1, 2, 3, 4, 5, 6, 7, 8, 9], "0102030405060708", ".safetensors"),
        new("a pickle", ".pt", () => [0x80, 2, 0x7d, 0x71, 0, 0x2e], "a pickle"),
        new("an HDF5 file", ".bin", () => [0x89, .. "HDF\r\n\x1a\n"u8, .. new byte[90]], "an HDF5 file"),
        new("a gzip", ".npy.gz", () => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "gzip"),
        new("a web page", ".model", () => "<!DOCTYPE html><html>Not found</html>"u8.ToArray(), "web page"),
        new("a Git LFS pointer", ".model", () => "version https://git-lfs.github.com/spec/v1"u8.ToArray(), "Git LFS"),
    ];

    [Theory, MemberData(nameof(Names))]
    public void A_hostile_file_is_refused_by_name_at_once_and_in_little_memory(string name)
    {
        HostileFile file = _files[name];
        byte[] bytes = file.Make();
        string path = "hostile" + file.Extension;
        Exception? refusal = null;

        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            ArrayFile.Read(bytes, path);
        }
        catch (Exception error)
        {
            refusal = error;
        }
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        BadFileException bad = Assert.IsType<BadFileException>(refusal);
        Assert.Equal(path, bad.Path);
        Assert.StartsWith($"'{path}'", bad.Message, StringComparison.Ordinal);
        Assert.All(file.Says, said => Assert.Contains(said, bad.Message, StringComparison.Ordinal));
        Assert.True(bad.Message.Length < 800, bad.Message);
        Assert.True(allocated <= FreeBytes + BytesPerByte * (long)bytes.Length, $"{allocated} bytes for a file of {bytes.Length}");
        Assert.True(taken < TimeSpan.FromSeconds(5), $"{taken.TotalSeconds} s");
    }

    [Fact]
    public void There_are_more_than_sixty_of_them() => Assert.True(_files.Count > 60);

    [Theory, InlineData("npy"), InlineData("npz"), InlineData("safetensors")]
    public void A_file_cut_at_any_byte_is_refused(string kind)
    {
        byte[] bytes = SmallFiles.All[kind];
        for (int length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<BadFileException>(() => ArrayFile.Read(bytes[..length], $"cut.{kind}"));
            Assert.InRange(error.Offset ?? 0, 0, length);
        }
    }
}
