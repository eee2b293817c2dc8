// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Float256(Vector256<float> values) : ILane<Float256, float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector256<float>.Count; }

    [MethodImpl(Inline)] public static Float256 Load(float* source) => new(Vector256.Load(source));
    [MethodImpl(Inline)] public static void Store(float* target, Float256 value) => Vector256.Store(value._v, target);
    [MethodImpl(Inline)] public static Float256 All(float value) => new(Vector256.Create(value));
    [MethodImpl(Inline)] public static Float256 Of(double value) => new(Vector256.Create((float)value));

    [MethodImpl(Inline)] public static Float256 operator +(Float256 a, Float256 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Float256 operator -(Float256 a, Float256 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Float256 operator *(Float256 a, Float256 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Float256 operator /(Float256 a, Float256 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Float256 operator -(Float256 a) => new(-a._v);
    [MethodImpl(Inline)] public static Float256 operator &(Float256 a, Float256 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Float256 operator |(Float256 a, Float256 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Float256 operator ^(Float256 a, Float256 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Float256 Fma(Float256 a, Float256 b, Float256 c) => new(Vector256.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Float256 Abs(Float256 x) => new(Vector256.Abs(x._v));
    [MethodImpl(Inline)] public static Float256 Sqrt(Float256 x) => new(Vector256.Sqrt(x._v));
    [MethodImpl(Inline)] public static Float256 Round(Float256 x) => new(Vector256.Round(x._v));
    [MethodImpl(Inline)] public static Float256 Less(Float256 a, Float256 b) => new(Vector256.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Float256 Equal(Float256 a, Float256 b) => new(Vector256.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Float256 Select(Float256 mask, Float256 a, Float256 b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    // 2²³ + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Float256 PowerOfTwo(Float256 n) =>
        new(((n._v + Vector256.Create(8388608f + 127)).AsInt32() << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Float256 Exponent(Float256 x) =>
        new(((x._v.AsInt32() >>> 23) | Vector256.Create(8388608f).AsInt32()).AsSingle() - Vector256.Create(8388608f + 127));

    [MethodImpl(Inline)]
    public static Float256 Significand(Float256 x) =>
        new(((x._v.AsInt32() & Vector256.Create((int)0x007fffff)) | Vector256.Create((int)0x3f800000)).AsSingle());

    [MethodImpl(Inline)]
    public static Float256 Scale(Float256 m, Float256 n)
    {
        Float256 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Float256 Widely<TFunction>(Float256 x) where TFunction : struct, IFunction
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(x._v);
        return new(Vector256.Narrow(TFunction.Apply(new Double256(lower)).Values, TFunction.Apply(new Double256(upper)).Values));
    }

    [MethodImpl(Inline)] public static Float256 Exp(Float256 x) => Float32Functions.Exp(x);
    [MethodImpl(Inline)] public static Float256 Expm1(Float256 x) => Float32Functions.Expm1(x);
    [MethodImpl(Inline)] public static Float256 Log(Float256 x) => Float32Functions.Log(x);
    [MethodImpl(Inline)] public static Float256 Log1p(Float256 x) => Float32Functions.Log1p(x);
    [MethodImpl(Inline)] public static Float256 Tanh(Float256 x) => Float32Functions.Tanh(x);
    [MethodImpl(Inline)] public static Float256 Sigmoid(Float256 x) => Float32Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Float256 Erf(Float256 x) => Float32Functions.Erf(x);

    internal Vector256<float> Values => _v;
}
