using System.Numerics;
using System.Runtime.InteropServices;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The bias of the input product and that of the recurrent one, as Keras keeps them: one array for both.</summary>
internal static class KerasBias
{
    /// <summary>(2, width): the two as rows, the second zero where there is none.</summary>
    public static NamedArray Stacked(NamedArray input, NamedArray? recurrent)
    {
        var bytes = new byte[2 * input.Bytes.Length];
        input.Bytes.CopyTo(bytes);
        recurrent?.Bytes.CopyTo(bytes.AsSpan(input.Bytes.Length));
        return new(input.Name, input.Type, new Shape(2, input.Shape[0]), bytes);
    }

    /// <summary>Where both are only ever added, Keras has their sum.</summary>
    public static NamedArray Sum(NamedArray input, NamedArray recurrent) =>
        input.Type == ElementType.Float64 ? Sum<double>(input, recurrent) : Sum<float>(input, recurrent);

    public static NamedArray Zero(NamedArray bias) => new(bias.Name, bias.Type, bias.Shape, new byte[bias.Bytes.Length]);

    private static NamedArray Sum<T>(NamedArray input, NamedArray recurrent) where T : unmanaged, INumberBase<T>
    {
        byte[] bytes = input.Bytes.ToArray();
        Span<T> sum = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        ReadOnlySpan<T> more = MemoryMarshal.Cast<byte, T>(recurrent.Bytes);
        for (int i = 0; i < sum.Length; i++) sum[i] += more[i];
        return new(input.Name, input.Type, input.Shape, bytes);
    }
}
