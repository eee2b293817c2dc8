using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Mxnet;

/// <summary>Writes a <c>.params</c> as MXNet 1.2 to 1.9 does: the same arrays always give the same bytes.</summary>
internal static class ParamsWriter
{
    private const int Dense = 0, Processor = 1, FirstDevice = 0;

    public static void Write(ArrayFile file, string path) => DiskFile.Replace(path, stream => Write(file, stream));

    public static void Write(ArrayFile file, Stream stream)
    {
        if (file.FirstOrDefault(array => array.Shape.Rank == 0) is { } scalar)
            throw new NotSupportedException($"Array '{scalar.Name}' has no dimension, which MXNet before 1.5 takes for an array that was never filled. Reshape it to (1).");
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(ParamsReader.ListMark);
        writer.Write(0ul);
        writer.Write((ulong)file.Count);
        foreach (NamedArray array in file) Write(array, writer);
        writer.Write((ulong)file.Count);
        foreach (string name in file.Names)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            writer.Write((ulong)bytes.Length);
            writer.Write(bytes);
        }
    }

    private static void Write(NamedArray array, BinaryWriter writer)
    {
        MxnetType type = MxnetType.All.Single(row => row.Held == array.Type);
        writer.Write(ParamsReader.Second);
        writer.Write(Dense);
        writer.Write(array.Shape.Rank);
        foreach (int dimension in array.Shape) writer.Write((long)dimension);
        writer.Write(Processor);
        writer.Write(FirstDevice);
        writer.Write(type.Flag);
        writer.Write(array.Bytes);
    }
}
