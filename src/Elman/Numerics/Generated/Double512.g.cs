// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Double512(Vector512<double> values) : ILane<Double512, double>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<double> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector512<double>.Count; }

    [MethodImpl(Inline)] public static Double512 Load(double* source) => new(Vector512.Load(source));
    [MethodImpl(Inline)] public static void Store(double* target, Double512 value) => Vector512.Store(value._v, target);
    [MethodImpl(Inline)] public static Double512 All(double value) => new(Vector512.Create(value));
    [MethodImpl(Inline)] public static Double512 Of(double value) => new(Vector512.Create((double)value));

    [MethodImpl(Inline)] public static Double512 operator +(Double512 a, Double512 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Double512 operator -(Double512 a, Double512 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Double512 operator *(Double512 a, Double512 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Double512 operator /(Double512 a, Double512 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Double512 operator -(Double512 a) => new(-a._v);
    [MethodImpl(Inline)] public static Double512 operator &(Double512 a, Double512 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Double512 operator |(Double512 a, Double512 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Double512 operator ^(Double512 a, Double512 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Double512 Fma(Double512 a, Double512 b, Double512 c) => new(Vector512.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Double512 Abs(Double512 x) => new(Vector512.Abs(x._v));
    [MethodImpl(Inline)] public static Double512 Sqrt(Double512 x) => new(Vector512.Sqrt(x._v));
    [MethodImpl(Inline)] public static Double512 Round(Double512 x) => new(Vector512.Round(x._v));
    [MethodImpl(Inline)] public static Double512 Less(Double512 a, Double512 b) => new(Vector512.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Double512 Equal(Double512 a, Double512 b) => new(Vector512.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Double512 Select(Double512 mask, Double512 a, Double512 b) => new(Vector512.ConditionalSelect(mask._v, a._v, b._v));

    // 2⁵² + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Double512 PowerOfTwo(Double512 n) =>
        new(((n._v + Vector512.Create(4503599627370496d + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static Double512 Exponent(Double512 x) =>
        new(((x._v.AsInt64() >>> 52) | Vector512.Create(4503599627370496d).AsInt64()).AsDouble() - Vector512.Create(4503599627370496d + 1023));

    [MethodImpl(Inline)]
    public static Double512 Significand(Double512 x) =>
        new(((x._v.AsInt64() & Vector512.Create((long)0x000fffffffffffffL)) | Vector512.Create((long)0x3ff0000000000000L)).AsDouble());

    [MethodImpl(Inline)]
    public static Double512 Scale(Double512 m, Double512 n) => new(System.Runtime.Intrinsics.X86.Avx512F.Scale(m._v, n._v));

    [MethodImpl(Inline)]
    public static Double512 Widely<TFunction>(Double512 x) where TFunction : struct, IFunction => TFunction.Apply(x);

    [MethodImpl(Inline)] public static Double512 Exp(Double512 x) => Float64Functions.Exp(x);
    [MethodImpl(Inline)] public static Double512 Expm1(Double512 x) => Float64Functions.Expm1(x);
    [MethodImpl(Inline)] public static Double512 Log(Double512 x) => Float64Functions.Log(x);
    [MethodImpl(Inline)] public static Double512 Log1p(Double512 x) => Float64Functions.Log1p(x);
    [MethodImpl(Inline)] public static Double512 Tanh(Double512 x) => Float64Functions.Tanh(x);
    [MethodImpl(Inline)] public static Double512 Sigmoid(Double512 x) => Float64Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Double512 Erf(Double512 x) => Float64Functions.Erf(x);

    internal Vector512<double> Values => _v;
}
