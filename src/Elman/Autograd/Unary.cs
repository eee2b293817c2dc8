using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>A function of one number y = f(x) with, beside it, what it sends back: dy times its slope.</summary>
internal interface IUnary
{
    static abstract TLane Value<TLane>(TLane x) where TLane : struct, ILane<TLane>;
    static abstract TLane ToX<TLane>(TLane x, TLane y, TLane dy) where TLane : struct, ILane<TLane>;
}

/// <summary>Runs a function of one number over a tensor.</summary>
internal static class Unary
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static Tensor<T> Apply<T, TFunction>(string name, Tensor<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TFunction : struct, IUnary
    {
        var y = new Tensor<T>(x.Shape);
        Zip.Map<T, Value<TFunction>>(x.Values, x.Values, x.Values, y.Array);
        return Operation.Apply(name, [x], y, gradients =>
        {
            var terms = new T[x.Shape.Count];
            Zip.Map<T, ToX<TFunction>>(x.Values, y.Values, gradients.OfResult(), terms);
            gradients.Add(0, terms);
        });
    }

    private readonly struct Value<TFunction> : IZip where TFunction : struct, IUnary
    {
        [MethodImpl(Inline)] public static TLane Apply<TLane>(TLane x, TLane y, TLane dy) where TLane : struct, ILane<TLane> => TFunction.Value(x);
    }

    private readonly struct ToX<TFunction> : IZip where TFunction : struct, IUnary
    {
        [MethodImpl(Inline)] public static TLane Apply<TLane>(TLane x, TLane y, TLane dy) where TLane : struct, ILane<TLane> => TFunction.ToX(x, y, dy);
    }
}
