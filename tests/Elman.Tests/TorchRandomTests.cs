using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests;

/// <summary>What <c>torch.manual_seed(seed)</c> and one draw give, for every draw and seed of the golden file.</summary>
public sealed class TorchRandomTests
{
    internal static readonly ArrayFile Golden = ArrayFile.Load(Repository.Path("tests", "fixtures", "pytorch", "random_streams.npz"));

    /// <summary>Draws of floats, each with how far it may be off: PyTorch computes long fillings of normals with a logarithm and a sine of its own.</summary>
    private static readonly Dictionary<string, (double Off, Func<TorchRandom, float[]> Draw)> _floats = new()
    {
        ["rand5"] = (0, r => Uniform(r, 5)),
        ["rand30x2"] = (0, r => Uniform(r, 60)),
        ["randn5"] = (0, r => Normal(r, 5)),
        ["randn16"] = (1e-6, r => Normal(r, 16)),
        ["randn17"] = (1e-6, r => Normal(r, 17)),
        ["randn40"] = (1e-6, r => Normal(r, 40)),
        ["uniform20"] = (0, r => Uniform(r, 20, -0.3, 0.3)),
        ["normal20"] = (1e-6, r => Normal(r, 20, 1.0, 0.02)),
        ["bernoulli20"] = (0, r => Bernoulli(r, 20, 0.3f)),
        ["dropout40"] = (0, r => Dropout(r, 40, 0.5)),
        ["mixed"] = (1e-6, r => [.. Uniform(r, 3), .. Normal(r, 3), .. Uniform(r, 2), .. Normal(r, 18), .. Uniform(r, 1)]),
    };

    private static readonly Dictionary<string, Func<TorchRandom, double[]>> _doubles = new()
    {
        ["rand5_double"] = r => Filled<double>(5, x => r.Uniform(x, 0, 1)),
        ["randn20_double"] = r => Filled<double>(20, x => r.Normal(x, 0, 1)),
    };

    private static readonly Dictionary<string, Func<TorchRandom, long[]>> _wholes = new()
    {
        ["randint20"] = r => Filled<long>(20, x => r.Integers(x, 0, 10)),
        ["randperm10"] = r => [.. r.Permutation(10).Select(i => (long)i)],
        ["randperm100"] = r => [.. r.Permutation(100).Select(i => (long)i)],
    };

    public static TheoryData<string> Draws => Keys([.. _floats.Keys, .. _doubles.Keys, .. _wholes.Keys]);

    [Theory, MemberData(nameof(Draws))]
    public void A_draw_is_PyTorchs(string key) => Check(Golden, key);

    /// <summary>Makes the draw of a key and compares.</summary>
    internal static void Check(ArrayFile golden, string key)
    {
        var random = new TorchRandom(Seed(key));
        if (_doubles.TryGetValue(Draw(key), out Func<TorchRandom, double[]>? doubles))
            Assert.Equal(golden[key].As<double>().Values.ToArray(), doubles(random));
        else if (_wholes.TryGetValue(Draw(key), out Func<TorchRandom, long[]>? wholes))
            Assert.Equal(golden[key].As<long>().Values.ToArray(), wholes(random));
        else
            Near(golden[key].As<float>().Values, _floats[Draw(key)].Draw(random), _floats[Draw(key)].Off);
    }

    /// <summary>Not further off than that; the same bits where that is 0.</summary>
    internal static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, double off)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            if (off == 0) Assert.Equal(BitConverter.SingleToUInt32Bits(expected[i]), BitConverter.SingleToUInt32Bits(found[i]));
            else Assert.InRange(Math.Abs((double)expected[i] - found[i]), 0, off);
    }

    [Fact]
    public void Only_the_low_32_bits_of_a_seed_count() =>
        Assert.Equal(Uniform(new TorchRandom(7), 5), Uniform(new TorchRandom(7 - (1L << 32)), 5));

    [Fact]
    public void Single_draws_are_fillings_of_one()
    {
        TorchRandom one = new(3), filled = new(3);
        Assert.Equal(Uniform(filled, 1)[0], one.NextSingle());
        Assert.Equal(Filled<double>(1, x => filled.Uniform(x, 0, 1))[0], one.NextDouble());
        Assert.Equal(Filled<double>(2, x => filled.Normal(x, 0, 1)), new[] { one.NextNormal(), one.NextNormal() });
        Assert.Equal(Filled<long>(1, x => filled.Integers(x, 0, 1000))[0], one.Next(1000));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_name()
    {
        var random = new TorchRandom(1);
        Assert.Contains("above 5", Assert.Throws<ArgumentOutOfRangeException>(() => random.Integers(new long[1], 5, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => random.Bernoulli(new bool[1], double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2", Assert.Throws<ArgumentException>(() => random.Bernoulli([0.5f], new bool[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Permutation(-1));
        Assert.Contains("Int32 was asked for", Assert.ThrowsAny<Exception>(() => random.Uniform(new int[1].AsSpan(), 0, 1)).GetBaseException().Message, StringComparison.Ordinal);
    }

    /// <summary>The keys <c>draw.seed</c> of some draws, whatever seeds the file has.</summary>
    internal static TheoryData<string> Keys(IEnumerable<string> draws) => [.. Golden.Names.Where(key => draws.Contains(Draw(key)))];
    internal static string Draw(string key) => key[..key.LastIndexOf('.')];
    internal static long Seed(string key) => long.Parse(key[(key.LastIndexOf('.') + 1)..]);

    private delegate void Filling<T>(Span<T> target);

    private static T[] Filled<T>(int count, Filling<T> fill)
    {
        var values = new T[count];
        fill(values);
        return values;
    }

    private static float[] Uniform(TorchRandom r, int count, double low = 0, double high = 1) => Filled<float>(count, x => r.Uniform(x, low, high));
    private static float[] Normal(TorchRandom r, int count, double mean = 0, double deviation = 1) => Filled<float>(count, x => r.Normal(x, mean, deviation));
    private static float[] Bernoulli(TorchRandom r, int count, float p) =>
        [.. Filled<bool>(count, x => r.Bernoulli(Enumerable.Repeat(p, count).ToArray(), x)).Select(kept => kept ? 1f : 0f)];

    private static float[] Dropout(TorchRandom r, int count, double keep) => [.. Filled<bool>(count, x => r.Bernoulli(x, keep)).Select(kept => kept ? (float)(1 / keep) : 0f)];
}
