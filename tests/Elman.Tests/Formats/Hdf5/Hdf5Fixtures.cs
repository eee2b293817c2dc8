using Elman.Formats.Containers.Hdf5;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Formats.Hdf5;

/// <summary>The files that h5py wrote for these tests, and reading a file whole.</summary>
internal static class Hdf5Fixtures
{
    public static string Folder => Repository.Path("tests", "fixtures", "hdf5");

    public static IEnumerable<TheoryDataRow<string>> Named(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern).Select(path => new TheoryDataRow<string>(Path.GetFileName(path)!)).OrderBy(row => row.Data, StringComparer.Ordinal);

    /// <summary>Reads every value of every object and attribute.</summary>
    /// <returns>How many there were.</returns>
    public static int Everything(Hdf5Group root)
    {
        int count = 0;
        foreach (Hdf5Object item in root.All().Prepend(root))
        {
            foreach (Hdf5Attribute attribute in item.Attributes) Value(attribute.Value);
            if (item is Hdf5Dataset dataset) Value(dataset.Value);
        }
        return count;

        void Value(Hdf5Value value)
        {
            count++;
            if (value.Type.IsFixedText || value.Type.IsVaryingText) value.Texts();
            else if (value.Space.IsNull) value.Bytes();
            else value.Array(value.Path);
        }
    }

    public static T Open<T>(byte[] bytes, string name, Func<Hdf5Group, T> use) => use(Hdf5File.Read(new ByteSource(new MemoryStream(bytes, writable: false), name)));
}
