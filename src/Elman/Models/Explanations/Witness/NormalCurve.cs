namespace Elman.Models.Explanations.Witness;

/// <summary>Φ, the share of the normal distribution below x.</summary>
internal static class NormalCurve
{
    public static double Below(double x)
    {
        double u = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (u > 38) return x > 0 ? 1 : 0;
        double density = Math.Exp(-u * u / 2) / Math.Sqrt(2 * Math.PI);
        double tail = u < 3 ? 0.5 - density * Series(u) : density / Fraction(u);
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>(Φ(u) − ½)/density = u + u³/3 + u⁵/(3·5) + …</summary>
    private static double Series(double u)
    {
        double term = u, sum = u;
        for (int k = 3; term > sum * 1e-18; k += 2) sum += term *= u * u / k;
        return sum;
    }

    /// <summary>density/(1 − Φ(u)) = u + 1/(u + 2/(u + 3/(u + …)))</summary>
    private static double Fraction(double u)
    {
        double value = u;
        for (int k = 200; k >= 1; k--) value = u + k / value;
        return value;
    }
}
