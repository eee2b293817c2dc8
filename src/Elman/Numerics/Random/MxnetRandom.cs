namespace Elman.Numerics;

/// <summary>The stream that <c>mx.random.seed</c> starts on the CPU, draw by draw.</summary>
/// <remarks>
/// 1024 generators share each call: one of n numbers uses k = max(1, ⌈n/64⌉) of them, generator i giving the i-th block of ⌈n/k⌉, and each goes on where it was.
/// Numbers are drawn in float, also for double. Checked against MXNet 1.9.1: uniform numbers in all bits, normal ones within 2 units of the last place.
/// Whole numbers and permutations MXNet draws by other means on other devices; here they are refused by name.
/// </remarks>
/// <param name="seed">As for <c>mx.random.seed</c>: its low 32 bits count, times 127.</param>
public sealed class MxnetRandom(long seed) : RandomStream
{
    private const int Generators = 1024, Block = 64;
    private readonly MersenneTwister?[] _generators = new MersenneTwister?[Generators];

    internal override void Visit(RandomState state)
    {
        state.Same((uint)seed);     // of the generators that were not yet needed
        for (int i = 0; i < Generators; i++)
        {
            bool isThere = state.Count(_generators[i] is null ? 0 : 1) == 1;
            if (isThere) (_generators[i] ??= new(0)).Visit(state);
            else _generators[i] = null;
        }
    }

    public override int[] Permutation(int count) => throw Unknown("permutations (mx.random.shuffle)");

    protected internal override void DrawUniform(Span<float> target, double low, double high)
    {
        float from = (float)low, width = (float)high - from;
        for (int i = 0; i < target.Length; i++) target[i] = Fraction(Of(i, target.Length)) * width + from;
    }

    protected internal override void DrawUniform(Span<double> target, double low, double high)
    {
        for (int i = 0; i < target.Length; i++) target[i] = Fraction(Of(i, target.Length)) * (high - low) + low;
    }

    protected internal override void DrawNormal(Span<float> target, double mean, double deviation)
    {
        for (int i = 0; i < target.Length; i++) target[i] = Normal(Of(i, target.Length)) * (float)deviation + (float)mean;
    }

    protected internal override void DrawNormal(Span<double> target, double mean, double deviation)
    {
        for (int i = 0; i < target.Length; i++) target[i] = Normal(Of(i, target.Length)) * deviation + mean;
    }

    protected override void DrawIntegers(Span<long> target, long low, long high) => throw Unknown("whole numbers (mx.random.randint)");

    /// <summary>A uniform number below the probability.</summary>
    protected override void DrawBernoulli(Span<bool> target, double probability)
    {
        for (int i = 0; i < target.Length; i++) target[i] = Fraction(Of(i, target.Length)) < (float)probability;
    }

    /// <summary>The generator of number i of a call of n.</summary>
    private MersenneTwister Of(int i, int n)
    {
        int used = Math.Clamp((n + Block - 1) / Block, 1, Generators), each = (n + used - 1) / used;
        return _generators[i / each] ??= new((uint)(127 * (uint)seed + (uint)(i / each)));
    }

    private static float Fraction(MersenneTwister words) => (float)(words.Next() * (1.0 / 4294967296.0));

    /// <summary>The polar method, afresh for each number: of the two the first is given away.</summary>
    private static float Normal(MersenneTwister words)
    {
        float x, y, r;
        do
        {
            x = 2 * Fraction(words) - 1;
            y = 2 * Fraction(words) - 1;
            r = x * x + y * y;
        }
        while (r is not (> 0 and <= 1));
        return y * MathF.Sqrt(-2 * MathF.Log(r) / r);
    }

    private static NotSupportedException Unknown(string what) =>
        new($"{nameof(MxnetRandom)} draws uniform and normal numbers and masks as MXNet does; {what} it does not. Use {nameof(NumPyRandom)} or {nameof(TorchRandom)} for them.");
}
