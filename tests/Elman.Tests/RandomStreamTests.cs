using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Xunit;

namespace Elman.Tests;

/// <summary>What holds of every stream; that they give their framework's numbers is for the golden tests.</summary>
public sealed class RandomStreamTests
{
    private static readonly Dictionary<string, Func<long, RandomStream>> _streams = new()
    {
        ["TorchRandom"] = seed => new TorchRandom(seed),
        ["NumPyRandom"] = seed => new NumPyRandom(seed),
        ["NumPyGenerator"] = seed => new NumPyGenerator(seed),
        ["MxnetRandom"] = seed => new MxnetRandom(seed),
        ["KerasRandom"] = seed => new KerasRandom(seed),
    };

    public static TheoryData<string> Streams => [.. _streams.Keys];

    [Theory, MemberData(nameof(Streams))]
    public void The_same_seed_gives_the_same_numbers_and_another_gives_others(string name)
    {
        double[] first = Draw(_streams[name](7)), again = Draw(_streams[name](7)), other = Draw(_streams[name](8));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first[..50], first[50..100]);       // the second filling goes on where the first ended
    }

    [Theory, MemberData(nameof(Streams))]
    public void Numbers_lie_where_they_should(string name)
    {
        RandomStream random = _streams[name](3);
        var uniform = new double[20_000];
        var normal = new float[20_000];
        random.Uniform<double>(uniform, -2, 5);
        random.Normal<float>(normal, 1, 0.5);
        Assert.All(uniform, x => Assert.InRange(x, -2, 5));
        Assert.InRange(uniform.Average(), 1.4, 1.6);
        Assert.InRange(normal.Average(), 0.98, 1.02);
        Assert.InRange(Math.Sqrt(normal.Average(x => (x - 1.0) * (x - 1.0))), 0.49, 0.51);
        var mask = new bool[20_000];
        random.Bernoulli(mask, 0.3);
        Assert.InRange(mask.Count(kept => kept) / 20_000.0, 0.28, 0.32);
    }

    [Theory]
    [InlineData("TorchRandom")]
    [InlineData("NumPyRandom")]
    [InlineData("NumPyGenerator")]
    public void Whole_numbers_reach_both_ends_and_permutations_miss_none(string name)
    {
        RandomStream random = _streams[name](1);
        var wholes = new long[2000];
        random.Integers(wholes, -3, 5);
        Assert.Equal(Enumerable.Range(-3, 8).Select(i => (long)i), wholes.Distinct().Order());
        var wide = new long[200];
        random.Integers(wide, -(1L << 50), 1L << 50);
        Assert.All(wide, x => Assert.InRange(x, -(1L << 50), (1L << 50) - 1));
        Assert.Contains(wide, x => x < 0);
        Assert.Equal(Enumerable.Range(0, 100), random.Permutation(100).Order());
        Assert.Empty(random.Permutation(0));
    }

    [Theory]
    [InlineData("MxnetRandom")]
    [InlineData("KerasRandom")]
    public void What_a_framework_draws_elsewhere_is_refused_with_where(string name)
    {
        RandomStream random = _streams[name](1);
        foreach (Action draw in new Action[] { () => random.Permutation(3), () => random.Integers(new long[3], 0, 5) })
            Assert.Contains(nameof(NumPyRandom), Assert.Throws<NotSupportedException>(draw).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_permutations_and_whole_numbers_are_those_of_NumPy()
    {
        // np.random.seed(3), one call after another; then np.random.default_rng(3).
        var legacy = new NumPyRandom(3);
        Assert.Equal([3, 5, 4, 1], legacy.Choice(6, 4, replace: false));
        Assert.Equal([2, 3, 3, 1, 1, 0], legacy.Choice([0.1, 0.2, 0.3, 0.4], 6));
        Assert.Equal([2, 0, 3], legacy.Choice([0.1, 0.2, 0.3, 0.2, 0.2], 3, replace: false));
        var generator = new NumPyGenerator(3);
        Assert.Equal([6, 7, 2, 1, 4, 5, 3, 0], generator.Permutation(8));
        var small = new long[6];
        var wide = new long[3];
        generator.Integers(small, 0, 10);
        generator.Integers(wide, 0, 1L << 40);
        Assert.Equal([3, 4, 6, 4, 2, 1], small);
        Assert.Equal([807676119473, 124983707656, 430159944563], wide);
    }

    [Fact]
    public void A_choice_without_putting_back_is_the_beginning_of_a_permutation() =>
        Assert.Equal(new NumPyRandom(0).Permutation(10)[..4], new NumPyRandom(0).Choice(10, 4, replace: false));

    [Fact]
    public void A_choice_by_probabilities_takes_what_has_some()
    {
        double[] probabilities = [0.1, 0, 0.6, 0.3];
        int[] chosen = new NumPyRandom(5).Choice(probabilities, 5000);
        Assert.DoesNotContain(1, chosen);
        Assert.InRange(chosen.Count(number => number == 2) / 5000.0, 0.57, 0.63);
        Assert.Equal([0, 2, 3], new NumPyRandom(5).Choice(probabilities, 3, replace: false).Order());
        Assert.Contains("only 3", Assert.Throws<ArgumentException>(() => new NumPyRandom(5).Choice(probabilities, 4, replace: false)).Message, StringComparison.Ordinal);
        Assert.Contains("0.9", Assert.Throws<ArgumentException>(() => new NumPyRandom(5).Choice([0.5, 0.4], 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42", 42)]
    [InlineData(" 0 ", 0)]
    [InlineData("18446744073709551615", -1)]
    public void A_seed_is_read_from_text(string text, long seed) => Assert.Equal(seed, Seed.Parse(text));

    [Theory]
    [InlineData("-1", "18446744073709551615")]
    [InlineData("18446744073709551616", "at most 18446744073709551615")]
    [InlineData("1.5", "whole number")]
    [InlineData("seven", "'seven'")]
    [InlineData("", "whole number")]
    public void A_seed_that_is_none_is_refused_with_what_is_taken(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Seed.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("NumPyRandom", -1)]
    [InlineData("NumPyRandom", 1L << 32)]
    [InlineData("NumPyGenerator", -1)]
    [InlineData("KerasRandom", -1)]
    public void A_seed_that_the_framework_does_not_take_is_refused_by_its_call(string name, long seed) =>
        Assert.Contains("takes a seed from 0 to", Assert.Throws<ArgumentOutOfRangeException>(() => _streams[name](seed)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_profile_that_is_not_known_is_refused_with_those_that_are()
    {
        string message = Assert.Throws<ArgumentException>(() => Profile.Named("flux")).Message;
        Assert.All(Profile.All, profile => Assert.Contains(profile.Name, message, StringComparison.Ordinal));
    }

    public static TheoryData<string> Profiles => [.. Profile.All.Select(profile => profile.Name)];

    [Theory, MemberData(nameof(Profiles))]
    public void A_profile_fills_every_layer_it_makes(string name)
    {
        Profile profile = Profile.Named(name);
        var stack = new RecurrentStack<double>(3, profile.Rnn(4), profile.Lstm(5, Direction.Bidirectional), profile.Gru(3));
        Model<double> model = Model.Sequential<double>(new ModelInput("x", new SignalShape(3, HasSteps: true)), ("rnn", stack), ("head", new Dense<double>(3, 2)));
        model.Initialize(profile, 42);
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Shape.Rank == 2))
            Assert.True(parameter.Value.Values.ToArray().Distinct().Count() > parameter.Shape.Count / 2, parameter.Name);
        double[] forget = model.Parameter("rnn.1.forward.input_bias").Value.Values.Slice(5, 5).ToArray();
        Assert.Equal(name == "keras", forget.All(bias => bias == 1));
    }

    [Fact]
    public void Keras_weights_come_from_a_stream_of_Keras_alone()
    {
        var model = Model.Sequential<float>(new ModelInput("x", new SignalShape(3, HasSteps: true)), ("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Gru(), 4))));
        Assert.Contains("TorchRandom", Assert.Throws<ArgumentException>(() => Profile.Keras.Fill(model, new TorchRandom(1))).Message, StringComparison.Ordinal);
    }

    private static double[] Draw(RandomStream random)
    {
        var drawn = new double[150];
        random.Uniform<double>(drawn.AsSpan(0, 50), 0, 1);
        random.Uniform<double>(drawn.AsSpan(50, 50), 0, 1);
        random.Normal<double>(drawn.AsSpan(100, 50), 0, 1);
        return drawn;
    }
}
