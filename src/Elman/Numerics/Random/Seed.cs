using System.Globalization;
using System.Numerics;

namespace Elman.Numerics;

/// <summary>Seeds as people write them, and what each framework takes.</summary>
public static class Seed
{
    /// <summary>A seed from text: a whole number from 0 to 2⁶⁴ − 1, in the bits of a long.</summary>
    /// <exception cref="FormatException">It is negative, too large, or no whole number.</exception>
    public static long Parse(string text)
    {
        if (!BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger seed))
            throw new FormatException($"A seed is a whole number from 0 to 18446744073709551615 (2⁶⁴ − 1); found '{text}'.");
        if (seed < 0) throw new FormatException($"A seed is 0 or more, found {text}. PyTorch takes −n for 2⁶⁴ − n: write {(seed > -(BigInteger.One << 63) ? (BigInteger.One << 64) + seed : 0)}.");
        if (seed > ulong.MaxValue) throw new FormatException($"A seed is at most 18446744073709551615 (2⁶⁴ − 1), found {text}.");
        return unchecked((long)(ulong)seed);
    }

    /// <summary>The seed itself, where the framework takes it.</summary>
    internal static long Between(long seed, long least, long most, string call) => seed >= least && seed <= most
        ? seed
        : throw new ArgumentOutOfRangeException(nameof(seed), $"{call} takes a seed from {least} to {most}, found {seed}.");
}
