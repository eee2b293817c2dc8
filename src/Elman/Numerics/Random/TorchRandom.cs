using System.Numerics;

namespace Elman.Numerics;

/// <summary>The stream that <c>torch.manual_seed</c> starts on the CPU, draw by draw.</summary>
/// <remarks>
/// w is a word of the twister. One draw of float is f = (w mod 2²⁴)·2⁻²⁴; one of double takes two words, the high one first:
/// d = (w₁w₂ mod 2⁵³)·2⁻⁵³. Checked against PyTorch 2.13: all bits, float normals of a filling of 16 or more aside, which PyTorch
/// computes with vectors of its own logarithm and sine and which agree within 1e-6.
/// </remarks>
/// <param name="seed">As for <c>manual_seed</c>; its low 32 bits count.</param>
public sealed class TorchRandom(long seed) : RandomStream
{
    // A filling of at least this many normals goes block by block; a shorter one goes in pairs.
    private const int Block = 16;

    private readonly MersenneTwister _words = new((uint)seed);
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
        for (int i = 0; i < count - 1; i++)
        {
            int z = i + (int)(_words.Next() % (uint)(count - i));
            (order[i], order[z]) = (order[z], order[i]);
        }
        return order;
    }

    /// <summary>As <c>torch.bernoulli(p)</c> draws, one word an element; <c>bernoulli_(p)</c> and dropout draw two.</summary>
    public void Bernoulli(ReadOnlySpan<float> probabilities, Span<bool> target)
    {
        if (target.Length != probabilities.Length)
            throw new ArgumentException($"Each element has its probability: expected {target.Length} of them, found {probabilities.Length}.");
        for (int i = 0; i < target.Length; i++) target[i] = SingleFraction() < probabilities[i];
    }

    protected internal override void DrawUniform(Span<float> target, double low, double high)
    {
        float from = (float)low, width = (float)high - from;
        foreach (ref float x in target) x = MathF.FusedMultiplyAdd(SingleFraction(), width, from);
    }

    protected internal override void DrawUniform(Span<double> target, double low, double high)
    {
        foreach (ref double x in target) x = Math.FusedMultiplyAdd(DoubleFraction(), high - low, low);
    }

    protected internal override void DrawNormal(Span<float> target, double mean, double deviation)
    {
        if (target.Length >= Block) FillByBlocks(target, (float)mean, (float)deviation);
        else foreach (ref float x in target) x = (float)(NextOfPair() * deviation + mean);
    }

    protected internal override void DrawNormal(Span<double> target, double mean, double deviation)
    {
        if (target.Length >= Block) FillByBlocks(target, mean, deviation);
        else foreach (ref double x in target) x = NextOfPair() * deviation + mean;
    }

    protected override void DrawIntegers(Span<long> target, long low, long high)
    {
        ulong range = (ulong)(high - low);
        foreach (ref long x in target) x = low + (long)((range >> 32 == 0 ? _words.Next() : TwoWords()) % range);
    }

    protected override void DrawBernoulli(Span<bool> target, double probability)
    {
        foreach (ref bool x in target) x = DoubleFraction() < probability;
    }

    /// <summary>The half that a pair left over, else u₁, u₂ = d, d and √(−2·log(1 − u₂))·cos 2πu₁, with the sine left over for the next call.</summary>
    private double NextOfPair()
    {
        if (_kept is double kept)
        {
            _kept = null;
            return kept;
        }
        double u1 = DoubleFraction(), u2 = DoubleFraction();
        double radius = Math.Sqrt(-2 * Math.Log(1 - u2)), angle = 2 * Math.PI * u1;
        _kept = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>All uniform first, then turned to normals by blocks of 16; for a last part of a block the last 16 are drawn again.</summary>
    private void FillByBlocks<T>(Span<T> target, double mean, double deviation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Uniform(target, 0, 1);
        int whole = target.Length - target.Length % Block;
        for (int start = 0; start < whole; start += Block) TurnNormal(target.Slice(start, Block), mean, deviation);
        if (whole == target.Length) return;
        Uniform(target[^Block..], 0, 1);
        TurnNormal(target[^Block..], mean, deviation);
    }

    /// <summary>u₁, u₂ = 1 − x[j], x[j + 8] give √(−2·log u₁)·cos 2πu₂ and the same with the sine in their places.</summary>
    private static void TurnNormal<T>(Span<T> block, double mean, double deviation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < Block / 2; j++)
        {
            double u1 = 1 - double.CreateTruncating(block[j]), u2 = double.CreateTruncating(block[j + Block / 2]);
            double radius = Math.Sqrt(-2 * Math.Log(u1)), angle = 2 * Math.PI * u2;
            block[j] = T.CreateTruncating(radius * Math.Cos(angle) * deviation + mean);
            block[j + Block / 2] = T.CreateTruncating(radius * Math.Sin(angle) * deviation + mean);
        }
    }

    private float SingleFraction() => (_words.Next() & 0xffffff) * (1f / (1 << 24));
    private double DoubleFraction() => (TwoWords() & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));

    private ulong TwoWords()
    {
        ulong high = _words.Next();
        return high << 32 | _words.Next();
    }
}
