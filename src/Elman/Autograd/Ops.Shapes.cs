using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The same entries in the same order in other dimensions, one of which may be −1: whatever is left.</summary>
        public Tensor<T> Reshape(params ReadOnlySpan<int> dimensions) => Reshaped("Reshape", x, Fill(x.Shape, dimensions));

        /// <summary>Without an axis of size 1.</summary>
        public Tensor<T> Squeeze(Index axis)
        {
            int resolved = AxisView.Resolve("Squeeze", x.Shape, axis);
            if (x.Shape[resolved] != 1) throw new ArgumentException($"Squeeze: axis {resolved} of shape {x.Shape} must have size 1 to go, found {x.Shape[resolved]}.");
            return Reshaped("Squeeze", x, Without(x.Shape, resolved));
        }

        /// <summary>With a new axis of size 1, which then stands at the given place.</summary>
        public Tensor<T> Unsqueeze(Index axis)
        {
            int at = axis.GetOffset(x.Shape.Rank + 1);
            if (at < 0 || at > x.Shape.Rank)
                throw new ArgumentOutOfRangeException(nameof(axis), $"Unsqueeze: a new axis of shape {x.Shape} stands at 0 to {x.Shape.Rank}, found {axis}.");
            return Reshaped("Unsqueeze", x, new Shape([.. x.Shape.Dimensions[..at], 1, .. x.Shape.Dimensions[at..]]));
        }

        /// <summary>Repeated to a larger shape by the rules of arithmetic.</summary>
        public Tensor<T> Expand(params ReadOnlySpan<int> dimensions)
        {
            var shape = new Shape(dimensions);
            if (!Broadcast.Common("Expand", x.Shape, shape).Equals(shape)) throw new ArgumentException($"Expand: shape {x.Shape} does not repeat to {shape}.");
            var y = new Tensor<T>(shape, Broadcast.Expand(x.Values, x.Shape, shape));
            int[]? bounds = Broadcast.Bounds(shape);
            return Operation.Apply("Expand", [x], y, gradients => Broadcast.Reduce(gradients.OfResult(), shape, x.Shape, gradients.OfInput(0), bounds));
        }

        /// <summary>The last two axes exchanged.</summary>
        public Tensor<T> Transpose() => x.Transpose(^2, ^1);

        /// <summary>Two axes exchanged.</summary>
        public Tensor<T> Transpose(Index first, Index second)
        {
            (int a, int b) = (AxisView.Resolve("Transpose", x.Shape, first), AxisView.Resolve("Transpose", x.Shape, second));
            int[] axes = [.. Enumerable.Range(0, x.Shape.Rank)];
            (axes[a], axes[b]) = (axes[b], axes[a]);
            return x.Permute(axes);
        }

        /// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c> of this one.</summary>
        public Tensor<T> Permute(params ReadOnlySpan<int> axes)
        {
            int[] order = axes.ToArray();
            if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Rank)))
                throw new ArgumentException($"Permute: every axis 0 to {x.Shape.Rank - 1} of shape {x.Shape} is named once, found ({string.Join(", ", order)}).");
            int[] from = Strided.RowMajor(x.Shape);
            int[] strides = [.. order.Select(axis => from[axis])];
            var y = new Tensor<T>(new Shape([.. order.Select(axis => x.Shape[axis])]));
            Strided.Gather(x.Values, y.Shape, strides, 0, y.Array);
            return Operation.Apply("Permute", [x], y, gradients => Strided.Add(gradients.OfResult(), y.Shape, strides, 0, gradients.OfInput(0)));
        }
    }

    private static Tensor<T> Reshaped<T>(string name, Tensor<T> x, Shape shape) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Operation.Apply(name, [x], Tensor.From(x.Values, shape), gradients => gradients.Add(0, gradients.OfResult()));

    private static Shape Fill(Shape shape, ReadOnlySpan<int> dimensions)
    {
        int[] filled = dimensions.ToArray();
        int open = Array.IndexOf(filled, -1);
        if (open >= 0)
        {
            filled[open] = 1;
            int known = new Shape(filled).Count;
            filled[open] = known > 0 && shape.Count % known == 0 ? shape.Count / known : 0;
        }
        var result = new Shape(filled);
        return result.Count == shape.Count
            ? result
            : throw new ArgumentException($"Reshape: shape {shape} has {shape.Count} entries, which do not fill ({string.Join(", ", dimensions.ToArray())}).");
    }
}
