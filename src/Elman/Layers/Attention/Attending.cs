using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>What kinds of attention share: for each step of a query, a mean of the values, weighted by exp(score)/Σ exp(score) over the steps that count.</summary>
/// <remarks>
/// Steps of keys and values that are not there or that their mask passes over are skipped: their numbers leave no trace. A query with no step to look at gives zeros,
/// and so does one that its own mask passes over.
/// </remarks>
internal static class Attending
{
    /// <param name="Query">(N, Tq, D)</param>
    /// <param name="Key">(N, Tv, D)</param>
    /// <param name="Value">(N, Tv, V); its lengths and mask say which steps count.</param>
    /// <param name="Causal">Whether step t of the query sees only steps up to t.</param>
    public sealed record Call<T>(Signal<T> Query, Tensor<T> Key, Signal<T> Value, bool Causal) where T : unmanaged;

    /// <param name="score">From (B, I, D) and (B, J, D) to (B·h, I, J), h scores for each pair.</param>
    /// <param name="mix">From weights (B·h, I, J) and values (B, J, V) to (B, I, V).</param>
    public static Signal<T> Apply<T>(object layer, Call<T> call, Func<Tensor<T>, Tensor<T>, Tensor<T>> score, Func<Tensor<T>, Tensor<T>, Tensor<T>> mix) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> query = Expect.Sequences(layer, call.Query), value = Expect.Sequences(layer, call.Value), key = call.Key;
        if (key.Shape[0] != query.Shape[0] || value.Shape[0] != query.Shape[0] || value.Shape[1] != key.Shape[1])
            throw new ArgumentException($"{layer} takes as many sequences of queries, keys and values, and as many steps of keys as of values; found {query.Shape}, {key.Shape} and {value.Shape}.");
        if (call.Query.Lengths is not null) Present.Check(layer, query.Shape, call.Query.Lengths);
        if (call.Value.Lengths is not null) Present.Check(layer, value.Shape, call.Value.Lengths);
        (int n, int steps) = (query.Shape[0], query.Shape[1]);
        int[][] counted = call.Value.Mask is null ? [.. Steps.There(value.Shape, call.Value.Lengths)] : Steps.Counted(layer, call.Value);
        int[] asked = call.Query.Lengths ?? [.. Enumerable.Repeat(steps, n)];
        bool isWhole = n > 0 && counted[0].Length > 0 && counted.All(some => some.Length == value.Shape[1]) && Array.TrueForAll(asked, length => length == steps);
        Tensor<T> y = isWhole ? Attend(query, key, value, counted[0]) : OneByOne();
        if (call.Query.Mask is { } mask) y = Ops.Where(Tensor.From(mask.Values, new Shape(n, steps, 1)), y, Tensor.Scalar(T.Zero));
        return call.Query.With(y);

        Tensor<T> Attend(Tensor<T> q, Tensor<T> k, Tensor<T> v, int[] places)
        {
            Tensor<T> scores = score(q, k);
            if (!call.Causal) return mix(scores.Softmax(), v);
            int[] seen = [.. Enumerable.Range(0, q.Shape[1]).Select(t => places.Count(place => place <= t))];
            Tensor<T> y = mix(Ops.SoftmaxOfFirst(scores, seen), v);
            return seen[0] > 0 ? y : Ops.Where(Tensor.From(Array.ConvertAll(seen, count => count > 0), new Shape(1, seen.Length, 1)), y, Tensor.Scalar(T.Zero));
        }

        Tensor<T> OneByOne()
        {
            int[] there = [.. Enumerable.Range(0, n).Where(i => asked[i] > 0 && counted[i].Length > 0)];
            Tensor<T>[] parts = [.. there.Select(i =>
            {
                Tensor<int> some = Tensor.From(counted[i]);
                Tensor<T> part = Attend(query.Slice(i..(i + 1), ..asked[i]), key.Slice(i..(i + 1)).IndexSelect(1, some), value.Slice(i..(i + 1)).IndexSelect(1, some), counted[i]);
                return part.Reshape(asked[i], part.Shape[2]);
            })];
            // The width is that of a mix of nothing, where there is nobody to ask.
            if (parts.Length == 0) return new(new Shape(n, steps, mix(new Tensor<T>(new Shape(0, 0, 0)), value.Slice(..0, ..0)).Shape[2]));
            int[] rows = [.. there.SelectMany(i => Enumerable.Range(i * steps, asked[i]))];
            return Present.Spread(Ops.Concatenate<T>(parts, 0), Tensor.From(rows), n * steps).Reshape(n, steps, parts[0].Shape[1]);
        }
    }

    /// <summary>Weights dropped in training at a rate, the others grown by 1/(1 − rate).</summary>
    public static Tensor<T> Dropped<T>(object layer, Tensor<T> weights, double rate, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!pass.Training || rate == 0) return weights;
        RandomStream random = pass.Random
            ?? throw new InvalidOperationException($"{layer} draws random numbers in training, and this pass has none. Give it a Random stream, or run it with Training = false.");
        return Dropout<T>.Drop(weights, rate, random);
    }

    public static double CheckedRate(string name, double rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), FormattableString.Invariant($"{name} has a dropout of at least 0 and below 1, found {rate}."));

    /// <summary>The shape of the result, from those of query, value and, where it is one of its own, key.</summary>
    public static SignalShape Plan(object layer, ReadOnlySpan<SignalShape> inputs, int? query, int? value, int? key, int output)
    {
        if (inputs.Length is not (2 or 3)) throw new ArgumentException($"{layer} takes 2 or 3 inputs (query, value and, where it is another, key), found {inputs.Length}.");
        int?[] sizes = [query, value, key];
        for (int i = 0; i < inputs.Length; i++)
        {
            Expect.Numbers(layer, inputs[i], sizes[i]);
            if (!inputs[i].HasSteps) throw new ArgumentException($"{layer} takes sequences (N, T, F), found {inputs[i]}.");
        }
        return inputs[0] with { Features = output };
    }

    public static NotSupportedException CannotStep(object layer) =>
        new($"{layer} looks at all steps of its values, and a stream has not seen them: it cannot step. Use Predict on whole sequences.");
}
