// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Float128(Vector128<float> values) : ILane<Float128, float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<float> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector128<float>.Count; }

    [MethodImpl(Inline)] public static Float128 Load(float* source) => new(Vector128.Load(source));
    [MethodImpl(Inline)] public static void Store(float* target, Float128 value) => Vector128.Store(value._v, target);
    [MethodImpl(Inline)] public static Float128 All(float value) => new(Vector128.Create(value));
    [MethodImpl(Inline)] public static Float128 Of(double value) => new(Vector128.Create((float)value));

    [MethodImpl(Inline)] public static Float128 operator +(Float128 a, Float128 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Float128 operator -(Float128 a, Float128 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Float128 operator *(Float128 a, Float128 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Float128 operator /(Float128 a, Float128 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Float128 operator -(Float128 a) => new(-a._v);
    [MethodImpl(Inline)] public static Float128 operator &(Float128 a, Float128 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Float128 operator |(Float128 a, Float128 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Float128 operator ^(Float128 a, Float128 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Float128 Fma(Float128 a, Float128 b, Float128 c) => new(Vector128.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Float128 Abs(Float128 x) => new(Vector128.Abs(x._v));
    [MethodImpl(Inline)] public static Float128 Sqrt(Float128 x) => new(Vector128.Sqrt(x._v));
    [MethodImpl(Inline)] public static Float128 Round(Float128 x) => new(Vector128.Round(x._v));
    [MethodImpl(Inline)] public static Float128 Less(Float128 a, Float128 b) => new(Vector128.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Float128 Equal(Float128 a, Float128 b) => new(Vector128.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Float128 Select(Float128 mask, Float128 a, Float128 b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    // 2²³ + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Float128 PowerOfTwo(Float128 n) =>
        new(((n._v + Vector128.Create(8388608f + 127)).AsInt32() << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Float128 Exponent(Float128 x) =>
        new(((x._v.AsInt32() >>> 23) | Vector128.Create(8388608f).AsInt32()).AsSingle() - Vector128.Create(8388608f + 127));

    [MethodImpl(Inline)]
    public static Float128 Significand(Float128 x) =>
        new(((x._v.AsInt32() & Vector128.Create((int)0x007fffff)) | Vector128.Create((int)0x3f800000)).AsSingle());

    [MethodImpl(Inline)]
    public static Float128 Scale(Float128 m, Float128 n)
    {
        Float128 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Float128 Widely<TFunction>(Float128 x) where TFunction : struct, IFunction
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(x._v);
        return new(Vector128.Narrow(TFunction.Apply(new Double128(lower)).Values, TFunction.Apply(new Double128(upper)).Values));
    }

    [MethodImpl(Inline)] public static Float128 Exp(Float128 x) => Float32Functions.Exp(x);
    [MethodImpl(Inline)] public static Float128 Expm1(Float128 x) => Float32Functions.Expm1(x);
    [MethodImpl(Inline)] public static Float128 Log(Float128 x) => Float32Functions.Log(x);
    [MethodImpl(Inline)] public static Float128 Log1p(Float128 x) => Float32Functions.Log1p(x);
    [MethodImpl(Inline)] public static Float128 Tanh(Float128 x) => Float32Functions.Tanh(x);
    [MethodImpl(Inline)] public static Float128 Sigmoid(Float128 x) => Float32Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Float128 Erf(Float128 x) => Float32Functions.Erf(x);

    internal Vector128<float> Values => _v;
}
