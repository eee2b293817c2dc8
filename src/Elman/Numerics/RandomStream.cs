using System.Numerics;

namespace Elman.Numerics;

/// <summary>
/// A seeded stream of random numbers. Each framework's stream is one of these, and gives that framework's numbers; because some spread
/// one call over several generators, or draw a long tensor by another rule than a short one, what is asked for is always a whole filling.
/// </summary>
/// <remarks>
/// Uniform and whole numbers are the same on every machine. Normal numbers rest on the logarithm, sine and cosine of the platform's
/// C library, whose last bit in double precision may differ between platforms. A stream is used by one thread at a time.
/// </remarks>
public abstract class RandomStream
{
    /// <summary>Fills with numbers in [low, high).</summary>
    public void Uniform<T>(Span<T> target, double low, double high) where T : unmanaged => Draws<T>.Known.Uniform(this, target, low, high);

    /// <summary>Fills with normal numbers of the given mean and standard deviation.</summary>
    public void Normal<T>(Span<T> target, double mean, double deviation) where T : unmanaged => Draws<T>.Known.Normal(this, target, mean, deviation);

    /// <summary>Fills with normal numbers of which those two deviations or more away from the mean are drawn again.</summary>
    /// <param name="deviation">Of the whole normal distribution; what is left of it has 0.8796 times that.</param>
    public void TruncatedNormal<T>(Span<T> target, double mean, double deviation) where T : unmanaged
    {
        if (!(deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), FormattableString.Invariant($"A standard deviation is 0 or more, found {deviation}."));
        Draws<T>.Known.TruncatedNormal(this, target, mean, deviation);
    }

    /// <summary>Fills with whole numbers in [low, high).</summary>
    public void Integers(Span<long> target, long low, long high)
    {
        if (high <= low) throw new ArgumentOutOfRangeException(nameof(high), high, $"Whole numbers are drawn from [low, high); high must be above {low}.");
        DrawIntegers(target, low, high);
    }

    /// <summary>The numbers 0 to count − 1 in a random order.</summary>
    public abstract int[] Permutation(int count);

    /// <summary>Fills with true, each with the given probability: the mask of a dropout that keeps with that probability.</summary>
    public void Bernoulli(Span<bool> target, double probability)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is from 0 to 1.");
        DrawBernoulli(target, probability);
    }

    /// <summary>All that the next draw depends on; some kilobytes.</summary>
    public byte[] Save()
    {
        var state = new RandomState();
        state.Same(KindOf(GetType().Name));
        Visit(state);
        return state.ToBytes();
    }

    /// <summary>Goes on where the stream stood when <see cref="Save"/> was called: it may be this one, or another of its kind.</summary>
    public void Restore(ReadOnlySpan<byte> saved)
    {
        var state = new RandomState(saved);
        state.Same(KindOf(GetType().Name));
        Visit(state);
        state.End();
    }

    /// <summary>Shows the state everything that the next draw depends on, and takes it back as the state has it.</summary>
    internal virtual void Visit(RandomState state) => throw new NotSupportedException($"{GetType().Name} is a stream from outside this library, and its state cannot be saved or restored. Use one of the library's.");

    /// <summary>A number for a name, the same in every process.</summary>
    private static ulong KindOf(string name) => name.Aggregate(0UL, (sum, letter) => sum * 31 + letter);

    /// <summary>The next number in [0, 1) with 24 random bits.</summary>
    public float NextSingle()
    {
        float next = 0;
        Uniform(new Span<float>(ref next), 0, 1);
        return next;
    }

    /// <summary>The next number in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        double next = 0;
        Uniform(new Span<double>(ref next), 0, 1);
        return next;
    }

    /// <summary>The next standard normal number.</summary>
    public double NextNormal()
    {
        double next = 0;
        Normal(new Span<double>(ref next), 0, 1);
        return next;
    }

    /// <summary>A whole number in [0, limit).</summary>
    public int Next(int limit)
    {
        long next = 0;
        Integers(new Span<long>(ref next), 0, limit);
        return (int)next;
    }

    protected internal abstract void DrawUniform(Span<float> target, double low, double high);
    protected internal abstract void DrawUniform(Span<double> target, double low, double high);
    protected internal abstract void DrawNormal(Span<float> target, double mean, double deviation);
    protected internal abstract void DrawNormal(Span<double> target, double mean, double deviation);
    protected internal virtual void DrawTruncatedNormal(Span<float> target, double mean, double deviation) => DrawAgain(target, mean, deviation);
    protected internal virtual void DrawTruncatedNormal(Span<double> target, double mean, double deviation) => DrawAgain(target, mean, deviation);
    protected abstract void DrawIntegers(Span<long> target, long low, long high);
    protected abstract void DrawBernoulli(Span<bool> target, double probability);

    /// <summary>As many standard normal numbers as are missing, of which those within 2 are kept, until none is missing.</summary>
    private void DrawAgain<T>(Span<T> target, double mean, double deviation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2), center = T.CreateChecked(mean), width = T.CreateChecked(deviation);
        var drawn = new T[target.Length];
        for (int filled = 0; filled < target.Length;)
        {
            Span<T> more = drawn.AsSpan(0, target.Length - filled);
            Normal(more, 0, 1);
            foreach (T x in more)
                if (T.Abs(x) < two) target[filled++] = x * width + center;
        }
    }
}
