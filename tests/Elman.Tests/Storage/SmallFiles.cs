using System.IO.Compression;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Storage;

/// <summary>One small valid file of every kind.</summary>
internal static class SmallFiles
{
    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["npy"] = new ArrayFile { { "x", Tensor.From([1.5f, -2, 3], new Shape(3, 1)) } }.ToBytes(".npy"),
        ["npz"] = Several(metadata: false).ToBytes(".npz"),
        ["deflated npz"] = Several(metadata: false).ToBytes(".npz", CompressionLevel.Optimal),
        ["zip64"] = new ForgedZip(new ForgedMember("x.npy", Forged.Npy()) { Flags = 8, Following = Following(Forged.Npy()) })
        {
            Zip64 = (count, size, at) => (count, size, at),
        }.Bytes(),
        ["safetensors"] = Several(metadata: true).ToBytes(".safetensors"),
    };

    private static ArrayFile Several(bool metadata)
    {
        var file = new ArrayFile
        {
            { "weight", Tensor.From([1.5f, -2, 3, 4], new Shape(2, 2)) },
            { "ids", Tensor.From([7, -7]) },
            { "mask", Tensor.From([true, false, true]) },
            { "none", Tensor.From(Array.Empty<double>(), new Shape(0, 4)) },
            { "scalar", Tensor.Scalar(2.5) },
        };
        if (metadata) file.Metadata["format"] = "test";
        return file;
    }

    private static byte[] Following(byte[] data) =>
        [.. Forged.Little(0x08074b50u, Forged.Crc(data)), .. Forged.Little((uint)Forged.Deflate(data).Length, (uint)data.Length)];
}
