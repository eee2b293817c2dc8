using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    // Beyond this many factors the logarithm is as exact as the product.
    private const int MostFactors = 64;

    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>xᵖ. A whole p up to 64 in magnitude is a product of factors (one over it where p is negative); any other is e^(p·ln x) in double precision, NaN for negative x.</summary>
        /// <remarks>For doubles the latter is off by up to |p·ln x| units in the last place; floats are rounded once.</remarks>
        public Tensor<T> Power(double exponent)
        {
            var y = new Tensor<T>(x.Shape, PowerOf(x.Values, exponent));
            // dx = dy·p·xᵖ⁻¹
            return Operation.Apply("Power", [x], y, gradients =>
            {
                T p = T.CreateTruncating(exponent);
                T[] slope = PowerOf(x.Values, exponent - 1);
                ReadOnlySpan<T> dy = gradients.OfResult();
                Span<T> dx = gradients.OfInput(0);
                for (int i = 0; i < dx.Length; i++) dx[i] += dy[i] * (p * slope[i]);
            });
        }
    }

    private static T[] PowerOf<T>(ReadOnlySpan<T> x, double exponent) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        bool isProduct = double.IsInteger(exponent) && Math.Abs(exponent) <= MostFactors;
        for (int i = 0; i < y.Length; i++) y[i] = isProduct ? ProductOf(x[i], (int)exponent) : ByLogarithm(x[i], exponent);
        return y;
    }

    /// <summary>By squares: x¹³ = x⁸·x⁴·x, from the lowest factor on.</summary>
    private static T ProductOf<T>(T x, int exponent) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T product = T.One;
        for (int left = Math.Abs(exponent); left > 0; left >>= 1, x *= x)
            if ((left & 1) == 1) product *= x;
        return exponent < 0 ? T.One / product : product;
    }

    private static T ByLogarithm<T>(T x, double exponent) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Double1.Exp(new Double1(exponent) * Double1.Log(new Double1(double.CreateTruncating(x)))).Value);
}
