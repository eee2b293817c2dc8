using System.Numerics;

namespace Elman.Numerics;

/// <summary>The stream of <c>np.random.default_rng(seed)</c>: PCG64 (O'Neill 2014), normal numbers by a ziggurat of 256 strips.</summary>
/// <remarks>All bits, checked against NumPy 2.4. Numbers are drawn in double; a filling of float rounds each, as <c>.astype(np.float32)</c> does.</remarks>
public sealed class NumPyGenerator : RandomStream
{
    private static readonly UInt128 _multiplier = new(0x2360ed051fc65da4, 0x4385df649fccf645);
    private UInt128 _increment;
    private UInt128 _state;
    private uint? _half;

    /// <param name="seed">0 or more, as <c>default_rng</c> takes it.</param>
    public NumPyGenerator(long seed)
    {
        ulong[] start = new SeedSequence((ulong)Seed.Between(seed, 0, long.MaxValue, "np.random.default_rng")).State(4);
        _increment = new UInt128(start[2], start[3]) << 1 | 1;
        _state = (_increment + new UInt128(start[0], start[1])) * _multiplier + _increment;
    }

    internal override void Visit(RandomState state)
    {
        (_increment, _state) = (state.Wide(_increment), state.Wide(_state));
        _half = (uint?)state.Optional(_half);
    }

    public override int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            // Not by multiplication as whole numbers are: as many bits as i has, drawn until they are no more than it.
            uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount((uint)i), j;
            do j = NextHalf() & mask;
            while (j > i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    protected internal override void DrawUniform(Span<float> target, double low, double high)
    {
        foreach (ref float x in target) x = (float)(low + (high - low) * Fraction());
    }

    protected internal override void DrawUniform(Span<double> target, double low, double high)
    {
        foreach (ref double x in target) x = low + (high - low) * Fraction();
    }

    protected internal override void DrawNormal(Span<float> target, double mean, double deviation)
    {
        foreach (ref float x in target) x = (float)(mean + deviation * Normal());
    }

    protected internal override void DrawNormal(Span<double> target, double mean, double deviation)
    {
        foreach (ref double x in target) x = mean + deviation * Normal();
    }

    protected override void DrawIntegers(Span<long> target, long low, long high)
    {
        ulong last = (ulong)(high - low) - 1;
        foreach (ref long x in target) x = low + (long)(last == 0 ? 0 : last <= uint.MaxValue ? Below((uint)last) : BelowWide(last));
    }

    /// <summary>As <c>rng.random(n) &lt; p</c>.</summary>
    protected override void DrawBernoulli(Span<bool> target, double probability)
    {
        foreach (ref bool x in target) x = Fraction() < probability;
    }

    private double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Eight bits choose a strip, one the sign, 52 the place in it; at the edges the density itself decides.</summary>
    private double Normal()
    {
        while (true)
        {
            ulong bits = Next();
            int strip = (int)(bits & 0xff);
            ulong place = bits >> 9 & 0xfffffffffffff;
            double x = place * Ziggurat.Width[strip];
            if ((bits >> 8 & 1) != 0) x = -x;
            if (place < Ziggurat.Inside[strip]) return x;
            if (strip == 0) return (place >> 8 & 1) != 0 ? -Tail() : Tail();
            double low = Ziggurat.Height[strip], high = Ziggurat.Height[strip - 1];
            if ((high - low) * Fraction() + low < Math.Exp(-0.5 * x * x)) return x;
        }
    }

    private double Tail()
    {
        while (true)
        {
            double x = -Ziggurat.InverseR * double.LogP1(-Fraction()), y = -double.LogP1(-Fraction());
            if (y + y > x * x) return Ziggurat.R + x;
        }
    }

    /// <summary>PCG XSL-RR 128/64.</summary>
    private ulong Next()
    {
        _state = _state * _multiplier + _increment;
        return BitOperations.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <summary>Half of a number, the low one first.</summary>
    private uint NextHalf()
    {
        if (_half is uint kept)
        {
            _half = null;
            return kept;
        }
        ulong next = Next();
        _half = (uint)(next >> 32);
        return (uint)next;
    }

    /// <summary>A number from 0 to <paramref name="last"/> by multiplication (Lemire 2019).</summary>
    private uint Below(uint last)
    {
        if (last == uint.MaxValue) return NextHalf();
        uint range = last + 1;
        ulong product = (ulong)NextHalf() * range;
        if ((uint)product < range)
            for (uint least = (uint.MaxValue - last) % range; (uint)product < least;) product = (ulong)NextHalf() * range;
        return (uint)(product >> 32);
    }

    private ulong BelowWide(ulong last)
    {
        if (last == ulong.MaxValue) return Next();
        ulong range = last + 1, high = Math.BigMul(Next(), range, out ulong low);
        if (low < range)
            for (ulong least = (ulong.MaxValue - last) % range; low < least;) high = Math.BigMul(Next(), range, out low);
        return high;
    }
}
