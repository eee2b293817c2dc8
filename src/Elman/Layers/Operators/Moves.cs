using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Entries brought to other places, of numbers and of whole numbers alike: what every operator does that moves and does not compute.</summary>
internal static class Moves
{
    public static Shape ShapeOf<T>(Signal<T> x) where T : unmanaged => x.Numbers?.Shape ?? x.Ids!.Shape;

    /// <summary>The same entries in the same order in other dimensions.</summary>
    public static Signal<T> Reshape<T>(Signal<T> x, Shape shape) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x.Numbers is { } numbers ? new(numbers.Reshape(shape.Dimensions)) : new(new Tensor<int>(shape, x.Ids!.Array));

    /// <summary>y[i] = x[from[i]], where x is the entries of all parts one after the other; where from is negative, the filling.</summary>
    public static Signal<T> Place<T>(Signal<T>[] parts, Shape shape, int[] from, double filling = 0) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parts[0].Ids is not null) return new(new Tensor<int>(shape, Taken([.. parts.Select(part => part.Ids!)], from, (int)filling)));
        Tensor<T>[] x = [.. parts.Select(part => part.Numbers!)];
        var y = new Tensor<T>(shape, Taken(x, from, T.CreateTruncating(filling)));
        // dx[from[i]] += dy[i]
        return new(Operation.Apply("Place", x, y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            for (int part = 0, start = 0; part < x.Length; start += x[part].Shape.Count, part++)
            {
                Span<T> dx = gradients.OfInput(part);
                for (int i = 0; i < from.Length; i++)
                    if (from[i] >= start && from[i] < start + dx.Length) dx[from[i] - start] += dy[i];
            }
        }));
    }

    /// <summary>The places in row-major order of the indices that a function makes of each index of a shape; negative where it gives null.</summary>
    public static int[] From(Shape of, Shape to, Func<int[], int[]?> index)
    {
        var from = new int[to.Count];
        var at = new int[to.Rank];
        for (int i = 0; i < from.Length; i++)
        {
            int place = i;
            for (int axis = to.Rank - 1; axis >= 0; axis--) (place, at[axis]) = (place / to[axis], place % to[axis]);
            int offset = -1;
            if (index(at) is { } source)
            {
                offset = 0;
                for (int axis = 0; axis < of.Rank; axis++) offset = offset * of[axis] + source[axis];
            }
            from[i] = offset;
        }
        return from;
    }

    public static Signal<T> Permute<T>(Signal<T> x, int[] axes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Numbers is { } numbers) return new(numbers.Permute(axes));
        Shape of = x.Ids!.Shape, to = new([.. axes.Select(axis => of[axis])]);
        return Place([x], to, From(of, to, at =>
        {
            var source = new int[at.Length];
            for (int i = 0; i < at.Length; i++) source[axes[i]] = at[i];
            return source;
        }));
    }

    /// <summary>Repeated to a larger shape by the rules of arithmetic.</summary>
    public static Signal<T> Expand<T>(Signal<T> x, Shape to) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape of = ShapeOf(x);
        if (of.Equals(to)) return x;
        if (x.Numbers is { } numbers) return new(numbers.Expand(to.Dimensions));
        return Place([x], to, From(of, to, at => [.. Enumerable.Range(0, of.Rank).Select(axis => of[axis] == 1 ? 0 : at[to.Rank - of.Rank + axis])]));
    }

    /// <summary>One shape for two by the rules of arithmetic.</summary>
    public static Shape Common(Shape a, Shape b)
    {
        var sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int m = i <= a.Rank ? a[^i] : 1, n = i <= b.Rank ? b[^i] : 1;
            sizes[^i] = m == n || n == 1 ? m : m == 1 ? n : throw new ArgumentException($"Shapes {a} and {b} do not go together: sizes {m} and {n}.");
        }
        return new(sizes);
    }

    public static Tensor<T> ToNumbers<T>(Tensor<int> ids) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(ids.Shape, Array.ConvertAll(ids.Values.ToArray(), T.CreateTruncating));

    /// <summary>Towards zero; what is beyond the whole numbers becomes the last of them.</summary>
    public static Tensor<int> ToIds<T>(Tensor<T> numbers) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(numbers.Shape, Array.ConvertAll(numbers.Values.ToArray(), int.CreateSaturating));

    private static TValue[] Taken<TValue>(Tensor<TValue>[] parts, int[] from, TValue filling) where TValue : unmanaged
    {
        TValue[] all = parts.Length == 1 ? parts[0].Array : [.. parts.SelectMany(part => part.Values.ToArray())];
        return Array.ConvertAll(from, place => place < 0 ? filling : all[place]);
    }
}
