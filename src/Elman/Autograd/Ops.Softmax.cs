using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>exp(x)/Σ exp(x) along the last axis.</summary>
        public Tensor<T> Softmax() => x.Softmax(^1);

        /// <summary>exp(x)/Σ exp(x) along an axis.</summary>
        public Tensor<T> Softmax(Index axis) => AlongLast("Softmax", x, axis, SoftmaxOfRows);

        /// <summary>x − ln Σ exp(x) along the last axis.</summary>
        public Tensor<T> LogSoftmax() => x.LogSoftmax(^1);

        /// <summary>x − ln Σ exp(x) along an axis.</summary>
        public Tensor<T> LogSoftmax(Index axis) => AlongLast("LogSoftmax", x, axis, LogSoftmaxOfRows);
    }

    // y = eˣ/Σ eˣ;  dx = y·(dy − Σ dy·y)
    private static Tensor<T> SoftmaxOfRows<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(x.Shape);
        Numerics.Softmax.Forward(x.Values, x.Shape[^1], y.Array);
        return Operation.Apply("Softmax", [x], y, gradients =>
        {
            var terms = new T[x.Shape.Count];
            Numerics.Softmax.Backward(y.Values, gradients.OfResult(), x.Shape[^1], terms);
            gradients.Add(0, terms);
        });
    }

    // y = x − ln Σ eˣ;  dx = dy − eʸ·Σ dy
    private static Tensor<T> LogSoftmaxOfRows<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(x.Shape);
        Numerics.Softmax.LogForward(x.Values, x.Shape[^1], y.Array);
        return Operation.Apply("LogSoftmax", [x], y, gradients =>
        {
            var terms = new T[x.Shape.Count];
            Numerics.Softmax.LogBackward(y.Values, gradients.OfResult(), x.Shape[^1], terms);
            gradients.Add(0, terms);
        });
    }

    private static Tensor<T> AlongLast<T>(string name, Tensor<T> x, Index axis, Func<Tensor<T>, Tensor<T>> ofRows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int along = AxisView.Resolve(name, x.Shape, axis);
        return along == x.Shape.Rank - 1 ? ofRows(x) : ofRows(x.Transpose(along, ^1)).Transpose(along, ^1);
    }
}
