// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Double256(Vector256<double> values) : ILane<Double256, double>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<double> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector256<double>.Count; }

    [MethodImpl(Inline)] public static Double256 Load(double* source) => new(Vector256.Load(source));
    [MethodImpl(Inline)] public static void Store(double* target, Double256 value) => Vector256.Store(value._v, target);
    [MethodImpl(Inline)] public static Double256 All(double value) => new(Vector256.Create(value));
    [MethodImpl(Inline)] public static Double256 Of(double value) => new(Vector256.Create((double)value));

    [MethodImpl(Inline)] public static Double256 operator +(Double256 a, Double256 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Double256 operator -(Double256 a, Double256 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Double256 operator *(Double256 a, Double256 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Double256 operator /(Double256 a, Double256 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Double256 operator -(Double256 a) => new(-a._v);
    [MethodImpl(Inline)] public static Double256 operator &(Double256 a, Double256 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Double256 operator |(Double256 a, Double256 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Double256 operator ^(Double256 a, Double256 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Double256 Fma(Double256 a, Double256 b, Double256 c) => new(Vector256.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Double256 Abs(Double256 x) => new(Vector256.Abs(x._v));
    [MethodImpl(Inline)] public static Double256 Sqrt(Double256 x) => new(Vector256.Sqrt(x._v));
    [MethodImpl(Inline)] public static Double256 Round(Double256 x) => new(Vector256.Round(x._v));
    [MethodImpl(Inline)] public static Double256 Less(Double256 a, Double256 b) => new(Vector256.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Double256 Equal(Double256 a, Double256 b) => new(Vector256.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Double256 Select(Double256 mask, Double256 a, Double256 b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    // 2⁵² + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Double256 PowerOfTwo(Double256 n) =>
        new(((n._v + Vector256.Create(4503599627370496d + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static Double256 Exponent(Double256 x) =>
        new(((x._v.AsInt64() >>> 52) | Vector256.Create(4503599627370496d).AsInt64()).AsDouble() - Vector256.Create(4503599627370496d + 1023));

    [MethodImpl(Inline)]
    public static Double256 Significand(Double256 x) =>
        new(((x._v.AsInt64() & Vector256.Create((long)0x000fffffffffffffL)) | Vector256.Create((long)0x3ff0000000000000L)).AsDouble());

    [MethodImpl(Inline)]
    public static Double256 Scale(Double256 m, Double256 n)
    {
        Double256 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Double256 Widely<TFunction>(Double256 x) where TFunction : struct, IFunction => TFunction.Apply(x);

    [MethodImpl(Inline)] public static Double256 Exp(Double256 x) => Float64Functions.Exp(x);
    [MethodImpl(Inline)] public static Double256 Expm1(Double256 x) => Float64Functions.Expm1(x);
    [MethodImpl(Inline)] public static Double256 Log(Double256 x) => Float64Functions.Log(x);
    [MethodImpl(Inline)] public static Double256 Log1p(Double256 x) => Float64Functions.Log1p(x);
    [MethodImpl(Inline)] public static Double256 Tanh(Double256 x) => Float64Functions.Tanh(x);
    [MethodImpl(Inline)] public static Double256 Sigmoid(Double256 x) => Float64Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Double256 Erf(Double256 x) => Float64Functions.Erf(x);

    internal Vector256<double> Values => _v;
}
