namespace Elman.Numerics;

/// <summary>MT19937 (Matsumoto and Nishimura, 1998): the generator under PyTorch's, NumPy's, Python's and MXNet's streams.</summary>
internal sealed class MersenneTwister
{
    private const int Length = 624, Distance = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <summary>The published <c>init_genrand</c>.</summary>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Length; i++) _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>The published <c>init_by_array</c>.</summary>
    public MersenneTwister(ReadOnlySpan<uint> key) : this(19650218u)
    {
        int i = 1, j = 0;
        for (int k = Math.Max(Length, key.Length); k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525u)) + key[j] + (uint)j;
            Wrap(ref i);
            if (++j == key.Length) j = 0;
        }
        for (int k = Length - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941u)) - (uint)i;
            Wrap(ref i);
        }
        _state[0] = 0x80000000u;
    }

    public void Visit(RandomState state)
    {
        _next = Math.Clamp(state.Count(_next), 0, Length);
        foreach (ref uint word in _state.AsSpan()) word = (uint)state.Word(word);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (_next == Length) Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A number in [0, 1) of 53 random bits from two words, as <c>genrand_res53</c> makes it: NumPy's and Python's <c>random()</c>.</summary>
    public double NextDouble()
    {
        uint high = Next() >> 5, low = Next() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    private void Wrap(ref int i)
    {
        if (++i < Length) return;
        _state[0] = _state[Length - 1];
        i = 1;
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % Length] & 0x7fffffffu);
            _state[i] = _state[(i + Distance) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfu);
        }
        _next = 0;
    }
}
