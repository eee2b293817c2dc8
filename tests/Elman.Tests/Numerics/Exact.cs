using System.Numerics;

namespace Elman.Tests.Numerics;

/// <summary>A number m·2ᵉ with 240 significant bits: the reference for double. Slow and plain on purpose.</summary>
internal readonly struct Exact
{
    private const int Precision = 240;
    private readonly BigInteger _m;
    private readonly int _e;

    private Exact(BigInteger m, int e)
    {
        int excess = (int)BigInteger.Abs(m).GetBitLength() - Precision;
        (_m, _e) = excess > 0 ? (m >> excess, e + excess) : (m, e);
    }

    public static Exact One { get; } = 1;
    public static Exact Ln2 { get; } = 2 * Artanh(One / 3);
    public static Exact Pi { get; } = 16 * Arctan(One / 5) - 4 * Arctan(One / 239);

    public int Sign => _m.Sign;

    /// <summary>The k of 2ᵏ ≤ |x| &lt; 2ᵏ⁺¹.</summary>
    private int Exponent => _m.IsZero ? int.MinValue / 4 : _e + (int)BigInteger.Abs(_m).GetBitLength() - 1;

    public static implicit operator Exact(int value) => new(value, 0);

    public static implicit operator Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7ff);
        long fraction = bits & 0x000fffffffffffff;
        long m = exponent == 0 ? fraction : fraction | 1L << 52;
        return new(bits < 0 ? -m : m, Math.Max(exponent, 1) - 1075);
    }

    public static Exact operator +(Exact a, Exact b)
    {
        if (a._m.IsZero || a.Exponent < b.Exponent - 2 * Precision) return b;
        if (b._m.IsZero || b.Exponent < a.Exponent - 2 * Precision) return a;
        int e = Math.Min(a._e, b._e);
        return new((a._m << a._e - e) + (b._m << b._e - e), e);
    }

    public static Exact operator -(Exact a) => new(-a._m, a._e);
    public static Exact operator -(Exact a, Exact b) => a + -b;
    public static Exact operator *(Exact a, Exact b) => new(a._m * b._m, a._e + b._e);

    public static Exact operator /(Exact a, Exact b)
    {
        int shift = Precision + 2 + (int)BigInteger.Abs(b._m).GetBitLength();
        return new((a._m << shift) / b._m, a._e - b._e - shift);
    }

    public static bool operator <(Exact a, Exact b) => (a - b).Sign < 0;
    public static bool operator >(Exact a, Exact b) => (a - b).Sign > 0;

    public Exact Abs() => new(BigInteger.Abs(_m), _e);

    public static Exact Sqrt(Exact x)
    {
        Exact root = Math.Sqrt((double)x);
        for (int i = 0; i < 4; i++) root = (root + x / root) / 2;
        return root;
    }

    public static Exact Exp(Exact x)
    {
        // Beyond any double either way.
        if (x.Abs() > 4000) return new(1, x.Sign * 6000);
        int k = (int)Math.Round((double)x / Math.Log(2));
        Exact r = (x - k * Ln2) * new Exact(1, -8);
        Exact sum = One, term = One;
        for (int i = 1; i < 30; i++) sum += term = term * r / i;
        for (int i = 0; i < 8; i++) sum *= sum;
        return new(sum._m, sum._e + k);
    }

    public static Exact Expm1(Exact x)
    {
        if (x.Exponent >= -2) return Exp(x) - 1;
        Exact sum = x, term = x;
        for (int i = 2; i < 50; i++) sum += term = term * x / i;
        return sum;
    }

    public static Exact Log(Exact x)
    {
        int k = x.Exponent;
        Exact m = new(x._m, x._e - k);
        return k * Ln2 + 2 * Artanh((m - 1) / (m + 1));
    }

    public static Exact Log1p(Exact x) => x.Exponent >= -2 ? Log(1 + x) : 2 * Artanh(x / (2 + x));

    /// <summary>x + x³/3 + x⁵/5 + …, |x| ≤ 1/3</summary>
    private static Exact Artanh(Exact x) => OddSeries(x, x * x);

    private static Exact Arctan(Exact x) => OddSeries(x, -(x * x));

    private static Exact OddSeries(Exact x, Exact step)
    {
        Exact sum = x, power = x;
        for (int i = 3; i < 170; i += 2) sum += (power *= step) / i;
        return sum;
    }

    /// <summary>The nearest double, ties to even, subnormal numbers included.</summary>
    public static explicit operator double(Exact x)
    {
        if (x._m.IsZero) return 0;
        int quantum = Math.Max(x.Exponent - 52, -1074), shift = quantum - x._e;
        BigInteger m = BigInteger.Abs(x._m);
        BigInteger whole = shift <= 0 ? m << -shift : m >> shift;
        if (shift > 0)
        {
            BigInteger rest = m - (whole << shift), half = BigInteger.One << shift - 1;
            if (rest > half || (rest == half && !whole.IsEven)) whole += 1;
        }
        double size = Math.ScaleB((double)whole, quantum);
        return x._m.Sign < 0 ? -size : size;
    }
}
