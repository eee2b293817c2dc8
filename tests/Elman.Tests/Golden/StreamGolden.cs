using Elman.Autograd;
using Elman.Layers;
using Elman.Layers.Initializers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>What the frameworks draw after their seed is set. A key is <c>draw.seed</c>; the sizes are those of the arrays.</summary>
internal static class StreamGolden
{
    private static readonly Dictionary<string, Func<long, int, double[]>> _numpy = new()
    {
        ["rand"] = (seed, n) => Filled(n, x => new NumPyRandom(seed).Uniform(x, 0, 1)),
        ["randn"] = (seed, n) => Filled(n, x => new NumPyRandom(seed).Normal(x, 0, 1)),
        ["randint"] = (seed, n) => Whole(n, x => new NumPyRandom(seed).Integers(x, 0, 10)),
        ["permutation"] = (seed, n) => [.. new NumPyRandom(seed).Permutation(n).Select(i => (double)i)],
        ["uniform"] = (seed, n) => Filled(n, x => new NumPyRandom(seed).Uniform(x, -1, 2)),
        ["normal"] = (seed, n) => Filled(n, x => new NumPyRandom(seed).Normal(x, 1, 0.5)),
        ["choice"] = (seed, n) => [.. new NumPyRandom(seed).Choice(6, n).Select(i => (double)i)],
        ["default_rng_random"] = (seed, n) => Filled(n, x => new NumPyGenerator(seed).Uniform(x, 0, 1)),
        ["default_rng_normal"] = (seed, n) => Filled(n, x => new NumPyGenerator(seed).Normal(x, 0, 1)),
    };

    private static readonly Dictionary<string, Initializer<float>> _keras = new()
    {
        ["glorot_uniform"] = Initializer.Named<float>("glorot_uniform"),
        ["he_uniform"] = Initializer.Named<float>("he_uniform"),
        ["lecun_uniform"] = Initializer.Named<float>("lecun_uniform"),
        ["random_uniform"] = Initializer.Named<float>("uniform"),
        ["random_normal"] = Initializer.Named<float>("normal"),
        ["orthogonal"] = new OrthogonalInitializer<float>(drawnTall: true),
    };

    public static void NumPy(GoldenCase golden)
    {
        foreach (NamedArray array in golden.Load())
        {
            (string draw, long seed) = Key(array.Name);
            Bits.AssertEqual<double>(array.As<double>().Values, _numpy[draw.TrimEnd([.. "0123456789"])](seed, array.Shape.Count), array.Name);
        }
    }

    public static void Mxnet(GoldenCase golden)
    {
        foreach (NamedArray array in golden.Load())
        {
            (string draw, long seed) = Key(array.Name);
            ReadOnlySpan<float> expected = array.As<float>().Values;
            if (draw.StartsWith("xavier", StringComparison.Ordinal)) continue;
            var found = new float[expected.Length];
            if (draw.StartsWith("uniform", StringComparison.Ordinal))
            {
                new MxnetRandom(seed).Uniform<float>(found, 0, 1);
                Bits.AssertEqual(expected, found, array.Name);
                continue;
            }
            new MxnetRandom(seed).Normal<float>(found, 0, 1);
            for (int i = 0; i < found.Length; i++) Assert.True(Math.Abs(BitConverter.SingleToInt32Bits(found[i]) - BitConverter.SingleToInt32Bits(expected[i])) <= 2, $"{array.Name}[{i}]: {found[i]} for {expected[i]}");
        }
        Xavier(golden.Load());
    }

