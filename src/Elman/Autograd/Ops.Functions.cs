using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Tensor<T> Negate() => Unary.Apply<T, Negation>("Negate", x);
        public Tensor<T> Exp() => Unary.Apply<T, Exponential>("Exp", x);
        public Tensor<T> Log() => Unary.Apply<T, Logarithm>("Log", x);
        public Tensor<T> Sqrt() => Unary.Apply<T, Root>("Sqrt", x);

        /// <summary>|x|; the slope at 0 is 0.</summary>
        public Tensor<T> Abs() => Unary.Apply<T, Magnitude>("Abs", x);
    }

    // y = −x;  dx = −dy
    private readonly struct Negation : IUnary
    {
        [MethodImpl(Inline)] public static L Value<L>(L x) where L : struct, ILane<L> => -x;
        [MethodImpl(Inline)] public static L ToX<L>(L x, L y, L dy) where L : struct, ILane<L> => -dy;
    }

    // y = eˣ;  dx = dy·y
    private readonly struct Exponential : IUnary
    {
        [MethodImpl(Inline)] public static L Value<L>(L x) where L : struct, ILane<L> => L.Exp(x);
        [MethodImpl(Inline)] public static L ToX<L>(L x, L y, L dy) where L : struct, ILane<L> => dy * y;
    }

    // y = ln x;  dx = dy/x
    private readonly struct Logarithm : IUnary
    {
        [MethodImpl(Inline)] public static L Value<L>(L x) where L : struct, ILane<L> => L.Log(x);
        [MethodImpl(Inline)] public static L ToX<L>(L x, L y, L dy) where L : struct, ILane<L> => dy / x;
    }

    // y = √x;  dx = dy/(2y)
    private readonly struct Root : IUnary
    {
        [MethodImpl(Inline)] public static L Value<L>(L x) where L : struct, ILane<L> => L.Sqrt(x);
        [MethodImpl(Inline)] public static L ToX<L>(L x, L y, L dy) where L : struct, ILane<L> => dy / (y + y);
    }

    // y = |x|;  dx = dy·sign(x)
    private readonly struct Magnitude : IUnary
    {
        [MethodImpl(Inline)] public static L Value<L>(L x) where L : struct, ILane<L> => L.Abs(x);

        [MethodImpl(Inline)]
        public static L ToX<L>(L x, L y, L dy) where L : struct, ILane<L> =>
            L.Select(L.Less(x, L.Of(0)), -dy, L.Select(L.Equal(x, L.Of(0)), L.Of(0), dy));
    }
}
