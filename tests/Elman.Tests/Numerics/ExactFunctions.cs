namespace Elman.Tests.Numerics;

/// <summary>The functions of the library by their definitions, in 240 bits.</summary>
internal static class ExactFunctions
{
    private static readonly Exact _rootTwo = Exact.Sqrt(2);
    private static readonly Exact _rootPi = Exact.Sqrt(Exact.Pi);

    public static Exact Sigmoid(Exact x) => 1 / (1 + Exact.Exp(-x));

    public static Exact Tanh(Exact x)
    {
        Exact e = Exact.Expm1(2 * x);
        return e / (e + 2);
    }

    public static Exact Erf(Exact x)
    {
        if (x.Abs() > 2.5) return x.Sign * (1 - Erfc(x.Abs()));
        Exact sum = x, power = x;
        for (int i = 1; i < 120; i++)
        {
            power = -(power * x * x) / i;
            sum += power / (2 * i + 1);
        }
        return 2 * sum / _rootPi;
    }

    /// <summary>1 − erf x; beyond 2.5 by Laplace's continued fraction, whose 500 levels leave e⁻¹⁵⁸ there.</summary>
    public static Exact Erfc(Exact x)
    {
        if (x < 2.5) return 1 - Erf(x);
        if (x > 100) return Exact.Exp(-10000);
        Exact level = x;
        for (int i = 500; i > 0; i--) level = x + (Exact)i / 2 / level;
        return Exact.Exp(-(x * x)) / (level * _rootPi);
    }

    public static Exact Softplus(Exact x) => x.Sign > 0 ? x + Exact.Log1p(Exact.Exp(-x)) : Exact.Log1p(Exact.Exp(x));

    public static Exact Silu(Exact x) => x * Sigmoid(x);

    public static Exact Mish(Exact x)
    {
        // tanh(log(1 + e)) = e·(e + 2) / (e·(e + 2) + 2)
        Exact e = Exact.Exp(x), t = e * (e + 2);
        return x * t / (t + 2);
    }

    public static Exact Gelu(Exact x) => x * Erfc(-x / _rootTwo) / 2;

    public static Exact GeluTanh(Exact x)
    {
        Exact w = 2 * _rootTwo / _rootPi * (x + (Exact)44715 / 1000000 * x * x * x);
        return x * Sigmoid(w);
    }

    public static Exact Elu(Exact x) => x.Sign > 0 ? x : Exact.Expm1(x);

    public static Exact Selu(Exact x)
    {
        Exact alpha = Decimal("16732632423543772848170429916717", 31), lambda = Decimal("10507009873554804934193349852946", 31);
        return lambda * (x.Sign > 0 ? x : alpha * Exact.Expm1(x));
    }

    public static Exact Softsign(Exact x) => x / (1 + x.Abs());
    public static Exact HardSigmoid(Exact x) => Held(x + 3, 0, 6) / 6;
    public static Exact HardSilu(Exact x) => x * Held(x + 3, 0, 6) / 6;

    private static Exact Held(Exact x, Exact low, Exact high) => x < low ? low : x > high ? high : x;

    private static Exact Decimal(string digits, int scale)
    {
        Exact value = 0;
        foreach (char digit in digits) value = 10 * value + (digit - '0');
        for (int i = 0; i < scale; i++) value /= 10;
        return value;
    }
}
