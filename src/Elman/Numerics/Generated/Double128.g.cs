// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Double128(Vector128<double> values) : ILane<Double128, double>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<double> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector128<double>.Count; }

    [MethodImpl(Inline)] public static Double128 Load(double* source) => new(Vector128.Load(source));
    [MethodImpl(Inline)] public static void Store(double* target, Double128 value) => Vector128.Store(value._v, target);
    [MethodImpl(Inline)] public static Double128 All(double value) => new(Vector128.Create(value));
    [MethodImpl(Inline)] public static Double128 Of(double value) => new(Vector128.Create((double)value));

    [MethodImpl(Inline)] public static Double128 operator +(Double128 a, Double128 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Double128 operator -(Double128 a, Double128 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Double128 operator *(Double128 a, Double128 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Double128 operator /(Double128 a, Double128 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Double128 operator -(Double128 a) => new(-a._v);
    [MethodImpl(Inline)] public static Double128 operator &(Double128 a, Double128 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Double128 operator |(Double128 a, Double128 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Double128 operator ^(Double128 a, Double128 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Double128 Fma(Double128 a, Double128 b, Double128 c) => new(Vector128.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Double128 Abs(Double128 x) => new(Vector128.Abs(x._v));
    [MethodImpl(Inline)] public static Double128 Sqrt(Double128 x) => new(Vector128.Sqrt(x._v));
    [MethodImpl(Inline)] public static Double128 Round(Double128 x) => new(Vector128.Round(x._v));
    [MethodImpl(Inline)] public static Double128 Less(Double128 a, Double128 b) => new(Vector128.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Double128 Equal(Double128 a, Double128 b) => new(Vector128.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Double128 Select(Double128 mask, Double128 a, Double128 b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    // 2⁵² + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Double128 PowerOfTwo(Double128 n) =>
        new(((n._v + Vector128.Create(4503599627370496d + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static Double128 Exponent(Double128 x) =>
        new(((x._v.AsInt64() >>> 52) | Vector128.Create(4503599627370496d).AsInt64()).AsDouble() - Vector128.Create(4503599627370496d + 1023));

    [MethodImpl(Inline)]
    public static Double128 Significand(Double128 x) =>
        new(((x._v.AsInt64() & Vector128.Create((long)0x000fffffffffffffL)) | Vector128.Create((long)0x3ff0000000000000L)).AsDouble());

    [MethodImpl(Inline)]
    public static Double128 Scale(Double128 m, Double128 n)
    {
        Double128 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Double128 Widely<TFunction>(Double128 x) where TFunction : struct, IFunction => TFunction.Apply(x);

    [MethodImpl(Inline)] public static Double128 Exp(Double128 x) => Float64Functions.Exp(x);
    [MethodImpl(Inline)] public static Double128 Expm1(Double128 x) => Float64Functions.Expm1(x);
    [MethodImpl(Inline)] public static Double128 Log(Double128 x) => Float64Functions.Log(x);
    [MethodImpl(Inline)] public static Double128 Log1p(Double128 x) => Float64Functions.Log1p(x);
    [MethodImpl(Inline)] public static Double128 Tanh(Double128 x) => Float64Functions.Tanh(x);
    [MethodImpl(Inline)] public static Double128 Sigmoid(Double128 x) => Float64Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Double128 Erf(Double128 x) => Float64Functions.Erf(x);

    internal Vector128<double> Values => _v;
}
