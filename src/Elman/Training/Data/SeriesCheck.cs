using System.Globalization;
using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What can be wrong with a series.</summary>
internal static class SeriesCheck
{
    public static Tensor<T> Series<T>(Tensor<T> series) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (series.Shape.Rank != 2) throw new ArgumentException($"A series has shape (steps, columns), found {series.Shape}.{(series.Shape.Rank == 1 ? " Add an axis of columns of size 1." : "")}");
        if (series.Shape.Count == 0) throw new ArgumentException($"The series is empty: its shape is {series.Shape}.");
        for (int i = 0; i < series.Values.Length; i++)
            if (!T.IsFinite(series.Values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The series has {series.Values[i]} at row {i / series.Shape[1]}, column {i % series.Shape[1]}, both from 0. Fill such values in, or leave out what lies before."));
        return series;
    }

    public static int[] Targets<T>(Tensor<T> series, IReadOnlyList<int>? targets) where T : unmanaged
    {
        int columns = series.Shape[1];
        int[] chosen = targets is null ? [.. Enumerable.Range(0, columns)] : [.. targets];
        if (chosen.Length == 0) throw new ArgumentException("Windows have at least one column that is forecast; found none.");
        foreach (int column in chosen)
            if ((uint)column >= (uint)columns) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The series has columns 0 to {columns - 1}; there is no column {column} to forecast."));
        return chosen;
    }
}
