using System.Numerics;

namespace Elman.Numerics;

/// <summary>How near two tensors are.</summary>
public static class Closeness
{
    extension<T>(Tensor<T> tensor) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Whether |difference| ≤ absolute + relative·|other| for every number, as <c>allclose</c> of NumPy and PyTorch has it; what is no number is near nothing.</summary>
        public bool AllClose(Tensor<T> other, double relative = 1e-5, double absolute = 1e-8)
        {
            Check(tensor, other);
            for (int i = 0; i < tensor.Shape.Count; i++)
            {
                double a = double.CreateTruncating(tensor.Values[i]), b = double.CreateTruncating(other.Values[i]);
                if (a != b && !(Math.Abs(a - b) <= absolute + relative * Math.Abs(b) && double.IsFinite(b))) return false;
            }
            return true;
        }

        /// <summary>The largest |difference|; no number where one side is none.</summary>
        public double LargestDifference(Tensor<T> other)
        {
            Check(tensor, other);
            double largest = 0;
            for (int i = 0; i < tensor.Shape.Count; i++)
            {
                double a = double.CreateTruncating(tensor.Values[i]), b = double.CreateTruncating(other.Values[i]);
                largest = Math.Max(largest, a == b ? 0 : Math.Abs(a - b));
            }
            return largest;
        }
    }

    private static void Check<T>(Tensor<T> a, Tensor<T> b) where T : unmanaged
    {
        if (!a.Shape.Equals(b.Shape)) throw new ArgumentException($"Only tensors of one shape are compared number by number; found {a.Shape} and {b.Shape}.");
    }
}
