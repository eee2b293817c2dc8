using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>One example by itself, without an axis of examples.</summary>
/// <param name="Input">Numbers (T, F) or (F), or ids (T).</param>
/// <param name="Target">Numbers (T, K) or (K), or ids (T) or a single one, of shape ().</param>
public sealed record Example<T>(Signal<T> Input, Signal<T> Target) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What stands behind the end of a target of ids: no class.</summary>
    public const int NoClass = -1;

    /// <summary>Steps of the input; 1 where there are none.</summary>
    public int Length => StepsOf(Input) ?? 1;

    /// <summary>Examples put together: behind the end of a shorter one stands zero, and in targets of ids <see cref="NoClass"/>; lengths say where the ends are.</summary>
    public static Batch<T> Together(IReadOnlyList<Example<T>> examples)
    {
        if (examples.Count == 0) throw new ArgumentException("A batch has at least one example; found none.");
        return new(Stack([.. examples.Select(example => example.Input)], 0), Stack([.. examples.Select(example => example.Target)], NoClass));
    }

    /// <summary>Refuses NaN and infinity, and what has another form than the first example.</summary>
    internal void Check(string name, Example<T>? first)
    {
        foreach ((string part, Signal<T> signal, Signal<T>? other) in new[] { ("input", Input, first?.Input), ("target", Target, first?.Target) })
        {
            if (signal.Lengths is not null || signal.Mask is not null) throw new ArgumentException($"{name}: its {part} has lengths or a mask; an example by itself has its own length. Cut it there.");
            Shape shape = signal.Size;
            if (signal.Ids is null ? shape.Rank is not (1 or 2) : shape.Rank > 1)
                throw new ArgumentException($"{name}: its {part} has shape {shape}; expected {(signal.Ids is null ? "numbers (T, F) or (F)" : "ids (T) or ()")}.");
            if (other is not null && ((other.Ids is null) != (signal.Ids is null) || other.Size.Rank != shape.Rank || (signal.Ids is null && other.Size[^1] != shape[^1])))
                throw new ArgumentException($"{name}: its {part} has shape {shape}, and that of the first example is {other.Size}. All examples of a source have one form.");
            if (signal.Numbers is not { } numbers) continue;
            for (int i = 0; i < numbers.Values.Length; i++)
                if (!T.IsFinite(numbers.Values[i]))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: its {part} has {numbers.Values[i]} at {(shape.Rank == 2 ? $"step {i / shape[1]}, feature {i % shape[1]}" : $"feature {i}")}. Fill such values in, or leave the example out."));
        }
    }

    private static int? StepsOf(Signal<T> signal) => signal.Size.Rank == (signal.Ids is null ? 2 : 1) ? signal.Size[0] : null;

    private static Signal<T> Stack(Signal<T>[] parts, int padding)
    {
        int? steps = StepsOf(parts[0]) is null ? null : parts.Max(part => StepsOf(part)!.Value);
        int[]? lengths = steps is null || parts.All(part => StepsOf(part) == steps) ? null : [.. parts.Select(part => StepsOf(part)!.Value)];
        int[] outer = steps is int longest ? [parts.Length, longest] : [parts.Length];
        if (parts[0].Ids is not null)
        {
            var ids = new Tensor<int>(new Shape(outer));
            Fill(parts, part => part.Ids!, ids, padding);
            return new Signal<T>(ids, lengths);
        }
        var numbers = new Tensor<T>(new Shape([.. outer, parts[0].Size[^1]]));
        Fill(parts, part => part.Numbers!, numbers, T.Zero);
        return new Signal<T>(numbers, lengths);
    }

    private static void Fill<TElement>(Signal<T>[] parts, Func<Signal<T>, Tensor<TElement>> of, Tensor<TElement> into, TElement padding) where TElement : unmanaged
    {
        int stride = into.Shape.CountFrom(1);
        Span<TElement> values = into.Span;
        values.Fill(padding);
        for (int i = 0; i < parts.Length; i++) of(parts[i]).Values.CopyTo(values.Slice(i * stride, stride));
    }
}
