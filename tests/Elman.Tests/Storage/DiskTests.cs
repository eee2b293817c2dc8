using System.IO.Compression;
using System.Text;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>Files on the disk: what is there, what is not, and what a failure leaves.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-").FullName;
    private readonly ArrayFile _file = new() { { "x", Tensor.From([1f, 2, 3]) } };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("x.npy"), InlineData("x.npz"), InlineData("x.safetensors"), InlineData("X.NPZ")]
    public void A_saved_file_is_loaded_and_nothing_else_stays(string name)
    {
        string path = In(name);
        _file.Save(path);
        _file.Save(path);
        Assert.Equal([1f, 2, 3], ArrayFile.Load(path)[0].As<float>().Values.ToArray());
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_is_missing_a_folder_empty_or_held_is_refused_with_its_path()
    {
        File.WriteAllBytes(In("empty.npz"), []);
        File.WriteAllBytes(In("held.npz"), SmallFiles.All["npz"]);
        using FileStream held = new(In("held.npz"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        (string Path, string Says)[] cases =
        [
            (In("missing.npz"), "no such file"),
            (In("no/such/folder/x.npz"), "no such file"),
            (_folder, "found a folder"),
            (In("empty.npz"), "is empty"),
            (In("held.npz"), "cannot be opened"),
            (In("a\0b.npz"), "cannot be opened"),
        ];
        foreach ((string path, string says) in cases)
        {
            var error = Assert.Throws<BadFileException>(() => ArrayFile.Load(path));
            Assert.Equal(path, error.Path);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_without_permission_is_refused()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root") Assert.Skip("Needs a user whom permissions bind.");
        _file.Save(In("x.npz"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In("x.npz"), UnixFileMode.None);
        Assert.Contains("permissions", Assert.Throws<BadFileException>(() => ArrayFile.Load(In("x.npz"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_rest()
    {
        string path = In("x.npz");
        _file.Save(path);
        byte[] before = File.ReadAllBytes(path);
        var bad = new ArrayFile(_file) { new NamedArray("b", ElementType.BrainFloat16, new Shape(1), [0, 0]) };
        Assert.Contains("bf16", Assert.Throws<NotSupportedException>(() => bad.Save(path)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_by_name()
    {
        var text = new ArrayFile(_file) { Metadata = { ["note"] = "kept" } };
        var two = new ArrayFile(_file) { { "y", Tensor.From([1f]) } };
        (Action Save, string Says)[] cases =
        [
            (() => _file.Save(In("x.h5")), "'.h5'"),
            (() => _file.Save(In("x")), "''"),
            (() => text.Save(In("x.npz")), "'note'"),
            (() => text.Save(In("x.npy")), "metadata"),
            (() => two.Save(In("x.npy")), "found 2"),
            (() => _file.Save(In("x.safetensors"), CompressionLevel.Optimal), "never compressed"),
            (() => new ArrayFile { { "__metadata__", Tensor.From([1f]) } }.Save(In("x.safetensors")), "__metadata__"),
            (() => new ArrayFile { { "../x", Tensor.From([1f]) } }.Save(In("x.npz")), "climbs"),
            (() => new ArrayFile { { "x.npy", Tensor.From([1f]) } }.Save(In("x.npz")), "ends in .npy"),
        ];
        foreach ((Action save, string says) in cases)
            Assert.Contains(says, Assert.Throws<NotSupportedException>(save).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Contains("found a folder", Assert.Throws<BadFileException>(() => _file.Save(Folder("f.npz"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be written", Assert.Throws<BadFileException>(() => _file.Save(In("none/x.npz"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Unix only.");
        string real = In("real.npz"), link = In("link.npz");
        _file.Save(real);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, real);
        new ArrayFile { { "y", Tensor.From([4f]) } }.Save(link);
        Assert.Equal(real, File.ResolveLinkTarget(link, true)!.FullName);
        Assert.Equal(["y"], ArrayFile.Load(real).Names);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_those_that_are()
    {
        _file.Save(In("x.npz"));
        var error = Assert.Throws<BadFileException>(() => ArrayFile.Load(In("x.npz"))["weight"]);
        Assert.Contains("'weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
        Assert.Equal(In("x.npz"), error.Path);
        Assert.Throws<ArgumentException>(() => _file.Add("x", Tensor.From([1f])));
    }

    [Fact]
    public void A_file_cut_short_while_it_is_read_is_refused()
    {
        using var shrinking = new ShrinkingStream(SmallFiles.All["safetensors"]);
        Assert.Contains("cut short", Assert.Throws<BadFileException>(() => ArrayFile.Read(shrinking, "x.safetensors")).Message,
            StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string Folder(string name) => Directory.CreateDirectory(In(name)).FullName;

    /// <summary>Says it is as long as it was, and ends ten bytes earlier.</summary>
    private sealed class ShrinkingStream(byte[] bytes) : MemoryStream(bytes[..^10])
    {
        public override long Length => bytes.Length;
    }
}
