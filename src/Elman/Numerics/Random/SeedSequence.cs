namespace Elman.Numerics;

/// <summary>NumPy's <c>SeedSequence</c> (O'Neill's <c>seed_seq</c> mixing): four words of entropy from a seed, and as many words of state as a generator needs.</summary>
internal sealed class SeedSequence
{
    private const uint InitA = 0x43b0d7e5, MultiplyA = 0x931e8875, InitB = 0x8b51f9dd, MultiplyB = 0x58f38ded, MixLeft = 0xca01f9dd, MixRight = 0x4973f715;
    private readonly uint[] _pool = new uint[4];

    public SeedSequence(ulong seed)
    {
        // The seed's words, low first; a seed of more than four would be mixed in behind.
        uint[] entropy = seed >> 32 == 0 ? [(uint)seed] : [(uint)seed, (uint)(seed >> 32)];
        uint constant = InitA;
        for (int i = 0; i < _pool.Length; i++) _pool[i] = Hash(i < entropy.Length ? entropy[i] : 0, ref constant, MultiplyA);
        for (int from = 0; from < _pool.Length; from++)
            for (int to = 0; to < _pool.Length; to++)
                if (from != to)
                {
                    uint mixed = MixLeft * _pool[to] - MixRight * Hash(_pool[from], ref constant, MultiplyA);
                    _pool[to] = mixed ^ mixed >> 16;
                }
    }

    public ulong[] State(int count)
    {
        var state = new ulong[count];
        uint constant = InitB;
        for (int i = 0; i < 2 * count; i++) state[i / 2] |= (ulong)Hash(_pool[i % _pool.Length], ref constant, MultiplyB) << (i % 2 * 32);
        return state;
    }

    private static uint Hash(uint value, ref uint constant, uint multiplier)
    {
        value ^= constant;
        constant *= multiplier;
        value *= constant;
        return value ^ value >> 16;
    }
}
