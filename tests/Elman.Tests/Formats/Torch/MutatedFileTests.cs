using Elman.Formats.Containers;
using Elman.Formats.Containers.Mxnet;
using Elman.Formats.Containers.Torch;
using Elman.Storage;
using Elman.Tests.Storage;

namespace Elman.Tests.Formats.Torch;

/// <summary>Files that the frameworks wrote, with a few bytes changed, removed or repeated, from a seed: no exception but ours, no hang, no memory beyond the bound.</summary>
public sealed class MutatedFileTests
{
    private const int Rounds = 400, FreeBytes = 2 << 20, BytesPerByte = 200;

    private static readonly Dictionary<string, Func<byte[], string, ArrayFile>> _readers = new()
    {
        [".pt"] = (bytes, name) => TorchFormat.Read(new MemoryStream(bytes), name, null),
        [".pth"] = (bytes, name) => TorchFormat.Read(new MemoryStream(bytes), name, null),
        [".pkl"] = (bytes, name) => PickledArrays.Read(new MemoryStream(bytes), name),
        [".params"] = (bytes, name) => ParamsReader.Read(new MemoryStream(bytes), name),
    };

    /// <summary>The smaller golden files of each reader, as many as time allows.</summary>
    public static IEnumerable<TheoryDataRow<string>> Files =>
        from folder in (string[])["pytorch", "pytorch-odd", "mxnet"]
        from path in Directory.GetFiles(Repository.Path("tests", "fixtures", folder)).Order(StringComparer.Ordinal)
        where _readers.ContainsKey(Path.GetExtension(path)) && new FileInfo(path).Length < 5000
        select new TheoryDataRow<string>($"{folder}/{Path.GetFileName(path)}");

    [Theory, MemberData(nameof(Files))]
    public void A_changed_file_is_read_or_refused_and_nothing_else(string name)
    {
        byte[] valid = File.ReadAllBytes(Repository.Path("tests", "fixtures", name));
        Func<byte[], string, ArrayFile> read = _readers[Path.GetExtension(name)];
        // A zip has a checksum over every member, which finds most changes first: there the pickle is changed below the checksum.
        (byte[] Part, Func<byte[], byte[]> Around) inner = Path.GetExtension(name) == ".pt" && valid.AsSpan().StartsWith("PK"u8) ? Pickle(valid, name) : (valid, bytes => bytes);
        var random = new Random(20_251_124);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] changed = round % 2 == 0 ? inner.Around(MutatedBytes.Changed(inner.Part, random)) : MutatedBytes.Changed(valid, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (NamedArray array in read(changed, "changed" + Path.GetExtension(name))) array.As<double>();
            }
            catch (BadFileException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{name}, round {round}: {error}\n{Convert.ToHexString(changed)}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < FreeBytes + BytesPerByte * (long)changed.Length, $"{name}, round {round}: {allocated} bytes\n{Convert.ToHexString(changed)}");
        }
        Assert.InRange(refused, Rounds / 8, Rounds);
    }

    /// <summary>The pickle of an archive, and the archive around another pickle.</summary>
    private static (byte[] Part, Func<byte[], byte[]> Around) Pickle(byte[] file, string name)
    {
        var source = new ByteSource(new MemoryStream(file), name);
        List<ZipMember> members = ZipDirectory.Read(source);
        (string Name, byte[] Bytes)[] contents = [.. members.Select(member => (member.Name, ZipContents.Read(source, member)))];
        byte[] pickle = contents.Single(member => member.Name.EndsWith("/data.pkl", StringComparison.Ordinal)).Bytes;
        return (pickle, changed => new ForgedZip([.. contents.Select(member => ForgedMember.Stored(member.Name, member.Bytes == pickle ? changed : member.Bytes))]).Bytes());
    }
}
