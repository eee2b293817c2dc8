using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>The operations on tensors, each with its derivative beside it. Callable as <c>x.MatMul(w)</c> and as <c>Ops.MatMul(x, w)</c>.</summary>
/// <remarks>
/// Arithmetic aligns shapes at the last axis and repeats axes of size 1, as NumPy does; the gradient of what was repeated is the sum over the repetitions.
/// Results are new tensors in row-major order. The bits depend on the numbers alone, never on the vector width or the threads.
/// </remarks>
public static partial class Ops
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    extension<T>(Tensor<T> a) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Tensor<T> Add(Tensor<T> b) => Binary.Apply<T, Plus>("Add", a, b);
        public Tensor<T> Subtract(Tensor<T> b) => Binary.Apply<T, Minus>("Subtract", a, b);
        public Tensor<T> Multiply(Tensor<T> b) => Binary.Apply<T, Times>("Multiply", a, b);
        public Tensor<T> Divide(Tensor<T> b) => Binary.Apply<T, Over>("Divide", a, b);

        public static Tensor<T> operator +(Tensor<T> x, Tensor<T> y) => x.Add(y);
        public static Tensor<T> operator -(Tensor<T> x, Tensor<T> y) => x.Subtract(y);
        public static Tensor<T> operator *(Tensor<T> x, Tensor<T> y) => x.Multiply(y);
        public static Tensor<T> operator /(Tensor<T> x, Tensor<T> y) => x.Divide(y);
        public static Tensor<T> operator -(Tensor<T> x) => x.Negate();

        public static Tensor<T> operator +(Tensor<T> x, T y) => x.Add(Tensor.Scalar(y));
        public static Tensor<T> operator +(T x, Tensor<T> y) => Tensor.Scalar(x).Add(y);
        public static Tensor<T> operator -(Tensor<T> x, T y) => x.Subtract(Tensor.Scalar(y));
        public static Tensor<T> operator -(T x, Tensor<T> y) => Tensor.Scalar(x).Subtract(y);
        public static Tensor<T> operator *(Tensor<T> x, T y) => x.Multiply(Tensor.Scalar(y));
        public static Tensor<T> operator *(T x, Tensor<T> y) => Tensor.Scalar(x).Multiply(y);
        public static Tensor<T> operator /(Tensor<T> x, T y) => x.Divide(Tensor.Scalar(y));
        public static Tensor<T> operator /(T x, Tensor<T> y) => Tensor.Scalar(x).Divide(y);
    }

    // y = a + b;  da = dy,  db = dy
    private readonly struct Plus : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => a + b;
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => dy;
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => dy;
    }

    // y = a − b;  da = dy,  db = −dy
    private readonly struct Minus : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => a - b;
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => dy;
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => -dy;
    }

    // y = a·b;  da = dy·b,  db = dy·a
    private readonly struct Times : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => a * b;
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => dy * b;
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => dy * a;
    }

    // y = a/b;  da = dy/b,  db = −(dy·(a/b))/b
    private readonly struct Over : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => a / b;
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => dy / b;
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => -(dy * (a / b) / b);
    }
}
