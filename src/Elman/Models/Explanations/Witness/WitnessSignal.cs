namespace Elman.Models.Explanations.Witness;

/// <summary>What flows between the nodes, as plain numbers: [sequence][step][feature]; one step where there is no time.</summary>
/// <param name="Values">Zero in steps that are not there.</param>
/// <param name="HasTime">Whether the steps are those of time.</param>
/// <param name="Lengths">The steps of each sequence that are there.</param>
public sealed record WitnessSignal(double[][][] Values, bool HasTime, int[] Lengths)
{
    /// <summary>[sequence][step], false where a mask passes over a step; null without a mask.</summary>
    public bool[][]? Mask { get; init; }

    public int Features => Values[0][0].Length;

    /// <summary>From row-major numbers (N, T, F), or (N, F) where there is no time.</summary>
    public static WitnessSignal From(ReadOnlySpan<double> numbers, int sequences, int steps, int features, bool hasTime, int[]? lengths)
    {
        var values = new double[sequences][][];
        for (int n = 0; n < sequences; n++)
        {
            values[n] = new double[steps][];
            for (int t = 0; t < steps; t++) values[n][t] = numbers.Slice((n * steps + t) * features, features).ToArray();
        }
        int[] there = lengths ?? [.. Enumerable.Repeat(steps, sequences)];
        return new(values, hasTime, there);
    }

    /// <summary>Applies a function to every step that is there.</summary>
    public WitnessSignal Each(int features, Func<int, int, double[]> of)
    {
        double[][][] values = Blank(Values.Length, Values[0].Length, features);
        for (int n = 0; n < values.Length; n++)
            for (int t = 0; t < Lengths[n]; t++) values[n][t] = of(n, t);
        return this with { Values = values };
    }

    public static double[][][] Blank(int sequences, int steps, int features)
    {
        var values = new double[sequences][][];
        for (int n = 0; n < sequences; n++)
        {
            values[n] = new double[steps][];
            for (int t = 0; t < steps; t++) values[n][t] = new double[features];
        }
        return values;
    }
}

/// <summary>A parameter as plain numbers.</summary>
public sealed record WitnessArray(int[] Shape, double[] Values)
{
    /// <summary>Some rows of a matrix.</summary>
    public double[,] Rows(int first, int count)
    {
        var matrix = new double[count, Shape[1]];
        for (int row = 0; row < count; row++)
            for (int column = 0; column < Shape[1]; column++) matrix[row, column] = Values[(first + row) * Shape[1] + column];
        return matrix;
    }
}
