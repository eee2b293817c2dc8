using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>A part, axis by axis from the first; axes that are not named are taken whole. As in <c>x.Slice(.., ^1)</c> or <c>x.Slice(1..3, AxisSlice.Every(2))</c>.</summary>
        public Tensor<T> Slice(params ReadOnlySpan<AxisSlice> slices)
        {
            if (slices.Length > x.Shape.Rank)
                throw new ArgumentException($"Slice: a tensor of shape {x.Shape} takes at most {x.Shape.Rank} slices, found {slices.Length}.");
            int[] from = Strided.RowMajor(x.Shape);
            var (dimensions, strides) = (new List<int>(), new List<int>());
            int start = 0;
            for (int axis = 0; axis < x.Shape.Rank; axis++)
            {
                AxisSlice slice = axis < slices.Length ? slices[axis] : Range.All;
                (int first, int count, int step) = slice.Of(x.Shape, axis);
                start += first * from[axis];
                if (slice.IsIndex) continue;
                dimensions.Add(count);
                strides.Add(step * from[axis]);
            }
            var y = new Tensor<T>(new Shape([.. dimensions]));
            int[] moves = [.. strides];
            Strided.Gather(x.Values, y.Shape, moves, start, y.Array);
            // y[i] = x[s(i)];  dx[s(i)] += dy[i]
            return Operation.Apply("Slice", [x], y, gradients => Strided.Add(gradients.OfResult(), y.Shape, moves, start, gradients.OfInput(0)));
        }
    }
}