    private static void Xavier(ArrayFile arrays)
    {
        foreach (NamedArray input in arrays.Where(array => array.Name.StartsWith("xavier.mdl_l0_i2h_weight", StringComparison.Ordinal)))
        {
            string seed = input.Name.Split('.')[^1];
            var stack = new RecurrentStack<float>(input.Shape[1], Profile.GluonXavier.Rnn(input.Shape[0]));
            Model.Sequential<float>(new ModelInput("x", new SignalShape(stack.Inputs, HasSteps: true)), ("rnn", stack)).Initialize(Profile.GluonXavier, long.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            RecurrentParameters<float> found = stack.Layers[0].Forward!.Parameters;
            foreach ((string name, Parameter<float> parameter) in new[] { ("i2h_weight", found.InputWeight), ("h2h_weight", found.RecurrentWeight), ("i2h_bias", found.InputBias!), ("h2h_bias", found.RecurrentBias!) })
                Bits.AssertEqual(arrays[$"xavier.mdl_l0_{name}.{seed}"].As<float>().Values, parameter.Value.Values, name);
        }
    }

    public static void Keras(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        foreach (NamedArray array in arrays.Where(array => array.Name.StartsWith("initializer.", StringComparison.Ordinal)))
        {
            (string draw, long seed) = Key(array.Name["initializer.".Length..]);
            // Keras has (in, out), our rules (out, in); the numbers of a square-less kernel come in the same order.
            bool matrix = draw == "orthogonal";
            var found = new Tensor<float>(matrix ? array.Shape : new Shape(array.Shape[1], array.Shape[0]));
            _keras[draw].Fill(found, KerasRandom.OfInitializer(seed));
            Check(array, found.Values, draw is "orthogonal" ? 1e-6 : draw is "random_normal" ? 3e-7 : 0);
        }
        foreach (IGrouping<(string Model, string Seed), NamedArray> model in arrays.Where(array => !array.Name.StartsWith("initializer.", StringComparison.Ordinal)).GroupBy(array => (array.Name.Split('.')[0], array.Name.Split('.')[^1])))
            KerasModel(model.Key.Model, long.Parse(model.Key.Seed, System.Globalization.CultureInfo.InvariantCulture), [.. model]);
    }

    /// <summary>The same layers, their sizes read from the weights, filled by the profile, compared in Keras's own layout.</summary>
    private static void KerasModel(string name, long seed, NamedArray[] weights)
    {
        // The draw of a convolution is checked by its kernel alone, in the shape in which Keras draws it.
        if (weights[0].Name.Contains("conv1d", StringComparison.Ordinal))
        {
            var kernel = new Tensor<float>(new Shape(weights[0].Shape[2], weights[0].Shape[1], weights[0].Shape[0]));
            Initializer.Named<float>("glorot_uniform").Fill(kernel, Profile.Keras.Random(seed));
            Check(weights[0], kernel.Values, 0);
            return;
        }
        int features = weights[0].Name.Contains("embedding", StringComparison.Ordinal) ? 0 : weights[0].Shape[0];
        var layers = new List<(string, Layer<float>)>();
        var theirs = new List<(NamedArray[] Arrays, Parameter<float>[] Ours, int Gates)>();
        for (int i = 0; i < weights.Length;)
        {
            string path = weights[i].Name;
            if (path.Contains("/embedding/", StringComparison.Ordinal))
            {
                var embedding = new Embedding<float>(weights[i].Shape[0], features = weights[i].Shape[1]);
                layers.Add(("embedding", embedding));
                theirs.Add(([weights[i]], [embedding.Weight], 0));
                i++;
            }
            else if (path.Contains("/dense/", StringComparison.Ordinal))
            {
                // In front of the head of that model stands a Dropout, which takes a seed.
                if (name == "embedding") layers.Add(("dropout", new Dropout<float>(0.1)));
                var dense = new Dense<float>(features, weights[i].Shape[1]);
                layers.Add(("dense", dense));
                theirs.Add((weights[i..(i + 2)], [dense.Weight, dense.Bias!], 1));
                i += 2;
            }
            else
            {
                int units = weights[i + 1].Shape[0];
                Direction direction = path.Contains("/bidirectional/", StringComparison.Ordinal) ? Direction.Bidirectional : Direction.Forward;
                LayerSpec spec = path.Contains("simple_rnn", StringComparison.Ordinal) ? Profile.Keras.Rnn(units) : path.Contains("lstm", StringComparison.Ordinal) ? Profile.Keras.Lstm(units, direction) : Profile.Keras.Gru(units);
                var stack = new RecurrentStack<float>(features, spec);
                features = stack.Features;
                layers.Add(($"recurrent{i}", stack));
                foreach (DirectedCell<float> cell in new[] { stack.Layers[0].Forward, stack.Layers[0].Backward }.OfType<DirectedCell<float>>())
                {
                    theirs.Add((weights[i..(i + 3)], [.. cell.Parameters.All], spec.Cell.Shape.Gates));
                    i += 3;
                }
            }
        }
        var input = new ModelInput("x", weights[0].Name.Contains("embedding", StringComparison.Ordinal) ? new SignalShape(0, HasSteps: true, IsIds: true) : new SignalShape(weights[0].Shape[0], HasSteps: true));
        Model.Sequential<float>(input, [.. layers]).Initialize(Profile.Keras, seed);
        foreach ((NamedArray[] arrays, Parameter<float>[] ours, int gates) in theirs)
        {
            if (gates == 0) Check(arrays[0], ours[0].Value.Values, 0);
            else
            {
                Check(arrays[0], Kernel(ours[0], gates), 0);
                if (arrays.Length == 3) Check(arrays[1], Kernel(ours[1], gates), 1e-6);
                Check(arrays[^1], [.. ours[(arrays.Length - 1)..].SelectMany(bias => bias.Value.Values.ToArray())], 0);
            }
        }
    }

    /// <summary>(gates · units, in) as Keras has it: (in, gates · units), a GRU's update gate first.</summary>
    private static float[] Kernel(Parameter<float> weight, int gates)
    {
        int outputs = weight.Shape[0], inputs = weight.Shape[1], units = outputs / gates;
        int[] order = gates == 3 ? [1, 0, 2] : [.. Enumerable.Range(0, gates)];
        return [.. from i in Enumerable.Range(0, inputs) from j in Enumerable.Range(0, outputs) select weight.Value.Values[(order[j / units] * units + j % units) * inputs + i]];
    }

    private static void Check(NamedArray expected, ReadOnlySpan<float> found, double off)
    {
        ReadOnlySpan<float> values = expected.As<float>().Values;
        if (off == 0)
        {
            Bits.AssertEqual(values, found, expected.Name);
            return;
        }
        Assert.Equal(values.Length, found.Length);
        for (int i = 0; i < values.Length; i++) Assert.True(Math.Abs(values[i] - found[i]) <= off, FormattableString.Invariant($"{expected.Name}[{i}]: {found[i]:R} for {values[i]:R}"));
    }

    private static (string Draw, long Seed) Key(string name)
    {
        int dot = name.LastIndexOf('.');
        return (name[..dot], long.Parse(name[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private delegate void Fill<T>(Span<T> target);

    private static double[] Filled(int count, Fill<double> fill)
    {
        var values = new double[count];
        fill(values);
        return values;
    }

    private static double[] Whole(int count, Fill<long> fill)
    {
        var values = new long[count];
        fill(values);
        return [.. values.Select(value => (double)value)];
    }
}
