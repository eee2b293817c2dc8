using System.Diagnostics;
using Elman.Formats.Containers;
using Elman.Formats.Containers.Pickle;
using Elman.Formats.Containers.Torch;
using Elman.Storage;
using Elman.Tests.Storage;
using Xunit;

namespace Elman.Tests.Formats.Torch;

/// <summary>Pickles made to harm are refused with the one exception, by name, at once and in little memory; nothing in them is run.</summary>
public sealed class HostilePickleTests
{
    /// <summary>What reading may allocate beyond some times the file: buffers, tables, the error itself.</summary>
    private const int FreeBytes = 512 * 1024, BytesPerByte = 100;

    private static readonly Dictionary<string, HostileFile> _files = HostilePickles.All.ToDictionary(file => file.Name);

    public static IEnumerable<TheoryDataRow<string>> Names => _files.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void A_hostile_file_is_refused_by_name_at_once_and_in_little_memory(string name)
    {
        HostileFile file = _files[name];
        byte[] bytes = file.Make();
        string path = "hostile" + file.Extension;
        Exception? refusal = null;
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            Read(bytes, path);
        }
        catch (Exception error)
        {
            refusal = error;
        }
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        BadFileException bad = Assert.IsType<BadFileException>(refusal);
        Assert.Equal(path, bad.Path);
        Assert.All(file.Says, said => Assert.Contains(said, bad.Message, StringComparison.Ordinal));
        Assert.True(bad.Message.Length < 1000, bad.Message);
        Assert.True(allocated <= FreeBytes + BytesPerByte * (long)bytes.Length, $"{allocated} bytes for a file of {bytes.Length}");
        Assert.True(taken < TimeSpan.FromSeconds(5), $"{taken.TotalSeconds} s");
    }

    [Fact]
    public void What_stands_beside_the_weights_is_not_built_and_does_not_disturb()
    {
        byte[] bytes = ForgedPickle.Protocol().Map(
            ("state_dict", p => p.Map(("w", q => q.Tensor([1, 3], [3, 1])))),
            ("args", p => p.Call("os", "system", q => q.Text("echo"))),
            ("extra", p => p.Call("builtins", "eval", q => q.Text("1")).Op('}').Op('b'))).Zip();
        ArrayFile file = Read(bytes, "beside.pt");
        Assert.Equal([1f, 2, 3], file["w"].As<float>().Values.ToArray());
        Assert.Contains("state_dict", Assert.Single(file.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_is_an_instruction_that_is_run_or_refused_by_name_or_none_at_all()
    {
        // 256 codes behind a protocol: each ends in a value, or in our error.
        for (int code = 0; code < 256; code++)
        {
            byte[] bytes = ForgedPickle.Zip([0x80, 5, (byte)code, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'.']);
            Assert.Throws<BadFileException>(() => Read(bytes, "code.pt"));
        }
        Assert.Equal(PickleOpcode.All.Count, PickleOpcode.All.Select(row => row.Code).Distinct().Count());
        Assert.All(PickleOpcode.All, row => Assert.True(row.Run is null != row.Refused is null, row.Name));
        Assert.Equal(68, PickleOpcode.All.Count);
    }

    [Fact]
    public void There_are_more_than_a_hundred_of_them() => Assert.True(_files.Count > 100, $"{_files.Count}");

    internal static ArrayFile Read(byte[] bytes, string path)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return path.EndsWith(".pkl", StringComparison.Ordinal) ? PickledArrays.Read(stream, path) : TorchFormat.Read(stream, path, null);
    }
}
