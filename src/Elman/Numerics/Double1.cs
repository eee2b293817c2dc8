using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>One double: the portable lane, and the reference that the others must equal bit for bit.</summary>
internal readonly unsafe struct Double1(double value) : ILane<Double1, double>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly double _v = value;

    public static int Width { [MethodImpl(Inline)] get => 1; }

    [MethodImpl(Inline)] public static Double1 Load(double* source) => new(*source);
    [MethodImpl(Inline)] public static void Store(double* target, Double1 value) => *target = value._v;
    [MethodImpl(Inline)] public static Double1 All(double value) => new(value);
    [MethodImpl(Inline)] public static Double1 Of(double value) => new(value);

    [MethodImpl(Inline)] public static Double1 operator +(Double1 a, Double1 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Double1 operator -(Double1 a, Double1 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Double1 operator *(Double1 a, Double1 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Double1 operator /(Double1 a, Double1 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Double1 operator -(Double1 a) => new(-a._v);
    [MethodImpl(Inline)] public static Double1 operator &(Double1 a, Double1 b) => Bits(a.Whole & b.Whole);
    [MethodImpl(Inline)] public static Double1 operator |(Double1 a, Double1 b) => Bits(a.Whole | b.Whole);
    [MethodImpl(Inline)] public static Double1 operator ^(Double1 a, Double1 b) => Bits(a.Whole ^ b.Whole);

    [MethodImpl(Inline)] public static Double1 Fma(Double1 a, Double1 b, Double1 c) => new(Math.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Double1 Abs(Double1 x) => new(Math.Abs(x._v));
    [MethodImpl(Inline)] public static Double1 Sqrt(Double1 x) => new(Math.Sqrt(x._v));
    [MethodImpl(Inline)] public static Double1 Round(Double1 x) => new(Math.Round(x._v));
    [MethodImpl(Inline)] public static Double1 Less(Double1 a, Double1 b) => Bits(a._v < b._v ? -1L : 0L);
    [MethodImpl(Inline)] public static Double1 Equal(Double1 a, Double1 b) => Bits(a._v == b._v ? -1L : 0L);
    [MethodImpl(Inline)] public static Double1 Select(Double1 mask, Double1 a, Double1 b) => Bits((mask.Whole & a.Whole) | (~mask.Whole & b.Whole));

    // 2⁵² + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)] public static Double1 PowerOfTwo(Double1 n) => Bits(new Double1(n._v + (4503599627370496d + 1023d)).Whole << 52);
    [MethodImpl(Inline)] public static Double1 Exponent(Double1 x) => new(Bits((x.Whole >>> 52) | 0x4330000000000000L)._v - (4503599627370496d + 1023d));
    [MethodImpl(Inline)] public static Double1 Significand(Double1 x) => Bits((x.Whole & 0x000fffffffffffffL) | 0x3ff0000000000000L);

    [MethodImpl(Inline)]
    public static Double1 Scale(Double1 m, Double1 n)
    {
        Double1 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Double1 Widely<TFunction>(Double1 x) where TFunction : struct, IFunction => TFunction.Apply(x);

    [MethodImpl(Inline)] public static Double1 Exp(Double1 x) => Float64Functions.Exp(x);
    [MethodImpl(Inline)] public static Double1 Expm1(Double1 x) => Float64Functions.Expm1(x);
    [MethodImpl(Inline)] public static Double1 Log(Double1 x) => Float64Functions.Log(x);
    [MethodImpl(Inline)] public static Double1 Log1p(Double1 x) => Float64Functions.Log1p(x);
    [MethodImpl(Inline)] public static Double1 Tanh(Double1 x) => Float64Functions.Tanh(x);
    [MethodImpl(Inline)] public static Double1 Sigmoid(Double1 x) => Float64Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Double1 Erf(Double1 x) => Float64Functions.Erf(x);

    internal double Value => _v;

    private long Whole { [MethodImpl(Inline)] get => BitConverter.DoubleToInt64Bits(_v); }
    [MethodImpl(Inline)] private static Double1 Bits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
