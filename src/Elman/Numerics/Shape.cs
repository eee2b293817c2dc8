using System.Collections;
using System.Globalization;

namespace Elman.Numerics;

/// <summary>The dimensions of a tensor, outermost first; a scalar has none.</summary>
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    public static readonly Shape Scalar = new([]);

    private readonly int[] _dimensions;

    public Shape(params ReadOnlySpan<int> dimensions)
    {
        _dimensions = dimensions.ToArray();
        long count = 1;
        foreach (int dimension in _dimensions)
        {
            if (dimension < 0) throw new ArgumentException($"A dimension is never negative; found {this}.");
            count *= dimension;
            if (count > Array.MaxLength) throw new ArgumentException($"Shape {this} has more than {Array.MaxLength} elements.");
        }
        Count = (int)count;
    }

    /// <summary>The number of elements: the product of the dimensions.</summary>
    public int Count { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dimensions.Length;

    int IReadOnlyCollection<int>.Count => Rank;

    public int this[int axis] => _dimensions[axis];
    public int this[Index axis] => _dimensions[axis];

    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>The product of the dimensions from an axis on.</summary>
    public int CountFrom(int axis)
    {
        int count = 1;
        for (int i = axis; i < Rank; i++) count *= _dimensions[i];
        return count;
    }

    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions);
    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int dimension in _dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>As in <c>(32, 50, 8)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)))})";

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_dimensions).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => _dimensions.GetEnumerator();
}
