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
    protected abstract void DrawIntegers(Span<long> target, long low, long high);
    protected abstract void DrawBernoulli(Span<bool> target, double probability);
}
