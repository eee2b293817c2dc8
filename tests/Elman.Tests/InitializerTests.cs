using Elman.Layers.Initializers;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests;

/// <summary>First values: PyTorch's modules from the same seed bit for bit, and each rule by what it promises.</summary>
public sealed class InitializerTests
{
    /// <summary>The modules of the golden file: the rule for each parameter, told by the name that PyTorch registers it under.</summary>
    private static readonly Dictionary<string, Func<string, Initializer<float>>> _modules = new()
    {
        ["rnn_2_1"] = _ => TorchDefaults.Recurrent<float>(1),
        ["rnn_3_5_2"] = _ => TorchDefaults.Recurrent<float>(5),
        ["lstm_bi"] = _ => TorchDefaults.Recurrent<float>(20),
        ["lstm_proj"] = _ => TorchDefaults.Recurrent<float>(6),
        ["gru"] = _ => TorchDefaults.Recurrent<float>(7),
        ["linear"] = name => Linear(name, 5),
        ["embedding"] = _ => TorchDefaults.Embedding<float>(),
        ["model"] = name => name.StartsWith("fc.", StringComparison.Ordinal) ? Linear(name["fc.".Length..], 5) : TorchDefaults.Recurrent<float>(5),
    };

    private static readonly Dictionary<string, string> _rules = new()
    {
        ["xavier_uniform"] = "xavier_uniform",
        ["xavier_normal"] = "xavier_normal",
        ["kaiming_uniform"] = "kaiming_uniform",
        ["orthogonal"] = "orthogonal",
        ["uniform20"] = "uniform(-0.3, 0.3)",
        ["normal20"] = "normal(1, 0.02)",
    };

    public static TheoryData<string, string> Modules => [.. ModulesOf(TorchRandomTests.Golden)];
    public static TheoryData<string> Rules => TorchRandomTests.Keys(_rules.Keys);
    public static TheoryData<string> Names => [.. Initializer.Known];

    [Theory, MemberData(nameof(Modules))]
    public void A_module_gets_the_weights_that_PyTorch_gives_it(string module, string seed) => CheckModule(TorchRandomTests.Golden, module, seed);

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_by_name_gives_what_PyTorch_gives(string key) => CheckRule(TorchRandomTests.Golden, key);

    internal static IEnumerable<(string Module, string Seed)> ModulesOf(ArrayFile golden) =>
        golden.Names.Where(key => key.StartsWith("init.", StringComparison.Ordinal)).Select(key => (key.Split('.')[1], key.Split('.')[^1])).Distinct();

    internal static bool IsRule(string key) => _rules.ContainsKey(TorchRandomTests.Draw(key));

    internal static void CheckModule(ArrayFile golden, string module, string seed)
    {
        var random = new TorchRandom(TorchRandomTests.Seed("." + seed));
        string start = $"init.{module}.", end = $".{seed}";
        foreach (NamedArray array in golden.Where(array => array.Name.StartsWith(start, StringComparison.Ordinal) && array.Name.EndsWith(end, StringComparison.Ordinal)))
        {
            Tensor<float> expected = array.As<float>(), found = new(array.Shape);
            _modules[module](array.Name[start.Length..^end.Length]).Fill(found, random);
            TorchRandomTests.Near(expected.Values, found.Values, module == "embedding" ? 1e-6 : 0);
        }
    }

    internal static void CheckRule(ArrayFile golden, string key)
    {
        Tensor<float> expected = golden[key].As<float>(), found = new(expected.Shape);
        Initializer.Named<float>(_rules[TorchRandomTests.Draw(key)]).Fill(found, new TorchRandom(TorchRandomTests.Seed(key)));
        TorchRandomTests.Near(expected.Values, found.Values, 1e-6);
    }

    [Theory]
    [InlineData(7, 7), InlineData(9, 4), InlineData(4, 9), InlineData(1, 5), InlineData(5, 1), InlineData(40, 33)]
    public void The_fewer_of_rows_and_columns_are_orthonormal(int rows, int columns)
    {
        var weight = new Tensor<double>(new Shape(rows, columns));
        new OrthogonalInitializer<double>(gain: 2).Fill(weight, new TorchRandom(11));
        bool wide = rows < columns;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < count; a++)
            for (int b = 0; b < count; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i => wide ? weight[a, i] * weight[b, i] : weight[i, a] * weight[i, b]);
                Assert.Equal(a == b ? 4 : 0, product, 1e-12);
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_name_fills_every_element_in_both_types_the_same_way(string name)
    {
        Tensor<float> floats = new(new Shape(24, 16));
        Tensor<double> doubles = new(new Shape(24, 16));
        floats.Span.Fill(float.NaN);
        doubles.Span.Fill(double.NaN);
        Initializer.Named<float>(name).Fill(floats, new TorchRandom(5));
        Initializer.Named<double>(name).Fill(doubles, new TorchRandom(5));
        Assert.All(floats.Values.ToArray(), x => Assert.True(float.IsFinite(x)));
        double[] values = doubles.Values.ToArray();
        Assert.All(values, x => Assert.True(double.IsFinite(x)));
        Assert.InRange(Deviation([.. floats.Values.ToArray().Select(x => (double)x)]), 0.8 * Deviation(values), 1.2 * Deviation(values));
    }

    [Theory]
    [InlineData("glorot", "Known: zeros, ones, constant(0), uniform(-0.05, 0.05)")]
    [InlineData("uniform(1)", "expected 2 numbers as in 'uniform(-0.05, 0.05)'")]
    [InlineData("uniform(1; 2)", "expected 2 numbers")]
    [InlineData("normal(0, 1", "expected 2 numbers")]
    [InlineData("constant(nan)", "expected 1 numbers")]
    [InlineData("constant(0,5)", "expected 1 numbers")]
    [InlineData("zeros(1)", "expected 0 numbers as in 'zeros'")]
    public void A_name_that_is_not_known_is_refused_with_those_that_are(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Initializer.Named<float>(text)).Message, StringComparison.Ordinal);

    [Theory, InlineData("glorot_uniform"), InlineData("kaiming_uniform"), InlineData("orthogonal")]
    public void A_rule_for_matrices_refuses_a_vector(string name) =>
        Assert.Contains("(7)", Assert.Throws<ArgumentException>(() => Initializer.Named<float>(name).Fill(new Tensor<float>(new Shape(7)), new TorchRandom(1))).Message, StringComparison.Ordinal);

    private static Initializer<float> Linear(string name, int inputs) => name == "weight" ? TorchDefaults.LinearWeight<float>() : TorchDefaults.LinearBias<float>(inputs);

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(x => x * x) - Math.Pow(values.Average(), 2));
}
