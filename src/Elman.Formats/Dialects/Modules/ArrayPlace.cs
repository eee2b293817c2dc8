using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Where a framework keeps the rows of some gates of one of our parameters.</summary>
/// <param name="Theirs">The name below the module's path.</param>
/// <param name="Ours">The parameter.</param>
/// <param name="Gates">Our names of the gates in the order of their rows; an empty name for rows that nothing uses. None for an array without gates.</param>
/// <param name="Turned">Whether the framework has (inputs, units) where we have (units, inputs).</param>
internal sealed record ArrayPlace(string Theirs, string Ours, IReadOnlyList<string> Gates, bool Turned = false)
{
    public bool IsMatrix => !Ours.EndsWith("bias", StringComparison.Ordinal);

    /// <summary>The units of a gate and the columns that an array of this shape would have; a reason where it cannot be one.</summary>
    public (int Units, int Columns, string? Misfit) Measure(Shape shape)
    {
        if (shape.Rank != (IsMatrix ? 2 : 1) || shape.Count == 0) return (0, 0, $"has shape {shape}; expected {(IsMatrix ? "a matrix" : "a vector")}");
        (int rows, int columns) = !IsMatrix ? (shape[0], 1) : Turned ? (shape[1], shape[0]) : (shape[0], shape[1]);
        return rows % Gates.Count == 0 ? (rows / Gates.Count, columns, null) : (0, 0, $"has {rows} {(Turned ? "columns" : "rows")}, which {Gates.Count} gates cannot share");
    }

    /// <summary>Rows and columns change places where the framework has them the other way round.</summary>
    public NamedArray Oriented(NamedArray array)
    {
        if (!Turned || array.Shape.Rank != 2) return array;
        var turned = new Shape(array.Shape[1], array.Shape[0]);
        return new(array.Name, array.Type, turned, ByteOrder.RowMajor(array.Bytes.ToArray(), turned, array.Type.Size), array.Source);
    }
}
