using System.Numerics;
using System.Runtime.InteropServices;

namespace Elman.Storage;

/// <summary>Bytes of an array turned into numbers of the type the caller works with.</summary>
internal abstract class Numbers
{
    /// <summary>Every value to the nearest of the other type; the bits themselves where the types are the same.</summary>
    public abstract void Round<TTo>(ReadOnlySpan<byte> bytes, Span<TTo> values) where TTo : unmanaged, INumberBase<TTo>;

    /// <summary>Every value unchanged; ends at the first that has no equal in the other type.</summary>
    /// <returns>The index of that value, or -1 when all were converted.</returns>
    public abstract int Exact<TTo>(ReadOnlySpan<byte> bytes, Span<TTo> values)
        where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>;

    /// <summary>One value as text, for a message.</summary>
    public abstract string Text(ReadOnlySpan<byte> bytes, int index);
}

internal sealed class Numbers<TFrom> : Numbers where TFrom : unmanaged, INumberBase<TFrom>
{
    public override void Round<TTo>(ReadOnlySpan<byte> bytes, Span<TTo> values)
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = TTo.CreateTruncating(from[i]);
    }

    public override int Exact<TTo>(ReadOnlySpan<byte> bytes, Span<TTo> values)
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        Int128 least = Int128.CreateTruncating(TTo.MinValue), most = Int128.CreateTruncating(TTo.MaxValue);
        for (int i = 0; i < values.Length; i++)
        {
            // 128 bits hold every integer type; whole goes back to the same value unless a fraction, NaN or the range was lost.
            Int128 whole = Int128.CreateSaturating(from[i]);
            if (whole < least || whole > most || TFrom.CreateSaturating(whole) != from[i]) return i;
            values[i] = TTo.CreateTruncating(whole);
        }
        return -1;
    }

    public override string Text(ReadOnlySpan<byte> bytes, int index) =>
        MemoryMarshal.Cast<byte, TFrom>(bytes)[index].ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The two element types without a .NET number of their own, as one that has the same values.</summary>
internal static class Widening
{
    public static byte[] Truth(byte[] bytes) => Array.ConvertAll(bytes, b => b == 0 ? (byte)0 : (byte)1);

    /// <summary>A bfloat16 is the upper half of a float.</summary>
    public static byte[] BrainFloat(byte[] bytes)
    {
        var floats = new byte[bytes.Length * 2L];
        ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
        Span<uint> bits = MemoryMarshal.Cast<byte, uint>(floats.AsSpan());
        for (int i = 0; i < upper.Length; i++) bits[i] = (uint)upper[i] << 16;
        return floats;
    }
}
