using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elman.Numerics;

/// <summary>
/// Long messages made short without changing their checksum of polynomial 0xEDB88320 (ISO 3309), by products without carries (V. Gopal and others, "Fast CRC
/// Computation for Generic Polynomials Using PCLMULQDQ", Intel, 2009).
/// </summary>
internal static class CarrylessFold
{
    private const int Lane = 16, Block = 4 * Lane;

    /// <summary>x to the powers 4·128 ± 32 and 128 ± 32 modulo the polynomial, bits reversed: what a lane is multiplied by that moves over four lanes, or over one.</summary>
    private static readonly Vector128<ulong> _overFour = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL), _overOne = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);

    public static bool IsSupported => Pclmulqdq.IsSupported;

    /// <summary>The sixteen bytes whose checksum, from a register of zero, is that of the first bytes of a message.</summary>
    /// <param name="register">The register before the message.</param>
    /// <param name="bytes">The message; what was not folded is left in it. Nothing is where it is shorter than two blocks.</param>
    /// <returns>Whether anything was folded.</returns>
    public static bool Fold(uint register, ref ReadOnlySpan<byte> bytes, scoped Span<byte> folded)
    {
        if (bytes.Length < 2 * Block) return false;
        Vector128<ulong> a = At(bytes, 0) ^ Vector128.CreateScalar((ulong)register), b = At(bytes, 1), c = At(bytes, 2), d = At(bytes, 3);
        for (bytes = bytes[Block..]; bytes.Length >= Block; bytes = bytes[Block..])
        {
            a = Moved(a, _overFour) ^ At(bytes, 0);
            b = Moved(b, _overFour) ^ At(bytes, 1);
            c = Moved(c, _overFour) ^ At(bytes, 2);
            d = Moved(d, _overFour) ^ At(bytes, 3);
        }
        b ^= Moved(a, _overOne);
        c ^= Moved(b, _overOne);
        d ^= Moved(c, _overOne);
        MemoryMarshal.Write(folded, d);
        return true;
    }

    private static Vector128<ulong> Moved(Vector128<ulong> lane, Vector128<ulong> by) => Pclmulqdq.CarrylessMultiply(lane, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, by, 0x11);

    private static Vector128<ulong> At(ReadOnlySpan<byte> bytes, int lane) => MemoryMarshal.Read<Vector128<ulong>>(bytes[(Lane * lane)..]);
}
