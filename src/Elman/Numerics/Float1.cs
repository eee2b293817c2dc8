using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>One float: the portable lane, and the reference that the others must equal bit for bit.</summary>
internal readonly unsafe struct Float1(float value) : ILane<Float1, float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly float _v = value;

    public static int Width { [MethodImpl(Inline)] get => 1; }

    [MethodImpl(Inline)] public static Float1 Load(float* source) => new(*source);
    [MethodImpl(Inline)] public static void Store(float* target, Float1 value) => *target = value._v;
    [MethodImpl(Inline)] public static Float1 All(float value) => new(value);
    [MethodImpl(Inline)] public static Float1 Of(double value) => new((float)value);

    [MethodImpl(Inline)] public static Float1 operator +(Float1 a, Float1 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Float1 operator -(Float1 a, Float1 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Float1 operator *(Float1 a, Float1 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Float1 operator /(Float1 a, Float1 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Float1 operator -(Float1 a) => new(-a._v);
    [MethodImpl(Inline)] public static Float1 operator &(Float1 a, Float1 b) => Bits(a.Whole & b.Whole);
    [MethodImpl(Inline)] public static Float1 operator |(Float1 a, Float1 b) => Bits(a.Whole | b.Whole);
    [MethodImpl(Inline)] public static Float1 operator ^(Float1 a, Float1 b) => Bits(a.Whole ^ b.Whole);

    [MethodImpl(Inline)] public static Float1 Fma(Float1 a, Float1 b, Float1 c) => new(MathF.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Float1 Abs(Float1 x) => new(MathF.Abs(x._v));
    [MethodImpl(Inline)] public static Float1 Sqrt(Float1 x) => new(MathF.Sqrt(x._v));
    [MethodImpl(Inline)] public static Float1 Round(Float1 x) => new(MathF.Round(x._v));
    [MethodImpl(Inline)] public static Float1 Less(Float1 a, Float1 b) => Bits(a._v < b._v ? -1 : 0);
    [MethodImpl(Inline)] public static Float1 Equal(Float1 a, Float1 b) => Bits(a._v == b._v ? -1 : 0);
    [MethodImpl(Inline)] public static Float1 Select(Float1 mask, Float1 a, Float1 b) => Bits((mask.Whole & a.Whole) | (~mask.Whole & b.Whole));

    // 2²³ + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)] public static Float1 PowerOfTwo(Float1 n) => Bits(new Float1(n._v + (8388608f + 127f)).Whole << 23);
    [MethodImpl(Inline)] public static Float1 Exponent(Float1 x) => new(Bits((x.Whole >>> 23) | 0x4b000000)._v - (8388608f + 127f));
    [MethodImpl(Inline)] public static Float1 Significand(Float1 x) => Bits((x.Whole & 0x007fffff) | 0x3f800000);

    [MethodImpl(Inline)]
    public static Float1 Scale(Float1 m, Float1 n)
    {
        Float1 half = Round(n * Of(0.5));
        return m * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    public static Float1 Widely<TFunction>(Float1 x) where TFunction : struct, IFunction =>
        new((float)TFunction.Apply(new Double1(x._v)).Value);

    [MethodImpl(Inline)] public static Float1 Exp(Float1 x) => Float32Functions.Exp(x);
    [MethodImpl(Inline)] public static Float1 Expm1(Float1 x) => Float32Functions.Expm1(x);
    [MethodImpl(Inline)] public static Float1 Log(Float1 x) => Float32Functions.Log(x);
    [MethodImpl(Inline)] public static Float1 Log1p(Float1 x) => Float32Functions.Log1p(x);
    [MethodImpl(Inline)] public static Float1 Tanh(Float1 x) => Float32Functions.Tanh(x);
    [MethodImpl(Inline)] public static Float1 Sigmoid(Float1 x) => Float32Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Float1 Erf(Float1 x) => Float32Functions.Erf(x);

    internal float Value => _v;

    private int Whole { [MethodImpl(Inline)] get => BitConverter.SingleToInt32Bits(_v); }
    [MethodImpl(Inline)] private static Float1 Bits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
