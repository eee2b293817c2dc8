using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>A function of two numbers with, beside it, what it sends back to each: dy times its slope.</summary>
internal interface IBinary
{
    static abstract TLane Value<TLane>(TLane a, TLane b) where TLane : struct, ILane<TLane>;
    static abstract TLane ToA<TLane>(TLane a, TLane b, TLane dy) where TLane : struct, ILane<TLane>;
    static abstract TLane ToB<TLane>(TLane a, TLane b, TLane dy) where TLane : struct, ILane<TLane>;
}

/// <summary>Runs a function of two numbers over two tensors of shapes that go together.</summary>
internal static class Binary
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static Tensor<T> Apply<T, TFunction>(string name, Tensor<T> a, Tensor<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TFunction : struct, IBinary
    {
        var y = new Tensor<T>(Broadcast.Common(name, a.Shape, b.Shape));
        Broadcast.Map<T, Value<TFunction>>(y.Shape, a, b, y.Values, y.Array);
        Shape common = y.Shape;
        int[]? bounds = Broadcast.Bounds(common);
        return Operation.Apply(name, [a, b], y, gradients =>
        {
            SendBack<ToA<TFunction>>(0, a.Shape);
            SendBack<ToB<TFunction>>(1, b.Shape);

            void SendBack<TTo>(int input, Shape shape) where TTo : struct, IZip
            {
                if (!gradients.Wants(input)) return;
                var terms = new T[common.Count];
                Broadcast.Map<T, TTo>(common, a, b, gradients.OfResult(), terms);
                Broadcast.Reduce<T>(terms, common, shape, gradients.OfInput(input), bounds);
            }
        });
    }

    private readonly struct Value<TFunction> : IZip where TFunction : struct, IBinary
    {
        [MethodImpl(Inline)] public static TLane Apply<TLane>(TLane a, TLane b, TLane dy) where TLane : struct, ILane<TLane> => TFunction.Value(a, b);
    }

    private readonly struct ToA<TFunction> : IZip where TFunction : struct, IBinary
    {
        [MethodImpl(Inline)] public static TLane Apply<TLane>(TLane a, TLane b, TLane dy) where TLane : struct, ILane<TLane> => TFunction.ToA(a, b, dy);
    }

    private readonly struct ToB<TFunction> : IZip where TFunction : struct, IBinary
    {
        [MethodImpl(Inline)] public static TLane Apply<TLane>(TLane a, TLane b, TLane dy) where TLane : struct, ILane<TLane> => TFunction.ToB(a, b, dy);
    }
}
