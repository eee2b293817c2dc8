using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> a) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The larger of two entries, NaN where one is. Where they are equal the gradient goes to the first.</summary>
        public Tensor<T> Maximum(Tensor<T> b) => Binary.Apply<T, Larger>("Maximum", a, b);

        /// <summary>The smaller of two entries, NaN where one is. Where they are equal the gradient goes to the first.</summary>
        public Tensor<T> Minimum(Tensor<T> b) => Binary.Apply<T, Smaller>("Minimum", a, b);

        /// <summary>The largest entry along an axis, which goes; NaN where there is one. The gradient goes to the first that is largest.</summary>
        public Tensor<T> Max(Index axis) => Extreme("Max", a, axis, static (candidate, best) => candidate > best);

        /// <summary>The smallest entry along an axis, which goes; NaN where there is one. The gradient goes to the first that is smallest.</summary>
        public Tensor<T> Min(Index axis) => Extreme("Min", a, axis, static (candidate, best) => candidate < best);
    }

    // y = b where b > a or b alone is NaN, else a;  dy goes where y came from
    private readonly struct Larger : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => L.Select(TakesB(L.Less(a, b), a, b), b, a);
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => L.Select(TakesB(L.Less(a, b), a, b), L.Of(0), dy);
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => L.Select(TakesB(L.Less(a, b), a, b), dy, L.Of(0));
    }

    // y = b where b < a or b alone is NaN, else a;  dy goes where y came from
    private readonly struct Smaller : IBinary
    {
        [MethodImpl(Inline)] public static L Value<L>(L a, L b) where L : struct, ILane<L> => L.Select(TakesB(L.Less(b, a), a, b), b, a);
        [MethodImpl(Inline)] public static L ToA<L>(L a, L b, L dy) where L : struct, ILane<L> => L.Select(TakesB(L.Less(b, a), a, b), L.Of(0), dy);
        [MethodImpl(Inline)] public static L ToB<L>(L a, L b, L dy) where L : struct, ILane<L> => L.Select(TakesB(L.Less(b, a), a, b), dy, L.Of(0));
    }

    [MethodImpl(Inline)]
    private static L TakesB<L>(L wins, L a, L b) where L : struct, ILane<L> => wins | L.Select(L.Equal(b, b), L.Of(0), L.Equal(a, a));

    private static Tensor<T> Extreme<T>(string name, Tensor<T> x, Index along, Func<T, T, bool> beats) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int axis = AxisView.Resolve(name, x.Shape, along);
        var view = new AxisView(x.Shape, axis);
        if (view.Count == 0) throw new ArgumentException($"{name}: axis {axis} of shape {x.Shape} has no entries to choose from.");

        var y = new Tensor<T>(Without(x.Shape, axis));
        var from = new int[y.Shape.Count];
        for (int o = 0; o < view.Outer; o++)
            for (int j = 0; j < view.Inner; j++)
            {
                int best = o * view.Count * view.Inner + j;
                for (int i = 1, at = best + view.Inner; i < view.Count && !T.IsNaN(x.Values[best]); i++, at += view.Inner)
                    if (T.IsNaN(x.Values[at]) || beats(x.Values[at], x.Values[best])) best = at;
                from[o * view.Inner + j] = best;
                y.Array[o * view.Inner + j] = x.Values[best];
            }

        // y = x[best];  dx[best] += dy
        return Operation.Apply(name, [x], y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            Span<T> dx = gradients.OfInput(0);
            for (int i = 0; i < from.Length; i++) dx[from[i]] += dy[i];
        });
    }

    private static Shape Without(Shape shape, int axis) => new([.. shape.Dimensions[..axis], .. shape.Dimensions[(axis + 1)..]]);
}
