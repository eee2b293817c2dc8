namespace Elman.Numerics;

/// <summary>Philox4×32-10 (Salmon and others 2011) as TensorFlow's stateless draws use it: a seed is mixed into a key and half a counter, the other half counts.</summary>
internal struct Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private readonly (uint, uint) _key;
    private readonly ulong _high;
    private (uint, uint, uint, uint) _words;
    private ulong _count;
    private int _used = 4;

    public Philox(long seed)
    {
        (uint m0, uint m1, uint m2, uint m3) = Mix(((uint)seed, (uint)(seed >> 32), 0, 0), (0x3ec8f720, 0x02461e29));
        _key = (m0, m1);
        _high = (ulong)m3 << 32 | m2;
    }

    public uint Next()
    {
        if (_used == 4)
        {
            _words = Mix(((uint)_count, (uint)(_count >> 32), (uint)_high, (uint)(_high >> 32)), _key);
            _count++;
            _used = 0;
        }
        return _used++ switch { 0 => _words.Item1, 1 => _words.Item2, 2 => _words.Item3, _ => _words.Item4 };
    }

    /// <summary>A number in [0, 1) of 23 bits.</summary>
    public float NextFraction() => BitConverter.UInt32BitsToSingle(Next() & 0x7fffff | 0x3f800000) - 1;

    /// <summary>√(−2·log u₁)·sin 2πu₂ and the same with the cosine, u₁ at least 1e-7.</summary>
    public (float First, float Second) NextNormals()
    {
        float u1 = MathF.Max(NextFraction(), 1e-7f), angle = (float)(2 * Math.PI) * NextFraction(), radius = MathF.Sqrt(-2 * MathF.Log(u1));
        return (radius * MathF.Sin(angle), radius * MathF.Cos(angle));
    }

    private static (uint, uint, uint, uint) Mix((uint A, uint B, uint C, uint D) counter, (uint A, uint B) key)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong x = (ulong)Multiplier0 * counter.A, y = (ulong)Multiplier1 * counter.C;
            counter = ((uint)(y >> 32) ^ counter.B ^ key.A, (uint)y, (uint)(x >> 32) ^ counter.D ^ key.B, (uint)x);
            key = (key.A + Weyl0, key.B + Weyl1);
        }
        return counter;
    }
}
