using System.Numerics;

namespace Elman.Numerics;

/// <summary>How a framework prints its arrays: which digits, which brackets, where lines end. Beyond 1000 numbers both leave out the middle.</summary>
public abstract class TensorStyle
{
    /// <summary>As NumPy's <c>print(a)</c>: the digits that tell a number, 8 of them behind the point at most, as in <c>[[ 0.5  -0.25]]</c>.</summary>
    public static readonly TensorStyle NumPy = new NumPyStyle();

    /// <summary>As PyTorch's <c>print(t)</c>: 4 digits behind the point, as in <c>tensor([[ 0.5000, -0.2500]])</c>. What is to be differentiated is not marked.</summary>
    public static readonly TensorStyle PyTorch = new TorchStyle();

    internal abstract string Opening { get; }

    /// <summary>Between two numbers of a row.</summary>
    internal abstract string Separator { get; }

    /// <summary>The signs of one line for numbers and the separator behind each, inside so many brackets beside its own.</summary>
    internal abstract int Room(int brackets);

    /// <summary>What stands in a row for what is left out, and the signs that are reckoned for it where a number takes so many.</summary>
    internal abstract (string Text, int Taken) Gap(int width);

    /// <summary>The numbers of a tensor in one form, and the width that lines are reckoned with.</summary>
    internal abstract (string[] Words, int Width) Words<T>(T[] numbers) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A number without a shape.</summary>
    internal abstract string Scalar<T>(T number) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>What follows the brackets, behind a last line of so many signs.</summary>
    internal abstract string Closing<T>(int lastLine, Shape shape) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    internal abstract string Of(Shape shape);

    /// <summary>What both frameworks take for a need of powers of ten: the largest is more than 1000 times the smallest, or the smallest very small.</summary>
    private protected static bool NeedsPowers(double[] sizes, double small) => sizes.Length > 0 && (sizes.Max() / sizes.Min() > 1000 || sizes.Min() < small);

    /// <summary>The absolute values of those that are finite and not zero, which decide on the form of all.</summary>
    private protected static double[] Sizes<T>(T[] numbers) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. numbers.Where(number => T.IsFinite(number) && !T.IsZero(number)).Select(number => double.CreateTruncating(T.Abs(number)))];
}
