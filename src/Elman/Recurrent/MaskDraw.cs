using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The random numbers of a layer in training, from the pass's stream alone, in an order that no thread decides: step by step, then sequence by sequence.</summary>
internal static class MaskDraw
{
    /// <summary>Of one direction: the recurrent dropout first, then the zoneout, state by state within a step.</summary>
    public static DirectionMasks<T>? Of<T>(DirectedCell<T> cell, int sequences, int steps, int[]? lengths, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (StateDropout? dropout, Zoneout? zoneout) = (cell.Spec.RecurrentDropout, cell.Spec.Zoneout);
        if (!pass.Training || (dropout is null && zoneout is null)) return null;
        RandomStream random = StreamOf(pass);
        T[]? kept = dropout is null ? null : Kept<T>(dropout, sequences, steps, cell.Outputs, lengths, random);
        T[]? zone = null;
        if (zoneout is not null)
        {
            zone = new T[(long)steps * cell.States * sequences * cell.Hidden];
            for (int step = 0; step < steps; step++)
                for (int state = 0; state < cell.States; state++)
                    if (zoneout.RateOf(state) is > 0 and var rate)
                        foreach (int sequence in Present(sequences, step, lengths))
                            Fill(zone.AsSpan(((step * cell.States + state) * sequences + sequence) * cell.Hidden, cell.SizeOf(state)), rate, T.One, random);
        }
        return new() { Recurrent = kept, RecurrentSteps = dropout is null ? 0 : dropout.SharedOverTime ? 1 : steps, Zone = zone };
    }

    /// <summary>x∘m, m being 1/(1 − rate) where a number is kept and 0 elsewhere; (N, T, features).</summary>
    public static Tensor<T> Apply<T>(Tensor<T> x, StateDropout? dropout, int[]? lengths, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!pass.Training || dropout is null) return x;
        (int sequences, int steps, int features) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        T[] kept = Kept<T>(dropout, sequences, steps, features, lengths, StreamOf(pass));
        var mask = new Tensor<bool>(x.Shape);
        for (int sequence = 0; sequence < sequences; sequence++)
            for (int step = 0; step < steps; step++)
                for (int feature = 0; feature < features; feature++)
                    mask.Array[(sequence * steps + step) * features + feature] = kept[((dropout.SharedOverTime ? 0 : step) * sequences + sequence) * features + feature] != T.Zero;
        return Ops.Where(mask, x * T.CreateTruncating(1 / (1 - dropout.Rate)), Tensor.Scalar(T.Zero));
    }

    /// <summary>(steps, or 1 where shared; sequences, units)</summary>
    private static T[] Kept<T>(StateDropout dropout, int sequences, int steps, int units, int[]? lengths, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int drawn = dropout.SharedOverTime ? 1 : steps;
        var kept = new T[(long)drawn * sequences * units];
        for (int step = 0; step < drawn; step++)
            foreach (int sequence in Present(sequences, step, lengths))
                Fill(kept.AsSpan((step * sequences + sequence) * units, units), 1 - dropout.Rate, T.CreateTruncating(1 / (1 - dropout.Rate)), random);
        return kept;
    }

    private static IEnumerable<int> Present(int sequences, int step, int[]? lengths) => Enumerable.Range(0, sequences).Where(sequence => lengths is null || step < lengths[sequence]);

    private static void Fill<T>(Span<T> target, double probability, T value, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var drawn = new bool[target.Length];
        random.Bernoulli(drawn, probability);
        for (int i = 0; i < drawn.Length; i++) target[i] = drawn[i] ? value : T.Zero;
    }

    private static RandomStream StreamOf(Pass pass) => pass.Random
        ?? throw new InvalidOperationException("A layer with dropout or zoneout draws random numbers in training, and this pass has none. Give it a Random stream, or run it with Training = false.");
}
