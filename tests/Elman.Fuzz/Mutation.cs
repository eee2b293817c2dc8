using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Elman.Fuzz;

/// <summary>Ways to damage bytes. Each is small, so that a file stays a file of its kind long enough to reach the depths of its reader.</summary>
internal static class Mutation
{
    /// <summary>Numbers at which arithmetic on sizes and offsets goes wrong.</summary>
    private static readonly long[] _numbers = [0, 1, -1, 2, 7, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 33, long.MaxValue, long.MinValue, long.MaxValue / 8];

    private static readonly Func<byte[], Random, byte[][], byte[]>[] _kinds = [Bit, Value, Number, Number, OwnLength, Removed, Doubled, Inserted, Cut, Moved, Spliced, Digits, Word];

    /// <summary>One to a few changes.</summary>
    /// <param name="others">Files of the same format, of which a part may be taken.</param>
    public static byte[] Of(byte[] bytes, Random random, byte[][] others)
    {
        for (int i = 0, count = 1 + random.Next(random.Next(2) == 0 ? 1 : 6); i < count && bytes.Length > 0; i++)
            bytes = _kinds[random.Next(_kinds.Length)](bytes, random, others);
        return bytes;
    }

    private static byte[] Bit(byte[] bytes, Random random, byte[][] others) => With(bytes, copy => copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8)));

    private static byte[] Value(byte[] bytes, Random random, byte[][] others) => With(bytes, copy => copy[random.Next(copy.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : new byte[] { 0, 1, 0x7f, 0x80, 0xff }[random.Next(5)]);

    private static byte[] Number(byte[] bytes, Random random, byte[][] others) => Written(bytes, random, _numbers[random.Next(_numbers.Length)]);

    /// <summary>A length or an offset that is nearly right.</summary>
    private static byte[] OwnLength(byte[] bytes, Random random, byte[][] others) => Written(bytes, random, bytes.Length + random.Next(-9, 10));

    private static byte[] Written(byte[] bytes, Random random, long number) => With(bytes, copy =>
    {
        Span<byte> eight = stackalloc byte[8];
        bool isBig = random.Next(6) == 0;
        if (isBig) BinaryPrimitives.WriteInt64BigEndian(eight, number);
        else BinaryPrimitives.WriteInt64LittleEndian(eight, number);
        int width = Math.Min(1 << random.Next(1, 4), copy.Length), at = random.Next(copy.Length - width + 1);
        (isBig ? eight[^width..] : eight[..width]).CopyTo(copy.AsSpan(at));
    });

    private static byte[] Removed(byte[] bytes, Random random, byte[][] others)
    {
        (int at, int length) = Part(bytes, random);
        return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];
    }

    private static byte[] Doubled(byte[] bytes, Random random, byte[][] others)
    {
        (int at, int length) = Part(bytes, random);
        return [.. bytes.AsSpan(0, at + length), .. bytes.AsSpan(at)];
    }

    private static byte[] Inserted(byte[] bytes, Random random, byte[][] others)
    {
        var more = new byte[1 + random.Next(16)];
        random.NextBytes(more);
        int at = random.Next(bytes.Length + 1);
        return [.. bytes.AsSpan(0, at), .. more, .. bytes.AsSpan(at)];
    }

    private static byte[] Cut(byte[] bytes, Random random, byte[][] others) => bytes[..random.Next(bytes.Length)];

    private static byte[] Moved(byte[] bytes, Random random, byte[][] others) => With(bytes, copy =>
    {
        (int at, int length) = Part(copy, random);
        copy.AsSpan(at, length).ToArray().CopyTo(copy.AsSpan(random.Next(copy.Length - length + 1)));
    });

    private static byte[] Spliced(byte[] bytes, Random random, byte[][] others)
    {
        byte[] other = others[random.Next(others.Length)];
        return other.Length == 0 ? bytes : [.. bytes.AsSpan(0, random.Next(bytes.Length)), .. other.AsSpan(random.Next(other.Length))];
    }

    /// <summary>A number written as text, as in JSON and in headers of NumPy.</summary>
    private static byte[] Digits(byte[] bytes, Random random, byte[][] others)
    {
        int at = Array.FindIndex(bytes, random.Next(bytes.Length), value => value is >= (byte)'0' and <= (byte)'9');
        if (at < 0) return Bit(bytes, random, others);
        int end = at;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9') end++;
        string text = random.Next(5) switch { 0 => "-1", 1 => "1e400", 2 => "99999999999999999999", _ => _numbers[random.Next(_numbers.Length)].ToString(CultureInfo.InvariantCulture) };
        return [.. bytes.AsSpan(0, at), .. Encoding.ASCII.GetBytes(text), .. bytes.AsSpan(end)];
    }

    /// <summary>Text put in place of text: brackets that nest, names that climb.</summary>
    private static byte[] Word(byte[] bytes, Random random, byte[][] others)
    {
        string[] words = ["../../x", "null", "[]", "{}", "\"\"", new string('[', 300), new string('(', 300), "\0", "é̈", "NaN", "true"];
        (int at, int length) = Part(bytes, random);
        return [.. bytes.AsSpan(0, at), .. Encoding.UTF8.GetBytes(words[random.Next(words.Length)]), .. bytes.AsSpan(at + length)];
    }

    private static (int At, int Length) Part(byte[] bytes, Random random)
    {
        int length = 1 + random.Next(Math.Min(bytes.Length, random.Next(3) == 0 ? 4096 : 16)), at = random.Next(bytes.Length - length + 1);
        return (at, length);
    }

    private static byte[] With(byte[] bytes, Action<byte[]> change)
    {
        byte[] copy = [.. bytes];
        change(copy);
        return copy;
    }
}
