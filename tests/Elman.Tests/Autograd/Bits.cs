using System.Runtime.InteropServices;

namespace Elman.Tests.Autograd;

/// <summary>Numbers as text of their bytes, so that −0 is not 0 and NaN is NaN.</summary>
internal static class Bits
{
    public static string Of<T>(ReadOnlySpan<T> values) where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values));
}
