namespace Elman.Numerics;

/// <summary>The stream behind <c>keras.utils.set_random_seed</c> on TensorFlow's CPU: Python's generator gives each filling a seed of its own, from which Philox draws it.</summary>
/// <remarks>
/// So a filling is what one initialiser draws. Uniform numbers in all bits, normal ones within 3e-7 (checked against Keras 3.15 on TensorFlow 2.21). Numbers are drawn in float, also for double.
/// Masks, whole numbers and permutations Keras draws from generators of their own; here a mask is a filling of uniform numbers, and the others are refused by name.
/// </remarks>
public sealed class KerasRandom : RandomStream
{
    private const int MostSeeds = 1_000_000_000;
    private readonly MersenneTwister _python;
    private readonly long? _own;

    /// <param name="seed">0 to 2³² − 1: <c>set_random_seed</c> hands it to NumPy too, which takes no other.</param>
    public KerasRandom(long seed) : this(Seed.Between(seed, 0, uint.MaxValue, "keras.utils.set_random_seed"), null) { }

    private KerasRandom(long seed, long? own) => (_python, _own) = (new([(uint)seed]), own);

    /// <summary>The stream of an initialiser with a seed of its own, such as <c>GlorotUniform(seed=3)</c>: every filling begins anew from it.</summary>
    /// <remarks>TensorFlow takes 31 bits, so Keras hands it the seed modulo 2³¹ − 2.</remarks>
    public static KerasRandom OfInitializer(long seed) => new(0, own: Seed.Between(seed, 0, long.MaxValue, "An initialiser of Keras") % (int.MaxValue - 1));

    /// <summary>What <c>random.randint(1, 10⁹)</c> gives next: the seed that an initialiser or a dropout takes when its layer is constructed.</summary>
    public int NextSeed()
    {
        uint bits;
        do bits = _python.Next() >> 2;
        while (bits >= MostSeeds);
        return (int)bits + 1;
    }

    internal override void Visit(RandomState state)
    {
        state.Same((ulong)(_own ?? -1));
        _python.Visit(state);
    }

    public override int[] Permutation(int count) => throw Unknown("permutations");

    protected internal override void DrawUniform(Span<float> target, double low, double high)
    {
        var words = new Philox(_own ?? NextSeed());
        float from = (float)low, width = (float)high - from;
        foreach (ref float x in target) x = words.NextFraction() * width + from;
    }

    protected internal override void DrawUniform(Span<double> target, double low, double high) => Widen(target, low, high, DrawUniform);

    protected internal override void DrawNormal(Span<float> target, double mean, double deviation)
    {
        var words = new Philox(_own ?? NextSeed());
        for (int i = 0; i < target.Length; i += 2)
        {
            (float first, float second) = words.NextNormals();
            target[i] = first * (float)deviation + (float)mean;
            if (i + 1 < target.Length) target[i + 1] = second * (float)deviation + (float)mean;
        }
    }

    protected internal override void DrawNormal(Span<double> target, double mean, double deviation) => Widen(target, mean, deviation, DrawNormal);

    /// <summary>Four numbers at a time; so that they may be drawn in any order, each four begin 256 counts behind the four before.</summary>
    protected internal override void DrawTruncatedNormal(Span<float> target, double mean, double deviation)
    {
        const int Group = 4, Reserved = 256;
        var words = new Philox(_own ?? NextSeed());
        for (int i = 0, group = 0; i < target.Length; group++)
        {
            words.StartAt((ulong)group * Reserved);
            for (int end = Math.Min(i + Group, target.Length); i < end;)
            {
                (float first, float second) = words.NextNormals();
                if (MathF.Abs(first) < 2) target[i++] = first * (float)deviation + (float)mean;
                if (i < end && MathF.Abs(second) < 2) target[i++] = second * (float)deviation + (float)mean;
            }
        }
    }

    protected internal override void DrawTruncatedNormal(Span<double> target, double mean, double deviation) => Widen(target, mean, deviation, DrawTruncatedNormal);

    protected override void DrawIntegers(Span<long> target, long low, long high) => throw Unknown("whole numbers");

    protected override void DrawBernoulli(Span<bool> target, double probability)
    {
        var words = new Philox(_own ?? NextSeed());
        foreach (ref bool x in target) x = words.NextFraction() < (float)probability;
    }

    private static void Widen(Span<double> target, double a, double b, Draw draw)
    {
        var drawn = new float[target.Length];
        draw(drawn, a, b);
        for (int i = 0; i < drawn.Length; i++) target[i] = drawn[i];
    }

    private delegate void Draw(Span<float> target, double a, double b);

    private static NotSupportedException Unknown(string what) =>
        new($"{nameof(KerasRandom)} draws uniform and normal numbers and masks; {what} it does not, since Keras leaves them to NumPy. Use {nameof(NumPyRandom)} for them.");
}
