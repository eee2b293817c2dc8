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
