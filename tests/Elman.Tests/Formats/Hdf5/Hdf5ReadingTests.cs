using Elman.Formats.Containers.Hdf5;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Formats.Hdf5;

/// <summary>Files of h5py, of both of its settings for versions: every array, text and attribute is what h5py says it is.</summary>
public sealed class Hdf5ReadingTests
{
    public static IEnumerable<TheoryDataRow<string>> Readable => Hdf5Fixtures.Named("*.h5").Where(row => !row.Data.StartsWith("refused-", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Readable))]
    public void Every_array_equals_the_one_that_h5py_reads(string name)
    {
        string path = Path.Combine(Hdf5Fixtures.Folder, name);
        Dictionary<string, NamedArray> read = Hdf5Fixtures.Open(File.ReadAllBytes(path), name, root => root.All().OfType<Hdf5Dataset>()
            .Where(dataset => dataset.Value.Type.Element is not null && !dataset.Value.Space.IsNull)
            .ToDictionary(dataset => dataset.Path[1..].Replace('/', '|'), dataset => dataset.Value.Array(dataset.Path)));
        ArrayFile expected = ArrayFile.Load(Path.ChangeExtension(path, ".npz"));
        // h5py walks to an object under two names once.
        Assert.Superset(expected.Names.ToHashSet(), read.Keys.ToHashSet());
        Assert.InRange(read.Count - expected.Count, 0, 1);
        foreach (NamedArray array in expected)
        {
            NamedArray found = read[array.Name];
            Assert.Equal(array.Shape, found.Shape);
            Assert.Equal(array.Type, found.Type);
            Assert.Equal(array.Bytes, found.Bytes);
        }
    }

    [Theory, MemberData(nameof(Readable))]
    public void Every_value_and_attribute_can_be_read(string name) =>
        Assert.True(Hdf5Fixtures.Open(File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, name)), name, Hdf5Fixtures.Everything) > 20);

    [Theory, InlineData("attributes-earliest.h5"), InlineData("attributes-latest.h5"), InlineData("ordered-latest.h5")]
    public void Attributes_are_read_few_or_many(string name) => Hdf5Fixtures.Open(File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, name)), name, root =>
    {
        foreach ((string group, int count) in new[] { ("few", 3), ("many", 60) })
        {
            Hdf5Group at = root.Group(group)!;
            Assert.Equal(2 * count, at.Attributes.Count);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal($"value {i}", at.Attribute($"text {i}")!.Text());
                Assert.Equal(Enumerable.Range(0, i), at.Attribute($"number {i}")!.Array("").As<int>().Values.ToArray());
            }
        }
        Assert.Equal(new string('x', 70000), root.Attribute("long")!.Text());
        Assert.Equal(["a", "bb", "ccc"], root.Attribute("names")!.Texts());
        Assert.Equal(["abc", "de"], root.Attribute("fixed")!.Texts());
        Assert.Equal(0, root.Attribute("nothing")!.Array("").Shape.Count);
        Assert.True(root.Attribute("empty")!.Space.IsNull);
        Assert.Equal(ElementType.Bool, root.Attribute("truth")!.Array("").Type);
        return 0;
    });

    [Theory, InlineData("numbers-earliest.h5"), InlineData("numbers-latest.h5"), InlineData("user-block.h5")]
    public void Texts_are_read_of_one_length_or_of_any(string name) => Hdf5Fixtures.Open(File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, name)), name, root =>
    {
        Assert.Equal(["one", "zwei", "", "quätre"], ((Hdf5Dataset)root.Find("texts")!).Value.Texts());
        Assert.Equal(["abc", "de", ""], ((Hdf5Dataset)root.Find("fixed")!).Value.Texts());
        return 0;
    });

    public static IEnumerable<TheoryDataRow<string, string>> Refused =>
    [
        new("soft-link", "link to another place"),
        new("external-link", "link to another file"),
        new("external-values", "other files"),
        new("virtual", "other files"),
        new("lzf", "lzf"),
        new("reference", "references to other objects"),
        new("region", "references to other objects"),
        new("compound", "records of several fields"),
        new("sequence", "sequences of varying length"),
        new("opaque", "opaque bytes"),
        new("complex", "records of several fields"),
        new("cycle", "two places, or within itself"),
        new("shape", "more than one array can have"),
        new("packed", "more than a file of"),
    ];

    [Theory, MemberData(nameof(Refused))]
    public void What_is_not_read_is_refused_by_name(string name, string says)
    {
        string file = $"refused-{name}.h5";
        var error = Assert.Throws<BadFileException>(() => Hdf5Fixtures.Open(File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, file)), file, Hdf5Fixtures.Everything));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(file, error.Path);
    }

    [Fact]
    public void Every_refused_file_is_in_the_table() =>
        Assert.Equal(Refused.Select(row => $"refused-{row.Data.Item1}.h5").Order(StringComparer.Ordinal), Hdf5Fixtures.Named("refused-*.h5").Select(row => row.Data));
}
