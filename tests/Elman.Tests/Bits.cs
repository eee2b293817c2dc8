using System.Runtime.InteropServices;

namespace Elman.Tests;

/// <summary>Equality as the numerical contract means it: the same bits, all NaN being one.</summary>
internal static class Bits
{
    public static byte[] Of<T>(ReadOnlySpan<T> numbers) where T : unmanaged => MemoryMarshal.AsBytes(numbers).ToArray();

    public static void AssertEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> found, string what) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (T.IsNaN(expected[i]) && T.IsNaN(found[i])) continue;
            if (!MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(found.Slice(i, 1))))
                Assert.Fail(FormattableString.Invariant($"{what}: entry {i} is {found[i]:R}, expected {expected[i]:R} to the bit."));
        }
    }
}
