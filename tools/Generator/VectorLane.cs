namespace Elman.Generator;

/// <summary>The text of one vector lane.</summary>
internal static class VectorLane
{
    public static string Write(LaneShape s) => $$"""
        {{Sources.Header}}using System.Runtime.CompilerServices;
        using System.Runtime.Intrinsics;

        namespace Elman.Numerics;

        internal readonly unsafe struct {{s.Name}}({{s.Vector}}<{{s.Element}}> values) : ILane<{{s.Name}}, {{s.Element}}>
        {
            private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
            private readonly {{s.Vector}}<{{s.Element}}> _v = values;

            public static int Width { [MethodImpl(Inline)] get => {{s.Vector}}<{{s.Element}}>.Count; }

            [MethodImpl(Inline)] public static {{s.Name}} Load({{s.Element}}* source) => new({{s.Vector}}.Load(source));
            [MethodImpl(Inline)] public static void Store({{s.Element}}* target, {{s.Name}} value) => {{s.Vector}}.Store(value._v, target);
            [MethodImpl(Inline)] public static {{s.Name}} All({{s.Element}} value) => new({{s.Vector}}.Create(value));
            [MethodImpl(Inline)] public static {{s.Name}} Of(double value) => new({{s.Vector}}.Create(({{s.Element}})value));

            [MethodImpl(Inline)] public static {{s.Name}} operator +({{s.Name}} a, {{s.Name}} b) => new(a._v + b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator -({{s.Name}} a, {{s.Name}} b) => new(a._v - b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator *({{s.Name}} a, {{s.Name}} b) => new(a._v * b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator /({{s.Name}} a, {{s.Name}} b) => new(a._v / b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator -({{s.Name}} a) => new(-a._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator &({{s.Name}} a, {{s.Name}} b) => new(a._v & b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator |({{s.Name}} a, {{s.Name}} b) => new(a._v | b._v);
            [MethodImpl(Inline)] public static {{s.Name}} operator ^({{s.Name}} a, {{s.Name}} b) => new(a._v ^ b._v);

            [MethodImpl(Inline)] public static {{s.Name}} Fma({{s.Name}} a, {{s.Name}} b, {{s.Name}} c) => new({{s.Vector}}.FusedMultiplyAdd(a._v, b._v, c._v));
            [MethodImpl(Inline)] public static {{s.Name}} Abs({{s.Name}} x) => new({{s.Vector}}.Abs(x._v));
            [MethodImpl(Inline)] public static {{s.Name}} Sqrt({{s.Name}} x) => new({{s.Vector}}.Sqrt(x._v));
            [MethodImpl(Inline)] public static {{s.Name}} Round({{s.Name}} x) => new({{s.Vector}}.Round(x._v));
            [MethodImpl(Inline)] public static {{s.Name}} Less({{s.Name}} a, {{s.Name}} b) => new({{s.Vector}}.LessThan(a._v, b._v));
            [MethodImpl(Inline)] public static {{s.Name}} Equal({{s.Name}} a, {{s.Name}} b) => new({{s.Vector}}.Equals(a._v, b._v));
            [MethodImpl(Inline)] public static {{s.Name}} Select({{s.Name}} mask, {{s.Name}} a, {{s.Name}} b) => new({{s.Vector}}.ConditionalSelect(mask._v, a._v, b._v));

            // 2{{s.FractionPower}} + k has k in its lowest bits: whole numbers become bits, and bits whole numbers, without a conversion.
            [MethodImpl(Inline)]
            public static {{s.Name}} PowerOfTwo({{s.Name}} n) =>
                new(((n._v + {{s.Vector}}.Create({{s.Carrier}} + {{s.Bias}})).{{s.AsWhole}}() << {{s.FractionBits}}).{{s.AsFloating}}());

            [MethodImpl(Inline)]
            public static {{s.Name}} Exponent({{s.Name}} x) =>
                new(((x._v.{{s.AsWhole}}() >>> {{s.FractionBits}}) | {{s.Vector}}.Create({{s.Carrier}}).{{s.AsWhole}}()).{{s.AsFloating}}() - {{s.Vector}}.Create({{s.Carrier}} + {{s.Bias}}));

            [MethodImpl(Inline)]
            public static {{s.Name}} Significand({{s.Name}} x) =>
                new(((x._v.{{s.AsWhole}}() & {{s.Vector}}.Create(({{s.Whole}}){{s.FractionMask}})) | {{s.Vector}}.Create(({{s.Whole}}){{s.OneBits}})).{{s.AsFloating}}());

            [MethodImpl(Inline)]
        {{Scale(s)}}

            [MethodImpl(Inline)]
        {{Widely(s)}}

            [MethodImpl(Inline)] public static {{s.Name}} Exp({{s.Name}} x) => {{s.Functions}}.Exp(x);
            [MethodImpl(Inline)] public static {{s.Name}} Expm1({{s.Name}} x) => {{s.Functions}}.Expm1(x);
            [MethodImpl(Inline)] public static {{s.Name}} Log({{s.Name}} x) => {{s.Functions}}.Log(x);
            [MethodImpl(Inline)] public static {{s.Name}} Log1p({{s.Name}} x) => {{s.Functions}}.Log1p(x);
            [MethodImpl(Inline)] public static {{s.Name}} Tanh({{s.Name}} x) => {{s.Functions}}.Tanh(x);
            [MethodImpl(Inline)] public static {{s.Name}} Sigmoid({{s.Name}} x) => {{s.Functions}}.Sigmoid(x);
            [MethodImpl(Inline)] public static {{s.Name}} Erf({{s.Name}} x) => {{s.Functions}}.Erf(x);

            internal {{s.Vector}}<{{s.Element}}> Values => _v;
        }

        """;

    private static string Scale(LaneShape s) => s.Bits == 512
        ? $$"""
              public static {{s.Name}} Scale({{s.Name}} m, {{s.Name}} n) => new(System.Runtime.Intrinsics.X86.Avx512F.Scale(m._v, n._v));
          """
        : $$"""
              public static {{s.Name}} Scale({{s.Name}} m, {{s.Name}} n)
              {
                  {{s.Name}} half = Round(n * Of(0.5));
                  return m * PowerOfTwo(half) * PowerOfTwo(n - half);
              }
          """;

    private static string Widely(LaneShape s) => s.IsFloat
        ? $$"""
              public static {{s.Name}} Widely<TFunction>({{s.Name}} x) where TFunction : struct, IFunction
              {
                  ({{s.Vector}}<double> lower, {{s.Vector}}<double> upper) = {{s.Vector}}.Widen(x._v);
                  return new({{s.Vector}}.Narrow(TFunction.Apply(new {{s.Wide}}(lower)).Values, TFunction.Apply(new {{s.Wide}}(upper)).Values));
              }
          """
        : $$"""
              public static {{s.Name}} Widely<TFunction>({{s.Name}} x) where TFunction : struct, IFunction => TFunction.Apply(x);
          """;
}
