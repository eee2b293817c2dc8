// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elman.Numerics;

internal readonly unsafe struct Float512(Vector512<float> values) : ILane<Float512, float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _v = values;

    public static int Width { [MethodImpl(Inline)] get => Vector512<float>.Count; }

    [MethodImpl(Inline)] public static Float512 Load(float* source) => new(Vector512.Load(source));
    [MethodImpl(Inline)] public static void Store(float* target, Float512 value) => Vector512.Store(value._v, target);
    [MethodImpl(Inline)] public static Float512 All(float value) => new(Vector512.Create(value));
    [MethodImpl(Inline)] public static Float512 Of(double value) => new(Vector512.Create((float)value));

    [MethodImpl(Inline)] public static Float512 operator +(Float512 a, Float512 b) => new(a._v + b._v);
    [MethodImpl(Inline)] public static Float512 operator -(Float512 a, Float512 b) => new(a._v - b._v);
    [MethodImpl(Inline)] public static Float512 operator *(Float512 a, Float512 b) => new(a._v * b._v);
    [MethodImpl(Inline)] public static Float512 operator /(Float512 a, Float512 b) => new(a._v / b._v);
    [MethodImpl(Inline)] public static Float512 operator -(Float512 a) => new(-a._v);
    [MethodImpl(Inline)] public static Float512 operator &(Float512 a, Float512 b) => new(a._v & b._v);
    [MethodImpl(Inline)] public static Float512 operator |(Float512 a, Float512 b) => new(a._v | b._v);
    [MethodImpl(Inline)] public static Float512 operator ^(Float512 a, Float512 b) => new(a._v ^ b._v);

    [MethodImpl(Inline)] public static Float512 Fma(Float512 a, Float512 b, Float512 c) => new(Vector512.FusedMultiplyAdd(a._v, b._v, c._v));
    [MethodImpl(Inline)] public static Float512 Abs(Float512 x) => new(Vector512.Abs(x._v));
    [MethodImpl(Inline)] public static Float512 Sqrt(Float512 x) => new(Vector512.Sqrt(x._v));
    [MethodImpl(Inline)] public static Float512 Round(Float512 x) => new(Vector512.Round(x._v));
    [MethodImpl(Inline)] public static Float512 Less(Float512 a, Float512 b) => new(Vector512.LessThan(a._v, b._v));
    [MethodImpl(Inline)] public static Float512 Equal(Float512 a, Float512 b) => new(Vector512.Equals(a._v, b._v));
    [MethodImpl(Inline)] public static Float512 Select(Float512 mask, Float512 a, Float512 b) => new(Vector512.ConditionalSelect(mask._v, a._v, b._v));

    // 2²³ + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
    [MethodImpl(Inline)]
    public static Float512 PowerOfTwo(Float512 n) =>
        new(((n._v + Vector512.Create(8388608f + 127)).AsInt32() << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Float512 Exponent(Float512 x) =>
        new(((x._v.AsInt32() >>> 23) | Vector512.Create(8388608f).AsInt32()).AsSingle() - Vector512.Create(8388608f + 127));

    [MethodImpl(Inline)]
    public static Float512 Significand(Float512 x) =>
        new(((x._v.AsInt32() & Vector512.Create((int)0x007fffff)) | Vector512.Create((int)0x3f800000)).AsSingle());

    [MethodImpl(Inline)]
    public static Float512 Scale(Float512 m, Float512 n) => new(System.Runtime.Intrinsics.X86.Avx512F.Scale(m._v, n._v));

    [MethodImpl(Inline)]
    public static Float512 Widely<TFunction>(Float512 x) where TFunction : struct, IFunction
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(x._v);
        return new(Vector512.Narrow(TFunction.Apply(new Double512(lower)).Values, TFunction.Apply(new Double512(upper)).Values));
    }

    [MethodImpl(Inline)] public static Float512 Exp(Float512 x) => Float32Functions.Exp(x);
    [MethodImpl(Inline)] public static Float512 Expm1(Float512 x) => Float32Functions.Expm1(x);
    [MethodImpl(Inline)] public static Float512 Log(Float512 x) => Float32Functions.Log(x);
    [MethodImpl(Inline)] public static Float512 Log1p(Float512 x) => Float32Functions.Log1p(x);
    [MethodImpl(Inline)] public static Float512 Tanh(Float512 x) => Float32Functions.Tanh(x);
    [MethodImpl(Inline)] public static Float512 Sigmoid(Float512 x) => Float32Functions.Sigmoid(x);
    [MethodImpl(Inline)] public static Float512 Erf(Float512 x) => Float32Functions.Erf(x);

    internal Vector512<float> Values => _v;
}
