namespace Elman.Numerics;

/// <summary>What a stream draws for one element type; float and double differ in nothing else.</summary>
internal abstract class Draws<T> where T : unmanaged
{
    public abstract void Uniform(RandomStream stream, Span<T> target, double low, double high);
    public abstract void Normal(RandomStream stream, Span<T> target, double mean, double deviation);
    public abstract void TruncatedNormal(RandomStream stream, Span<T> target, double mean, double deviation);

    public static Draws<T> Known { get; } = Draws.Table.OfType<Draws<T>>().SingleOrDefault()
        ?? throw new NotSupportedException($"Random numbers are drawn as float or double; {typeof(T).Name} was asked for.");
}

internal static class Draws
{
    public static readonly object[] Table = [new SingleDraws(), new DoubleDraws()];
}

internal sealed class SingleDraws : Draws<float>
{
    public override void Uniform(RandomStream stream, Span<float> target, double low, double high) => stream.DrawUniform(target, low, high);
    public override void Normal(RandomStream stream, Span<float> target, double mean, double deviation) => stream.DrawNormal(target, mean, deviation);
    public override void TruncatedNormal(RandomStream stream, Span<float> target, double mean, double deviation) => stream.DrawTruncatedNormal(target, mean, deviation);
}

internal sealed class DoubleDraws : Draws<double>
{
    public override void Uniform(RandomStream stream, Span<double> target, double low, double high) => stream.DrawUniform(target, low, high);
    public override void Normal(RandomStream stream, Span<double> target, double mean, double deviation) => stream.DrawNormal(target, mean, deviation);
    public override void TruncatedNormal(RandomStream stream, Span<double> target, double mean, double deviation) => stream.DrawTruncatedNormal(target, mean, deviation);
}
