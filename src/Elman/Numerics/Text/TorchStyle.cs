using System.Numerics;

namespace Elman.Numerics;

/// <summary>Four digits behind the point: <c>tensor([[ 0.5000, -0.2500]])</c>; whole numbers without any.</summary>
internal sealed class TorchStyle : TensorStyle
{
    private const int Digits = 4, LineWidth = 80;

    internal override string Opening => "tensor(";
    internal override string Separator => ", ";

    internal override int Room(int brackets) => LineWidth - Opening.Length - brackets;

    internal override (string Text, int Taken) Gap(int width) => (" ...", width);

    internal override (string[] Words, int Width) Words<T>(T[] numbers)
    {
        double[] sizes = Sizes(numbers);
        bool powers = NeedsPowers(sizes, small: 1e-4) || sizes.Any(size => size > 1e8), whole = sizes.All(double.IsInteger);
        string[] words = [.. numbers.Select(number => Word(number, powers, whole))];
        // Zeros, infinities and what is no number have no say in the width.
        int width = numbers.Zip(words).Where(pair => T.IsFinite(pair.First) && !T.IsZero(pair.First)).Select(pair => pair.Second.Length).DefaultIfEmpty(1).Max();
        return ([.. words.Select(word => word.PadLeft(width))], width);
    }

    internal override string Scalar<T>(T number) => Words([number]).Words[0];

    internal override string Closing<T>(int lastLine, Shape shape)
    {
        string size = shape.Count == 0 && shape.Rank > 1 ? $"size={shape}" : "", type = typeof(T) == typeof(float) ? "" : "dtype=torch.float64";
        (string closing, int taken) = ("", lastLine + 2);
        foreach (string suffix in new[] { size, type }.Where(suffix => suffix.Length > 0))
        {
            bool fits = taken + Separator.Length + suffix.Length <= LineWidth;
            closing += (fits ? Separator : ",\n" + new string(' ', Opening.Length)) + suffix;
            taken = (fits ? taken + Separator.Length : Opening.Length) + suffix.Length;
        }
        return closing + ")";
    }

    internal override string Of(Shape shape) => $"torch.Size([{shape.ToString()[1..^1]}])";

    private static string Word<T>(T number, bool powers, bool whole) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !T.IsFinite(number) ? RoundedText.NotFinite(number)
        : powers ? RoundedText.Scientific(number, Digits)
        : whole ? RoundedText.Fixed(number, 0) + "."
        : RoundedText.Fixed(number, Digits);
}
