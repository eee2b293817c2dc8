using Elman.Numerics;

namespace Elman.Cli.Verification;

/// <summary>A difference and where it is.</summary>
internal sealed record Difference(string Array, string Index, double Expected, double Found)
{
    /// <summary>NaN equals NaN; a NaN that stands alone is infinitely far away.</summary>
    public double Size => Between(Expected, Found);

    public string Where => Array + Index;

    public static double Between(double expected, double found) =>
        expected == found || (double.IsNaN(expected) && double.IsNaN(found)) ? 0
        : double.IsNaN(expected - found) ? double.PositiveInfinity
        : Math.Abs(expected - found);
}

/// <summary>What came of comparing numbers: how many, how many too far off, and the largest difference.</summary>
internal sealed class Comparison(string output)
{
    public string Output => output;
    public long Compared { get; private set; }
    public long Beyond { get; private set; }

    /// <summary>The first of those as large; null where nothing was compared.</summary>
    public Difference? Largest { get; private set; }

    /// <summary>The number that exceeds what is allowed by the largest factor; null where all are within.</summary>
    public Difference? Worst { get; private set; }

    /// <summary>The rule that was applied; with several, the last.</summary>
    public Tolerance? Tolerance { get; private set; }

    private double _worst = 1;

    /// <param name="array">The name of the array of expected numbers, for showing where.</param>
    /// <param name="lengths">Where given, steps beyond these are left out: nobody promises what stands in the padding.</param>
    public void Add(string array, Shape shape, ReadOnlySpan<double> expected, ReadOnlySpan<double> found, int[]? lengths, Tolerance tolerance)
    {
        Tolerance = tolerance;
        for (int i = 0; i < expected.Length; i++)
        {
            if (lengths is not null && shape.Rank == 3 && i / shape[2] % shape[1] >= lengths[i / shape.CountFrom(1)]) continue;
            Compared++;
            double size = Difference.Between(expected[i], found[i]), allowed = tolerance.Allowed(expected[i]);
            if (Largest is null || size > Largest.Size) Largest = new(array, IndexOf(i, shape), expected[i], found[i]);
            if (size <= allowed || size == 0) continue;
            Beyond++;
            double factor = allowed == 0 ? double.PositiveInfinity : size / allowed;
            if (Worst is not null && factor <= _worst) continue;
            (Worst, _worst) = (new(array, IndexOf(i, shape), expected[i], found[i]), factor);
        }
    }

    /// <summary>As in <c>[2, 0, 5]</c>; nothing for a scalar.</summary>
    private static string IndexOf(int place, Shape shape)
    {
        if (shape.Rank == 0) return "";
        var index = new string[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            index[axis] = Invariant.Text(place % shape[axis]);
            place /= shape[axis];
        }
        return $"[{string.Join(", ", index)}]";
    }
}
