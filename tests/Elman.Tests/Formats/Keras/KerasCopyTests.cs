using System.IO.Compression;
using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Containers.Hdf5;
using Elman.Storage;
using Elman.Tests.Golden;

namespace Elman.Tests.Formats.Keras;

/// <summary>From a file of Keras to one of the same kind nothing is lost: every group, array, type, shape and attribute, and the texts.</summary>
public sealed class KerasCopyTests
{
    private static readonly string[] _endings = [".keras", ".h5", ".weights.h5", ".legacy_weights.h5"];

    public static TheoryData<string> Files => [.. from folder in new[] { "keras", "keras2", "layers" }
                                                  let path = Path.Combine(GoldenCase.Root, folder)
                                                  where Directory.Exists(path)
                                                  from file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
                                                  where _endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
                                                  select Path.GetRelativePath(GoldenCase.Root, file)];

    [Theory, MemberData(nameof(Files))]
    public void Every_object_type_shape_and_attribute_is_written_again(string file)
    {
        string from = Path.Combine(GoldenCase.Root, file);
        using var files = new Written();
        string to = files.Path("again" + (file.EndsWith(".keras", StringComparison.Ordinal) ? ".keras" : ".h5"));
        ConversionReport report = Conversion.Arrays(from, to);
        Assert.Equal((report.From, report.Written), (report.To, "as they were"));
        if (!to.EndsWith(".keras", StringComparison.Ordinal))
        {
            Same(File.ReadAllBytes(from), File.ReadAllBytes(to));
            return;
        }
        using ZipArchive one = ZipFile.OpenRead(from), other = ZipFile.OpenRead(to);
        Assert.Equal(one.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), other.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        foreach (ZipArchiveEntry entry in one.Entries)
        {
            byte[] theirs = Bytes(entry), ours = Bytes(other.GetEntry(entry.FullName)!);
            if (entry.FullName.EndsWith(".json", StringComparison.Ordinal)) Assert.True(JsonNode.DeepEquals(JsonNode.Parse(theirs), JsonNode.Parse(ours)), entry.FullName);
            else Same(theirs, ours);
        }
    }

    [Theory, InlineData("keras/gru.keras"), InlineData("keras/gru.h5")]
    public void A_model_keeps_the_file_that_it_came_in(string file)
    {
        string from = Path.Combine(GoldenCase.Root, file);
        Assert.SkipUnless(File.Exists(from), "The set of golden files has no such model.");
        using var files = new Written();
        string to = files.Path("again" + Path.GetExtension(file));
        ConversionReport report = Conversion.Model(from, to);
        Assert.Equal(("keras", true), (report.Names.ToLowerInvariant(), report.Proof!.Holds));
        Assert.Equal(ArrayText(from), ArrayText(to));

        static string ArrayText(string path) => string.Join('\n', FormatTable.Of(path).Open(path, null).Metadata.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Same(byte[] theirs, byte[] ours)
    {
        Hdf5Group one = Root(theirs), other = Root(ours);
        Hdf5Object[] first = [.. one.All().Prepend(one)], second = [.. other.All().Prepend(other)];
        Assert.Equal(first.Select(item => item.Path).Order(StringComparer.Ordinal), second.Select(item => item.Path).Order(StringComparer.Ordinal));
        Dictionary<string, Hdf5Object> byPath = second.ToDictionary(item => item.Path, StringComparer.Ordinal);
        foreach (Hdf5Object item in first)
        {
            Hdf5Object again = byPath[item.Path];
            Assert.Equal(item.GetType(), again.GetType());
            Assert.Equal(item.Attributes.Select(attribute => attribute.Name).Order(StringComparer.Ordinal), again.Attributes.Select(attribute => attribute.Name).Order(StringComparer.Ordinal));
            foreach (Hdf5Attribute attribute in item.Attributes) SameValue(attribute.Value, again.Attribute(attribute.Name)!);
            if (item is Hdf5Dataset dataset) SameValue(dataset.Value, ((Hdf5Dataset)again).Value);
        }
    }

    private static void SameValue(Hdf5Value one, Hdf5Value other)
    {
        Assert.Equal((one.Type.Class, one.Type.Size, one.Type.Bits), (other.Type.Class, other.Type.Size, other.Type.Bits));
        Assert.Equal((one.Space.IsNull, one.Space.Shown), (other.Space.IsNull, other.Space.Shown));
        if (one.Type.IsVaryingText || one.Type.IsFixedText) Assert.Equal(one.TextBytes(), other.TextBytes());
        else Assert.Equal(one.Bytes(), other.Bytes());
    }

    private static Hdf5Group Root(byte[] bytes) => Hdf5File.Read(new ByteSource(new MemoryStream(bytes, writable: false), "memory"));
}
