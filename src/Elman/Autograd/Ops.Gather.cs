using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The entries of an axis that the ids name: the axis is replaced by the axes of the ids. Ids (N, T) of the rows of a table (V, F) give (N, T, F).</summary>
        /// <remarks>The gradient of what was taken several times is summed in the order of the ids, in blocks of 256.</remarks>
        public Tensor<T> IndexSelect(Index axis, Tensor<int> ids)
        {
            int along = AxisView.Resolve("IndexSelect", x.Shape, axis);
            CheckIds("IndexSelect", x.Shape, along, ids);
            var view = new AxisView(x.Shape, along);
            var y = new Tensor<T>(new Shape([.. x.Shape.Dimensions[..along], .. ids.Shape.Dimensions, .. x.Shape.Dimensions[(along + 1)..]]));
            int[] rows = ids.Values.ToArray();
            for (int o = 0, to = 0; o < view.Outer; o++)
                foreach (int id in rows)
                {
                    x.Values.Slice((o * view.Count + id) * view.Inner, view.Inner).CopyTo(y.Array.AsSpan(to));
                    to += view.Inner;
                }

            // y[o, i] = x[o, ids[i]];  dx[o, ids[i]] += dy[o, i]
            return Operation.Apply("IndexSelect", [x], y, gradients =>
            {
                for (int o = 0; o < view.Outer; o++)
                    Scatter.AddRows(
                        gradients.OfResult().Slice(o * rows.Length * view.Inner, rows.Length * view.Inner), rows, view.Inner,
                        gradients.OfInput(0).Slice(o * view.Count * view.Inner, view.Count * view.Inner));
            });
        }

        /// <summary>One entry per place along an axis: y[o, i, j] = x[o, ids[o, i, j], j]. The ids have the dimensions of x but for that axis.</summary>
        public Tensor<T> Gather(Index axis, Tensor<int> ids)
        {
            int along = AxisView.Resolve("Gather", x.Shape, axis);
            if (ids.Shape.Rank != x.Shape.Rank || !With(ids.Shape, along, 0).Equals(With(x.Shape, along, 0)))
                throw new ArgumentException($"Gather along axis {along}: the ids of a tensor of shape {x.Shape} have its dimensions in all other axes, found {ids.Shape}.");
            CheckIds("Gather", x.Shape, along, ids);
            (AxisView from, AxisView to) = (new(x.Shape, along), new(ids.Shape, along));
            var places = new int[ids.Shape.Count];
            for (int i = 0; i < places.Length; i++)
            {
                (int o, int j) = (i / (to.Count * to.Inner), i % to.Inner);
                places[i] = (o * from.Count + ids.Values[i]) * from.Inner + j;
            }
            var y = new Tensor<T>(ids.Shape);
            for (int i = 0; i < places.Length; i++) y.Array[i] = x.Values[places[i]];
            return Operation.Apply("Gather", [x], y, gradients => Scatter.AddRows(gradients.OfResult(), places, 1, gradients.OfInput(0)));
        }
    }

    private static void CheckIds(string name, Shape shape, int axis, Tensor<int> ids)
    {
        for (int i = 0; i < ids.Values.Length; i++)
            if ((uint)ids.Values[i] >= (uint)shape[axis])
                throw new ArgumentOutOfRangeException(nameof(ids),
                    $"{name}: axis {axis} of shape {shape} has ids 0 to {shape[axis] - 1}, found {ids.Values[i]}, first at place {i} of ids {ids.Shape}.");
    }
}
