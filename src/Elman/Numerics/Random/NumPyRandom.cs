using System.Numerics;

namespace Elman.Numerics;

/// <summary>The stream that <c>np.random.seed</c> starts, which is that of <c>np.random.RandomState(seed)</c>, draw by draw.</summary>
/// <remarks>
/// All bits, checked against NumPy 2.4. Numbers are drawn in double, as NumPy draws them; a filling of float rounds each. What NumPy does in one call here is one call:
/// <c>rand</c> and <c>uniform</c> are <see cref="RandomStream.Uniform"/>, <c>randn</c> and <c>normal</c> <see cref="RandomStream.Normal"/>, <c>randint</c> <see cref="RandomStream.Integers"/>.
/// </remarks>
/// <param name="seed">0 to 2³² − 1, as NumPy takes it.</param>
public sealed class NumPyRandom(long seed) : RandomStream
{
    private readonly MersenneTwister _words = new((uint)Seed.Between(seed, 0, uint.MaxValue, "np.random.seed"));
    private double? _kept;

    internal override void Visit(RandomState state)
    {
        _words.Visit(state);
        _kept = state.Optional(_kept);
    }

    public override int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)Masked((ulong)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary><c>choice(population, count, replace)</c>: numbers below <paramref name="population"/>, each as likely as the others.</summary>
    public int[] Choice(int population, int count, bool replace = true)
    {
        if (population < 1 || count < 0) throw new ArgumentException($"A choice takes 0 numbers or more out of at least 1; found {count} out of {population}.");
        if (!replace)
        {
            if (count > population) throw new ArgumentException($"{count} numbers cannot be chosen out of {population} without putting them back.");
            return Permutation(population)[..count];
        }
        var chosen = new long[count];
        Integers(chosen, 0, population);
        return [.. chosen.Select(number => (int)number)];
    }

    /// <summary><c>choice(len(p), count, replace, p)</c>.</summary>
    /// <param name="probabilities">Of each number; they sum to 1.</param>
    public int[] Choice(ReadOnlySpan<double> probabilities, int count, bool replace = true)
    {
        double sum = 0;
        foreach (double p in probabilities) sum += p >= 0 ? p : throw new ArgumentException($"A probability is 0 or more, found {p}.");
        if (Math.Abs(sum - 1) > 1e-8) throw new ArgumentException(FormattableString.Invariant($"Probabilities sum to 1; these sum to {sum}."));
        double[] left = probabilities.ToArray();
        if (replace) return Draw(left, count);
        if (left.Count(p => p > 0) < count) throw new ArgumentException($"{count} numbers cannot be chosen without putting them back: only {left.Count(p => p > 0)} have a probability above 0.");
        // As NumPy does: as many as are missing are drawn at once, what came twice is drawn again without those found.
        var found = new List<int>();
        while (found.Count < count)
        {
            foreach (int number in found) left[number] = 0;
            found.AddRange(Draw(left, count - found.Count).Distinct());
        }
        return [.. found];
    }

    protected internal override void DrawUniform(Span<float> target, double low, double high)
    {
        foreach (ref float x in target) x = (float)(low + (high - low) * _words.NextDouble());
    }

    protected internal override void DrawUniform(Span<double> target, double low, double high)
    {
        foreach (ref double x in target) x = low + (high - low) * _words.NextDouble();
    }

    protected internal override void DrawNormal(Span<float> target, double mean, double deviation)
    {
        foreach (ref float x in target) x = (float)(mean + deviation * NextOfPair());
    }

    protected internal override void DrawNormal(Span<double> target, double mean, double deviation)
    {
        foreach (ref double x in target) x = mean + deviation * NextOfPair();
    }

    protected override void DrawIntegers(Span<long> target, long low, long high)
    {
        ulong last = (ulong)(high - low) - 1;
        foreach (ref long x in target) x = low + (long)(last == 0 ? 0 : Masked(last));
    }

    /// <summary>As <c>np.random.rand(n) &lt; p</c>.</summary>
    protected override void DrawBernoulli(Span<bool> target, double probability)
    {
        foreach (ref bool x in target) x = _words.NextDouble() < probability;
    }

    /// <summary>The polar method (Marsaglia): of two numbers the second comes first and the first is kept for the next call.</summary>
    private double NextOfPair()
    {
        if (_kept is double kept)
        {
            _kept = null;
            return kept;
        }
        double x, y, r;
        do
        {
            x = 2 * _words.NextDouble() - 1;
            y = 2 * _words.NextDouble() - 1;
            r = x * x + y * y;
        }
        while (r >= 1 || r == 0);
        double f = Math.Sqrt(-2 * Math.Log(r) / r);
        _kept = f * x;
        return f * y;
    }

    /// <summary>A number from 0 to <paramref name="last"/>: as many bits as that has, drawn until they are no more than it.</summary>
    private ulong Masked(ulong last)
    {
        ulong mask = ulong.MaxValue >> BitOperations.LeadingZeroCount(last), value;
        do value = last <= uint.MaxValue ? _words.Next() & mask : ((ulong)_words.Next() << 32 | _words.Next()) & mask;
        while (value > last);
        return value;
    }

    private int[] Draw(double[] probabilities, int count)
    {
        double[] until = [.. probabilities];
        for (int i = 1; i < until.Length; i++) until[i] += until[i - 1];
        double whole = until[^1];
        for (int i = 0; i < until.Length; i++) until[i] /= whole;
        var drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            double u = _words.NextDouble();
            // The first whose sum is above u.
            int at = Array.BinarySearch(until, u);
            if (at < 0) at = ~at;
            while (at < until.Length - 1 && until[at] <= u) at++;
            drawn[i] = at;
        }
        return drawn;
    }
}
