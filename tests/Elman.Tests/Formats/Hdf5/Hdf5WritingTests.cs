using Elman.Formats.Containers.Hdf5;
using Elman.Formats.Containers.Hdf5.Writing;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Golden;
using Xunit;

namespace Elman.Tests.Formats.Hdf5;

/// <summary>What is written reads back the same: every object, type, shape, value and attribute.</summary>
public sealed class Hdf5WritingTests
{
    public static IEnumerable<TheoryDataRow<string>> Files =>
    [
        .. Hdf5ReadingTests.Readable.Select(row => new TheoryDataRow<string>(Path.Combine(Hdf5Fixtures.Folder, row.Data))),
        .. GoldenCase.All.SelectMany(golden => golden.Files.Where(file => file.EndsWith(".h5", StringComparison.Ordinal)).Select(golden.PathOf)).Where(File.Exists).Select(path => new TheoryDataRow<string>(path)),
    ];

    [Theory, MemberData(nameof(Files))]
    public void A_file_read_and_written_again_is_the_same(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<string> before = Hdf5Fixtures.Open(bytes, "before.h5", Listed);
        byte[] written = Hdf5Fixtures.Open(bytes, "before.h5", Written);
        Assert.Equal(before, Hdf5Fixtures.Open(written, "after.h5", Listed));
        Assert.Equal(written, Hdf5Fixtures.Open(written, "after.h5", Written));
    }

    [Fact]
    public void Values_made_here_are_read_back()
    {
        var arrays = ElementType.All.Where(type => type != ElementType.BrainFloat16).Select(type => new NamedArray(type.Name, type, new Shape(2, 3), [.. Enumerable.Range(0, 6 * type.Size).Select(i => (byte)(i % 2))])).ToArray();
        var members = new OrderedDictionary<string, Hdf5Object>(StringComparer.Ordinal);
        foreach (NamedArray array in arrays) members.Add(array.Name, new Hdf5Dataset("/" + array.Name, [], Hdf5Made.Numbers("/" + array.Name, array)));
        string[] many = [.. Enumerable.Range(0, 900).Select(i => i % 7 == 0 ? "" : $"naïve {i}")];
        var root = new Hdf5Group("/", [new("one", Hdf5Made.Text("one", new string('é', 70_000))), new("many", Hdf5Made.Texts("many", many)), new("none", Hdf5Made.Texts("none", []))], members);
        byte[] written = Written(root);
        Hdf5Fixtures.Open(written, "made.h5", read =>
        {
            Assert.Equal(new string('é', 70_000), read.Attribute("one")!.Text());
            Assert.Equal(many, read.Attribute("many")!.Texts());
            Assert.Empty(read.Attribute("none")!.Texts());
            foreach (NamedArray array in arrays)
            {
                NamedArray found = ((Hdf5Dataset)read.Find(array.Name)!).Value.Array(array.Name);
                Assert.Equal((array.Type, array.Shape), (found.Type, found.Shape));
                Assert.Equal(array.Bytes, found.Bytes);
            }
            return 0;
        });
        Assert.Contains("bf16", Assert.Throws<NotSupportedException>(() => Hdf5Made.Numbers("x", new NamedArray("x", ElementType.BrainFloat16, new Shape(1), [0, 0]))).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("reference", "references to other objects"), InlineData("compound", "records of several fields")]
    public void What_is_not_read_is_not_written_either(string name, string says)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, $"refused-{name}.h5"));
        Assert.Contains(says, Assert.Throws<NotSupportedException>(() => Hdf5Fixtures.Open(bytes, "x.h5", Written)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_that_no_header_has_room_for_is_refused()
    {
        var array = new NamedArray("wide", ElementType.Float64, new Shape(9000), new byte[72000]);
        var root = new Hdf5Group("/", [new("wide", Hdf5Made.Numbers("/", array))], new OrderedDictionary<string, Hdf5Object>());
        Assert.Contains("attribute 'wide'", Assert.Throws<NotSupportedException>(() => Written(root)).Message, StringComparison.Ordinal);
    }

    private static byte[] Written(Hdf5Group root)
    {
        using var stream = new MemoryStream();
        Hdf5Writer.Write(root, stream);
        return stream.ToArray();
    }

    /// <summary>All that there is, a line each.</summary>
    private static List<string> Listed(Hdf5Group root)
    {
        var lines = new List<string>();
        foreach (Hdf5Object item in root.All().Prepend(root).OrderBy(item => item.Path, StringComparer.Ordinal))
        {
            lines.Add($"{item.GetType().Name} {item.Path}");
            lines.AddRange(item.Attributes.Select(attribute => $"  {attribute.Name} {Of(attribute.Value)}").Order(StringComparer.Ordinal));
            if (item is Hdf5Dataset dataset) lines.Add(Of(dataset.Value));
        }
        return lines;

        static string Of(Hdf5Value value) =>
            $"{value.Type.Class} {value.Type.Size} {value.Type.Bits} {Convert.ToHexString(value.Type.Encoded.Span)} {value.Space.Shown} "
            + (value.Type.IsVaryingText ? string.Join("|", value.Texts()) : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(value.Bytes())));
    }
}
