using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    /// <summary>One behind the other along an axis; all other dimensions are equal.</summary>
    public static Tensor<T> Concatenate<T>(ReadOnlySpan<Tensor<T>> parts, Index axis) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parts.IsEmpty) throw new ArgumentException("Concatenate takes at least one tensor, found none.");
        Shape first = parts[0].Shape;
        int along = AxisView.Resolve("Concatenate", first, axis);
        int total = 0;
        foreach (Tensor<T> part in parts)
        {
            if (part.Shape.Rank != first.Rank || !With(part.Shape, along, 0).Equals(With(first, along, 0)))
                throw new ArgumentException($"Concatenate along axis {along}: shapes {first} and {part.Shape} must be equal in all other axes.");
            total = checked(total + part.Shape[along]);
        }
        return Joined("Concatenate", parts.ToArray(), along, With(first, along, total));
    }

    /// <summary>Tensors of equal shape along a new axis, which then stands at the given place.</summary>
    public static Tensor<T> Stack<T>(ReadOnlySpan<Tensor<T>> parts, Index axis) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parts.IsEmpty) throw new ArgumentException("Stack takes at least one tensor, found none.");
        Shape first = parts[0].Shape;
        int at = axis.GetOffset(first.Rank + 1);
        if (at < 0 || at > first.Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), $"Stack: the new axis of tensors of shape {first} stands at 0 to {first.Rank}, found {axis}.");
        foreach (Tensor<T> part in parts)
            if (!part.Shape.Equals(first)) throw new ArgumentException($"Stack takes tensors of equal shape, found {first} and {part.Shape}.");
        return Joined("Stack", parts.ToArray(), at, new Shape([.. first.Dimensions[..at], parts.Length, .. first.Dimensions[at..]]));
    }

    /// <summary>In row-major order a join is runs of each part in turn: as many as there are indices before the axis, each as long as the part from the axis on.</summary>
    private static Tensor<T> Joined<T>(string name, Tensor<T>[] parts, int axis, Shape shape) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(shape);
        int outer = new AxisView(shape, axis).Outer;
        int row = shape.CountFrom(axis);
        int start = 0;
        foreach (Tensor<T> part in parts)
        {
            int run = part.Shape.CountFrom(axis);
            for (int o = 0; o < outer; o++) part.Values.Slice(o * run, run).CopyTo(y.Array.AsSpan(o * row + start, run));
            start += run;
        }
        return Operation.Apply(name, parts, y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            for (int i = 0, from = 0; i < parts.Length; i++)
            {
                int run = parts[i].Shape.CountFrom(axis);
                if (gradients.Wants(i))
                {
                    Span<T> dx = gradients.OfInput(i);
                    for (int o = 0; o < outer; o++) Zip.Add(dy.Slice(o * row + from, run), dx.Slice(o * run, run));
                }
                from += run;
            }
        });
    }
}
