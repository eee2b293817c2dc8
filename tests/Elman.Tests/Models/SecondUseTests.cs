using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Tests.Recurrent;

namespace Elman.Tests.Models;

/// <summary>Gradients beside training: in inference mode, per sample, as values; and the second derivative, which is refused.</summary>
public sealed class SecondUseTests
{
    private const int Inputs = 3;
    private static readonly int[] _lengths = [3, 5, 0, 1];

    public static TheoryData<string> EveryCellName => [.. EveryCell.Names];

    private static Model<T> Of<T>(string cell) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Model.Sequential<T>(ModelInput.Sequences(Inputs), ("norm", new BatchNorm<T>(Inputs)), ("rnn", EveryCell.Stack<T>(Inputs, EveryCell.Layer(cell, 5, Direction.Bidirectional) with { Dropout = 0.4 }, new LayerSpec(CellCatalog.Gru(), 4))), ("drop", new Dropout<T>(0.5)), ("head", new Dense<T>(4, 2)));
        var random = new Random(5);
        foreach (ref T value in model.Parameter("head.weight").Value.Span) value = T.CreateTruncating(random.NextDouble() - 0.5);
        return model;
    }

    private static Tensor<T> Loss<T>(Signal<T> output, Tensor<T> weights) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        (output.Numbers! * output.Numbers! * weights).Sum();

    [Theory, MemberData(nameof(EveryCellName))]
    public void Backward_works_in_inference_mode_and_gives_the_gradients_of_what_was_computed(string cell)
    {
        Model<double> model = Of<double>(cell);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, -1.0, 1.0, 2, 3, Inputs)), weights = Draw.Tensor<double>(6, 2, 3, 2);
        Bits.AssertEqual<double>(model.Predict(x).Output.Values, model.Forward(new Signal<double>(x), Pass.Inference).Numbers!.Values, "output");
        CentralDifference.Check([x], () => Loss(model.Forward(new Signal<double>(x), Pass.Inference), weights));
    }

    [Theory, MemberData(nameof(EveryCellName))]
    public void Gradients_per_sample_have_the_bits_of_the_sequence_alone_and_add_up_to_those_of_the_batch(string cell)
    {
        Model<float> model = Of<float>(cell);
        Tensor<float> x = Draw.Tensor<float>(5, _lengths.Length, 5, Inputs), weights = Draw.Tensor<float>(6, _lengths.Length, 5, 2);
        Tensor<float> Of1(int i, int steps) => weights.Slice(i..(i + 1), ..steps);
        IReadOnlyList<SampleGradients<float>> samples = model.GradientsPerSample(new Signal<float>(x, _lengths), (y, i) => Loss(y, Of1(i, y.Numbers!.Shape[1])));
        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Value.Gradient));
        for (int i = 0; i < _lengths.Length; i++)
        {
            int steps = Math.Max(1, _lengths[i]);
            Tensor<float> loss = Loss(model.Forward(new Signal<float>(x.Slice(i..(i + 1), ..steps), _lengths[i] == 0 ? [0] : null), Pass.Inference), Of1(i, steps));
            loss.Backward();
            Assert.Equal(loss.Values[0], samples[i].Loss);
            foreach ((string name, Tensor<float> gradient) in samples[i].Gradients)
            {
                Bits.AssertEqual<float>(model.Parameter(name).Value.Gradient!.Values, gradient.Values, $"sample {i}, {name}");
                model.Parameter(name).Value.Gradient = null;
            }
        }

        Signal<float> batch = model.Forward(new Signal<float>(x, _lengths), Pass.Inference);
        Tensor<float> padded = batch.Numbers!;
        Tensor<float>[] there = [.. _lengths.Index().Where(row => row.Item > 0).Select(row => (padded.Slice(row.Index..(row.Index + 1), ..row.Item) * padded.Slice(row.Index..(row.Index + 1), ..row.Item) * Of1(row.Index, row.Item)).Sum())];
        IReadOnlyList<Tensor<float>> all = there.Aggregate((a, b) => a + b).GradientsOf([.. samples[0].Gradients.Keys.Select(name => model.Parameter(name).Value)]);
        foreach ((int p, string name) in samples[0].Gradients.Keys.Index())
            for (int j = 0; j < all[p].Shape.Count; j++)
                Assert.Equal(samples.Where((_, i) => _lengths[i] > 0).Sum(sample => sample.Gradients[name].Values[j]), all[p].Values[j], 2e-4f);
    }

    [Fact]
    public void Gradients_as_values_are_those_that_backward_leaves_and_leave_none_themselves()
    {
        Tensor<double> a = Draw.Leaf(Draw.Tensor<double>(1, 2, 3)), b = Draw.Leaf(Draw.Tensor<double>(2, 2, 3)), other = Draw.Leaf(Draw.Tensor<double>(3, 4));
        Tensor<double> Product(out Tensor<double> middle) => ((middle = a * b).Tanh() * a).Sum();
        IReadOnlyList<Tensor<double>> found = Product(out Tensor<double> middle) is var y ? y.GradientsOf([b, middle, other, a]) : [];
        Assert.True(a.Gradient is null && b.Gradient is null && other.Gradient is null);
        Product(out _).Backward();
        Bits.AssertEqual<double>(b.Gradient!.Values, found[0].Values, "b");
        Bits.AssertEqual<double>(a.Gradient!.Values, found[3].Values, "a");
        for (int i = 0; i < 6; i++) Assert.Equal((1 - Math.Pow(Math.Tanh(middle.Values[i]), 2)) * a.Values[i], found[1].Values[i], 1e-14);
        Assert.All(found[2].Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_double_backward_is_refused_by_name_and_told_what_to_do_instead()
    {
        Model<double> model = Of<double>("lstm");
        Tensor<double> x = Draw.Tensor<double>(5, 2, 3, Inputs), weights = Draw.Tensor<double>(6, 2, 3, 2);
        Tensor<double> loss = Loss(model.Forward(new Signal<double>(x), Pass.Inference), weights);
        Parameter<double> parameter = model.Parameter("rnn.0.forward.recurrent_weight");
        string message = Assert.Throws<NotSupportedException>(() => loss.GradientsOf([parameter.Value], keepGraph: true)).Message;
        Assert.Contains("'lstm'", message, StringComparison.Ordinal);
        Assert.Contains("'gru'", message, StringComparison.Ordinal);
        Assert.Contains("θ + εv", message, StringComparison.Ordinal);
        Tensor<double> gradient = loss.GradientsOf([parameter.Value])[0];
        Assert.Contains("no second derivative", Assert.Throws<InvalidOperationException>(() => (gradient * gradient).Sum().Backward()).Message, StringComparison.Ordinal);

        // What is told instead: the curvature along v by a difference of gradients, against one of losses.
        double[] v = [.. Enumerable.Range(0, gradient.Shape.Count).Select(i => Math.Sin(i + 1))], kept = parameter.Value.Values.ToArray();
        (double Loss, double Slope) At(double step)
        {
            for (int i = 0; i < v.Length; i++) parameter.Value.Span[i] = kept[i] + step * v[i];
            Tensor<double> here = Loss(model.Forward(new Signal<double>(x), Pass.Inference), weights);
            double value = here.Values[0];
            return (value, here.GradientsOf([parameter.Value])[0].Values.ToArray().Zip(v, (g, d) => g * d).Sum());
        }
        double curvature = (At(1e-5).Slope - At(-1e-5).Slope) / 2e-5, plain = (At(1e-3).Loss - 2 * At(0).Loss + At(-1e-3).Loss) / 1e-6;
        Assert.Equal(plain, curvature, 1e-5 * Math.Max(1, Math.Abs(plain)));
    }
}
