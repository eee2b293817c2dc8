using System.Globalization;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Elman.Tests.Properties;

/// <summary>
/// Random stacks of random options and shapes, against plain loops written apart. A failure names the simplest case that still fails, and the seed of the draw; ELMAN_SEED=NUMBER draws others, and
/// ELMAN_CASES=NUMBER so many.
/// </summary>
public sealed class RandomStackTests
{
    private static readonly int _cases = int.Parse(Environment.GetEnvironmentVariable("ELMAN_CASES") ?? "60", CultureInfo.InvariantCulture);

    private static void ForAll(string name, Action<RandomCase> holds)
    {
        // The same cases in every run, unless others are asked for.
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("ELMAN_SEED") ?? "20261124", CultureInfo.InvariantCulture);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(_cases).WithName(name).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(RandomCase.Any, holds));
    }

    [Fact]
    public void Outputs_and_states_are_those_of_plain_loops() => ForAll(nameof(Outputs_and_states_are_those_of_plain_loops), one =>
    {
        RecurrentStack<double> stack = Stack(one);
        Tensor<double> x = Inputs(one);
        RecurrentResult<double> found = stack.Run(x, lengths: one.Lengths);
        double[][] states = [.. Recurrent.EveryCell.Tensors(found.State).Select(state => state.Values.ToArray())];
        for (int i = 0; i < one.Lengths.Length; i++)
        {
            (double[][] output, List<double[]> last) = Plain(one, stack).Run(Rows(x, i, one.Lengths[i]));
            for (int t = 0; t < one.Steps; t++)
                for (int f = 0; f < stack.Features; f++) Near(t < output.Length ? output[t][f] : 0, found.Output[i, t, f], $"output of sequence {i} at step {t}, feature {f}");
            Assert.Equal(last.Count, states.Length);
            for (int s = 0; s < last.Count; s++)
                for (int unit = 0; unit < last[s].Length; unit++) Near(last[s][unit], states[s][i * last[s].Length + unit], $"state {s} of sequence {i}, unit {unit}");
        }
    });

    [Fact]
    public void Gradients_follow_the_plain_loops_in_a_random_direction() => ForAll(nameof(Gradients_follow_the_plain_loops_in_a_random_direction), one =>
    {
        RecurrentStack<double> stack = Stack(one);
        Tensor<double> x = Inputs(one), weights = Autograd.Draw.Tensor<double>(one.Seed + 2, one.Lengths.Length, one.Steps, stack.Features);
        double[][] kept = [.. stack.Parameters.Select(parameter => parameter.Value.Values.ToArray())], along = [.. kept.Select((values, p) => Autograd.Draw.Tensor<double>(one.Seed + 3 + p, values.Length).Values.ToArray())];
        IReadOnlyList<Tensor<double>> gradients = (stack.Run(x, lengths: one.Lengths).Output * weights).Sum().GradientsOf([.. stack.Parameters.Select(parameter => parameter.Value)]);
        double slope = gradients.Select((gradient, p) => gradient.Values.ToArray().Zip(along[p], (g, v) => g * v).Sum()).Sum();

        double Loss(double step)
        {
            for (int p = 0; p < kept.Length; p++)
                for (int j = 0; j < kept[p].Length; j++) stack.Parameters[p].Value.Span[j] = kept[p][j] + step * along[p][j];
            double loss = 0;
            for (int i = 0; i < one.Lengths.Length; i++)
                foreach ((int t, double[] y) in Plain(one, stack).Run(Rows(x, i, one.Lengths[i])).Output.Index())
                    for (int f = 0; f < y.Length; f++) loss += y[f] * weights[i, t, f];
            return loss;
        }
        // Four points: an error of the fourth order. Where a clip lies between them, the slope is not one number.
        const double h = 1e-4;
        double plain = (8 * (Loss(h) - Loss(-h)) - (Loss(2 * h) - Loss(-2 * h))) / (12 * h), other = (Loss(h / 2) - Loss(-h / 2)) / h;
        bool isBent = one.Layers.Any(layer => layer.Clip > 0) && Math.Abs(plain - other) > 1e-5 * (1 + Math.Abs(plain));
        if (!isBent && Math.Abs(plain - slope) > 1e-6 * (1 + Math.Abs(plain))) throw new InvalidOperationException($"The slope is {slope:R}, expected {plain:R} for {one}.");
    });

    [Fact]
    public void A_sequence_alone_has_the_bits_of_its_batch_and_of_any_cut() => ForAll(nameof(A_sequence_alone_has_the_bits_of_its_batch_and_of_any_cut), one =>
    {
        RecurrentStack<double> stack = Stack(one);
        Tensor<double> x = Inputs(one), batch = stack.Run(x, lengths: one.Lengths).Output;
        for (int i = 0; i < one.Lengths.Length; i++)
        {
            int length = one.Lengths[i];
            if (length == 0) continue;
            Tensor<double> alone = stack.Run(x.Slice(i..(i + 1), ..length)).Output;
            Bits.AssertEqual<double>(batch.Slice(i..(i + 1), ..length).Values, alone.Values, $"{one}: sequence {i}");
            if (length < 2 || one.Layers.Any(layer => layer.Way != Way.Forward)) continue;
            RecurrentResult<double> first = stack.Run(x.Slice(i..(i + 1), ..1)), rest = stack.Run(x.Slice(i..(i + 1), 1..length), initial: first.State);
            Bits.AssertEqual<double>(alone.Values, [.. first.Output.Values, .. rest.Output.Values], $"{one}: sequence {i} in two");
        }
    });

    private static void Near(double expected, double found, string what)
    {
        if (!(Math.Abs(expected - found) <= 1e-12 * Math.Max(1, Math.Abs(expected)))) throw new InvalidOperationException(FormattableString.Invariant($"{what} is {found:R}, expected {expected:R}."));
    }

    private static LayerSpec Spec(PlainLayer layer) =>
        new(CellCatalog.Build(layer.Cell, []), layer.Hidden, layer.Way switch { Way.Forward => Direction.Forward, Way.Reverse => Direction.Reverse, _ => Direction.Bidirectional }, (BiasKind)(2 - layer.Biases))
        {
            Projection = layer.Projection,
            HiddenClip = layer.Clip > 0 ? StateClip.Of(layer.Clip) : null,
            Zoneout = layer.Zone > 0 ? new Zoneout(layer.Zone) : null,
            Connection = layer.Past switch { Past.None => Connection.None, Past.Residual => Connection.Residual, Past.Highway => Connection.Highway, _ => Connection.Dense },
            Merge = layer.Joined switch { Joined.Side => DirectionMerge.Concatenate, Joined.Sum => DirectionMerge.Sum, Joined.Multiply => DirectionMerge.Multiply, _ => DirectionMerge.Average },
        };

    private static RecurrentStack<double> Stack(RandomCase one)
    {
        var stack = new RecurrentStack<double>(one.Inputs, [.. one.Layers.Select(Spec)]);
        var random = new Random(one.Seed);
        foreach (Parameter<double> parameter in stack.Parameters)
            foreach (ref double value in parameter.Value.Span) value = random.NextDouble() * 1.6 - 0.8;
        return stack;
    }

    private static Tensor<double> Inputs(RandomCase one) => Autograd.Draw.Tensor<double>(one.Seed + 1, one.Lengths.Length, one.Steps, one.Inputs);

    private static PlainStack Plain(RandomCase one, RecurrentStack<double> stack)
    {
        Dictionary<string, double[]> weights = stack.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.Values.ToArray());
        return new(one.Layers, name => weights[name]);
    }

    private static double[][] Rows(Tensor<double> x, int sequence, int length) => [.. Enumerable.Range(0, length).Select(t => x.Values.Slice((sequence * x.Shape[1] + t) * x.Shape[2], x.Shape[2]).ToArray())];
}
