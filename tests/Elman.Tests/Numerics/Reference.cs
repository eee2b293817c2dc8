namespace Elman.Tests.Numerics;

/// <summary>The functions of the library by their definitions in double: the reference for float, good to 1e-10 and mostly to 1e-15.</summary>
internal static class Reference
{
    // Kahan: the error of u cancels in the quotient.
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        if (Math.Abs(x) > 30) return u - 1;
        return (u - 1) * x / Math.Log(u);
    }

    public static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1) return x;
        return double.IsPositiveInfinity(x) ? x : Math.Log(u) * x / (u - 1);
    }

    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));
    public static double Silu(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(x);

    public static double Mish(double x)
    {
        if (double.IsNegativeInfinity(x)) return -0.0;
        if (x > 40) return x;
        double e = Math.Exp(x), t = e * (e + 2);
        return x * t / (t + 2);
    }

    public static double GeluTanh(double x) =>
        double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));

    public static double Gelu(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Erfc(-x / Math.Sqrt(2)) / 2;

    public static double Erf(double x) => Math.Abs(x) > 2.5 ? Math.Sign(x) * (1 - Erfc(Math.Abs(x))) : ErfSeries(x);

    private static double Erfc(double x)
    {
        if (!(x >= 2.5)) return 1 - Erf(x);
        if (x > 40) return 0;
        double level = x;
        for (int i = 60; i > 0; i--) level = x + i / 2.0 / level;
        return Math.Exp(-x * x) / (level * Math.Sqrt(Math.PI));
    }

    private static double ErfSeries(double x)
    {
        double sum = x, power = x;
        for (int i = 1; i < 60 && Math.Abs(power) > 1e-17 * Math.Abs(sum); i++)
        {
            power *= -x * x / i;
            sum += power / (2 * i + 1);
        }
        return 2 * sum / Math.Sqrt(Math.PI);
    }

    public static double Elu(double x) => x > 0 ? x : Expm1(x);
    public static double Selu(double x) => 1.0507009873554804934193349852946 * (x > 0 ? x : 1.6732632423543772848170429916717 * Expm1(x));
    public static double Softsign(double x) => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x));
    public static double HardSigmoid(double x) => Math.Clamp(x + 3, 0, 6) / 6;
    public static double HardSilu(double x) => x >= 3 ? x : x <= -3 ? 0 : x * (x + 3) / 6;

    /// <summary>How many floats lie between two; of NaNs none.</summary>
    public static long Distance(float a, float b) => float.IsNaN(a) || float.IsNaN(b)
        ? float.IsNaN(a) == float.IsNaN(b) ? 0 : long.MaxValue
        : Math.Abs(Order(BitConverter.SingleToInt32Bits(a), int.MinValue) - Order(BitConverter.SingleToInt32Bits(b), int.MinValue));

    /// <summary>How many doubles lie between two; of NaNs none.</summary>
    public static long Distance(double a, double b) => double.IsNaN(a) || double.IsNaN(b)
        ? double.IsNaN(a) == double.IsNaN(b) ? 0 : long.MaxValue
        : (long)Int128.Min(long.MaxValue, Int128.Abs((Int128)Order(BitConverter.DoubleToInt64Bits(a), long.MinValue) - Order(BitConverter.DoubleToInt64Bits(b), long.MinValue)));

    // The bits as a whole number that rises with the value; both zeros are 0.
    private static long Order(long bits, long sign) => bits < 0 ? sign - bits : bits;
}
