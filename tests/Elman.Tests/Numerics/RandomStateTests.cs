using Elman.Numerics;

namespace Elman.Tests.Numerics;

public sealed class RandomStateTests
{
    private static readonly (string Name, Func<RandomStream> Make)[] _streams =
    [
        ("torch", () => new TorchRandom(7)),
        ("numpy", () => new NumPyRandom(7)),
        ("numpy generator", () => new NumPyGenerator(7)),
        ("keras", () => new KerasRandom(7)),
        ("mxnet", () => new MxnetRandom(7)),
    ];

    public static TheoryData<string> Every => [.. _streams.Select(row => row.Name)];

    [Theory, MemberData(nameof(Every))]
    public void A_restored_stream_goes_on_with_the_same_draws(string name)
    {
        RandomStream first = Make(name), other = Make(name);
        for (int times = 0; times < 5; times++)
        {
            Drawn(first, 3 + 400 * times);
            byte[] saved = first.Save();
            double[] expected = Drawn(first, 301);
            other.Restore(saved);
            Assert.Equal(expected, Drawn(other, 301));
            first.Restore(saved);
            Assert.Equal(expected, Drawn(first, 301));
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void A_state_of_another_kind_or_a_damaged_one_is_refused(string name)
    {
        byte[] saved = Make(name).Save();
        foreach ((string other, Func<RandomStream> make) in _streams)
            if (other != name) Assert.Throws<ArgumentException>(() => make().Restore(saved));
        Assert.Throws<ArgumentException>(() => Make(name).Restore(saved.AsSpan(0, saved.Length - 8)));
        Assert.Throws<ArgumentException>(() => Make(name).Restore(saved.AsSpan(0, saved.Length - 3)));
        Assert.Throws<ArgumentException>(() => Make(name).Restore([.. saved, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    private static RandomStream Make(string name) => _streams.Single(row => row.Name == name).Make();

    /// <summary>An odd number of normal numbers, so that half a pair is left over.</summary>
    private static double[] Drawn(RandomStream stream, int count)
    {
        var (uniform, normal, few) = (new double[count], new double[count], new double[3]);
        stream.Uniform<double>(uniform, 0, 1);
        stream.Normal<double>(normal, 0, 1);
        stream.Normal<double>(few, 0, 1);
        return [.. uniform, .. normal, .. few];
    }
}
