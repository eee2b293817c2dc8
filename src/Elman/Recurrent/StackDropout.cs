using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>Dropout between the layers of a stack, in training only.</summary>
/// <remarks>
/// As PyTorch draws it: one Bernoulli number for each of the output (T, N, F), step by step; of a batch with lengths, for the
/// sequences that are there at each step.
/// </remarks>
internal static class StackDropout
{
    public static void Check(double rate, int layer, int layers)
    {
        if (!(rate is >= 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"Layer {layer} of the stack has a dropout of {rate}; expected a rate of at least 0 and below 1."));
        if (rate != 0 && layer == layers - 1)
            throw new ArgumentException(FormattableString.Invariant($"Layer {layer} is the last of the stack and has a dropout of {rate}; dropout stands between two layers. Put a Dropout after the stack to drop its output."));
    }

    // y = x/(1 − rate) where kept, else 0;  dx = dy/(1 − rate) where kept, else 0
    /// <param name="x">(N, T, features).</param>
    public static Tensor<T> Apply<T>(Tensor<T> x, double rate, int[]? lengths, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!pass.Training || rate == 0) return x;
        RandomStream random = pass.Random
            ?? throw new InvalidOperationException("A stack with dropout draws random numbers in training, and this pass has none. Give it a Random stream, or run it with Training = false.");
        return Ops.Where(Draw(x.Shape, rate, lengths, random), x * T.CreateTruncating(1 / (1 - rate)), Tensor.Scalar(T.Zero));
    }

    private static Tensor<bool> Draw(Shape shape, double rate, int[]? lengths, RandomStream random)
    {
        (int sequences, int steps, int features) = (shape[0], shape[1], shape[2]);
        int[] rows = [.. from step in Enumerable.Range(0, steps)
                         from sequence in Enumerable.Range(0, sequences)
                         where step < (lengths?[sequence] ?? steps)
                         select sequence * steps + step];
        var drawn = new bool[rows.Length * features];
        random.Bernoulli(drawn, 1 - rate);
        var kept = new Tensor<bool>(shape);
        for (int i = 0; i < rows.Length; i++) drawn.AsSpan(i * features, features).CopyTo(kept.Array.AsSpan(rows[i] * features));
        return kept;
    }
}
