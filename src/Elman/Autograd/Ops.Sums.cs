using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The sum of all entries, as one row of sixteen partial sums.</summary>
        public Tensor<T> Sum() => Total("Sum", x, T.One);

        /// <summary>The mean of all entries.</summary>
        public Tensor<T> Mean() => Total("Mean", x, T.CreateChecked(NotEmpty("Mean", x.Shape, x.Shape.Count)));

        /// <summary>The sums along an axis, which goes or stays with size 1.</summary>
        /// <remarks>Along the last axis each is a row of sixteen partial sums; along any other, terms in ascending order in blocks of 256.</remarks>
        public Tensor<T> Sum(Index axis, bool keepAxis = false) => Along("Sum", x, AxisView.Resolve("Sum", x.Shape, axis), keepAxis, T.One);

        /// <summary>The means along an axis, which goes or stays with size 1.</summary>
        public Tensor<T> Mean(Index axis, bool keepAxis = false)
        {
            int resolved = AxisView.Resolve("Mean", x.Shape, axis);
            return Along("Mean", x, resolved, keepAxis, T.CreateChecked(NotEmpty("Mean", x.Shape, x.Shape[resolved])));
        }
    }

    // y = (Σ x)/n;  dx = dy/n
    private static Tensor<T> Total<T>(string name, Tensor<T> x, T n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Operation.Apply(name, [x], Tensor.Scalar(Reduction.Sum(x.Values) / n), gradients =>
        {
            T share = gradients.OfResult()[0] / n;
            Zip.Add([share], gradients.OfInput(0));
        });

    // y[o, j] = (Σ x[o, i, j])/n over i;  dx[o, i, j] = dy[o, j]/n
    private static Tensor<T> Along<T>(string name, Tensor<T> x, int axis, bool keepAxis, T n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var view = new AxisView(x.Shape, axis);
        Shape kept = With(x.Shape, axis, 1);
        var y = new Tensor<T>(keepAxis ? kept : Without(x.Shape, axis));
        view.AddSums(x.Values, y.Array);
        foreach (ref T sum in y.Array.AsSpan()) sum /= n;
        return Operation.Apply(name, [x], y, gradients =>
        {
            T[] shares = gradients.OfResult().ToArray();
            foreach (ref T share in shares.AsSpan()) share /= n;
            gradients.Add(0, Broadcast.Expand<T>(shares, kept, x.Shape));
        });
    }

    private static int NotEmpty(string name, Shape shape, int count) =>
        count > 0 ? count : throw new ArgumentException($"{name}: there are no entries to take it of in shape {shape}.");

    private static Shape With(Shape shape, int axis, int dimension)
    {
        int[] dimensions = shape.Dimensions.ToArray();
        dimensions[axis] = dimension;
        return new Shape(dimensions);
    }
}
