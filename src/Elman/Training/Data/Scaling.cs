using System.Globalization;
using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>A center and a width of each column, found in the part to train on: scaled = (x − center)/width.</summary>
public sealed record Scaling(IReadOnlyList<double> Center, IReadOnlyList<double> Width)
{
    /// <summary>The ways to find them, by name.</summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<double>, (double Center, double Width)>> Ways { get; } = new Dictionary<string, Func<IReadOnlyList<double>, (double, double)>>(StringComparer.Ordinal)
    {
        ["standard"] = Standard,
        ["minmax"] = values => (values.Min(), values.Max() - values.Min()),
        ["none"] = _ => (0, 1),
    };

    public int Columns => Center.Count;

    /// <summary>Fits a scaling to the first rows of a series, those to train on, and to nothing that is tested later.</summary>
    /// <param name="way">"standard" (mean 0, deviation 1 with n, as NumPy and scikit-learn have it), "minmax" (from 0 to 1), or "none".</param>
    /// <param name="series">(steps, columns)</param>
    /// <param name="rows">How many of the first rows.</param>
    /// <remarks>A column that is the same everywhere has a width of 1.</remarks>
    public static Scaling Fit<T>(string way, Tensor<T> series, int rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Ways.TryGetValue(way, out var found)) throw new ArgumentException($"There is no scaling named '{way}'. Known: {string.Join(", ", Ways.Keys)}.");
        SeriesCheck.Series(series);
        if (rows < 1 || rows > series.Shape[0]) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A scaling is fitted to 1 to {series.Shape[0]} rows of this series, found {rows}."));
        int columns = series.Shape[1];
        var fitted = new (double Center, double Width)[columns];
        for (int column = 0; column < columns; column++)
        {
            var values = new double[rows];
            for (int row = 0; row < rows; row++) values[row] = double.CreateChecked(series.Values[row * columns + column]);
            (double center, double width) = found(values);
            fitted[column] = (center, width > 0 ? width : 1);
        }
        return new([.. fitted.Select(column => column.Center)], [.. fitted.Select(column => column.Width)]);
    }

    /// <summary>The scaling of some columns, in the order asked for, as often as asked for.</summary>
    public Scaling Of(IEnumerable<int> columns)
    {
        int[] chosen = [.. columns];
        return new([.. chosen.Select(column => Center[column])], [.. chosen.Select(column => Width[column])]);
    }

    /// <summary>The same for each of so many steps that stand side by side.</summary>
    public Scaling Times(int steps) => Of(Enumerable.Range(0, steps).SelectMany(_ => Enumerable.Range(0, Columns)));

    /// <summary>(x − center)/width, column by column of the last axis, as a model's own <see cref="Layers.Scale{T}"/> computes it.</summary>
    public Tensor<T> Apply<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(x, (value, center, width) => (value - center) / width);

    /// <summary>y·width + center: the way back.</summary>
    public Tensor<T> Undo<T>(Tensor<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(y, (value, center, width) => value * width + center);

    private Tensor<T> Map<T>(Tensor<T> x, Func<T, T, T, T> map) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Shape.Rank == 0 || x.Shape[^1] != Columns) throw new ArgumentException($"The scaling has {Columns} columns; the last axis of {x.Shape} has another size.");
        T[] center = [.. Center.Select(T.CreateTruncating)], width = [.. Width.Select(T.CreateTruncating)];
        var mapped = new T[x.Shape.Count];
        for (int i = 0; i < mapped.Length; i++) mapped[i] = map(x.Values[i], center[i % Columns], width[i % Columns]);
        return new(x.Shape, mapped);
    }

    private static (double Center, double Width) Standard(IReadOnlyList<double> values)
    {
        double mean = values.Sum() / values.Count;
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Count));
    }
}
