namespace Elman.Numerics;

/// <summary>A seeded stream of random numbers, the same on every machine. Each framework's stream is one of these.</summary>
public abstract class RandomStream
{
    /// <summary>The next number in [0, 1) with 24 random bits.</summary>
    public abstract float NextSingle();

    /// <summary>The next number in [0, 1) with 53 random bits.</summary>
    public abstract double NextDouble();

    /// <summary>The next standard normal number.</summary>
    public abstract double NextNormal();

    /// <summary>A whole number in [0, limit).</summary>
    public abstract int Next(int limit);
}
