using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>One of our parameters out of an array of Keras.</summary>
/// <param name="Ours">The name of the parameter.</param>
/// <param name="Take">From the array, whose shape has been checked, to ours.</param>
internal sealed record KerasPlace(string Ours, Func<NamedArray, NamedArray> Take)
{
    /// <summary>As it is.</summary>
    public static KerasPlace Same(string ours) => new(ours, array => array);

    /// <summary>(inputs, outputs) is (outputs, inputs) here.</summary>
    public static KerasPlace Turned(string ours) => new(ours, Transposed);

    /// <summary>The axes in another order: axis i here is axis <c>axes[i]</c> there.</summary>
    public static KerasPlace Turned(string ours, params int[] axes) => new(ours, array => Permuted(array, axes));

    /// <summary>The axes in another order, and then, without moving a number, another shape.</summary>
    public static KerasPlace Of(string ours, int[] shape, params int[] axes) => new(ours, array =>
    {
        NamedArray turned = Permuted(array, axes);
        return new(turned.Name, turned.Type, new Shape(shape), turned.Bytes.ToArray());
    });

    /// <summary>(inputs, gates · units), the gates in Keras's order, is (gates · units, inputs) here, the gates in ours.</summary>
    public static KerasPlace Kernel(string ours, IReadOnlyList<string> ourGates, IReadOnlyList<string> theirGates) =>
        new(ours, array => new ArrayPair(ours, array.Name, ourGates, theirGates).ToOurs(Transposed(array)));

    /// <summary>(gates · units), or one row of (2, gates · units): the bias of the input product and that of the recurrent one.</summary>
    public static KerasPlace Bias(string ours, int row, IReadOnlyList<string> ourGates, IReadOnlyList<string> theirGates) =>
        new(ours, array => new ArrayPair(ours, array.Name, ourGates, theirGates).ToOurs(Row(array, row)));

    /// <summary>Keras keeps (inputs, gates · units) of numbers that NVIDIA's library reads gate by gate as (units, inputs), which is our order too.</summary>
    public static KerasPlace CudnnKernel(string ours, IReadOnlyList<string> ourGates, IReadOnlyList<string> theirGates) => new(ours, array =>
    {
        (int rows, int columns, int size) = (array.Shape[0], array.Shape[1], array.Type.Size);
        int units = columns / theirGates.Count, run = units * size;
        var bytes = new byte[array.Bytes.Length];
        for (int gate = 0; gate < theirGates.Count; gate++)
            for (int row = 0; row < rows; row++)
                array.Bytes.Slice(row * columns * size + gate * run, run).CopyTo(bytes.AsSpan((gate * rows + row) * run));
        return new ArrayPair(ours, array.Name, ourGates, theirGates).ToOurs(new(array.Name, array.Type, new Shape(columns, rows), bytes));
    });

    /// <summary>The first or the second half of (2 · gates · units).</summary>
    public static KerasPlace CudnnBias(string ours, int half, IReadOnlyList<string> ourGates, IReadOnlyList<string> theirGates) => new(ours, array =>
    {
        int length = array.Bytes.Length / 2;
        return new ArrayPair(ours, array.Name, ourGates, theirGates).ToOurs(new(array.Name, array.Type, new Shape(array.Shape[0] / 2), array.Bytes.Slice(half * length, length).ToArray()));
    });

    /// <summary>The sum of the two halves of (2 · gates · units), added in the file's own precision as Keras adds them when it loads such a file.</summary>
    public static KerasPlace CudnnSum(string ours, IReadOnlyList<string> ourGates, IReadOnlyList<string> theirGates) =>
        new(ours, array => KerasBias.Sum(CudnnBias(ours, 0, ourGates, theirGates).Take(array), CudnnBias(ours, 1, ourGates, theirGates).Take(array)));

    public static NamedArray Transposed(NamedArray array)
    {
        (int rows, int columns, int size) = (array.Shape[0], array.Shape[1], array.Type.Size);
        var bytes = new byte[array.Bytes.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                array.Bytes.Slice((row * columns + column) * size, size).CopyTo(bytes.AsSpan((column * rows + row) * size));
        return new(array.Name, array.Type, new Shape(columns, rows), bytes);
    }

    public static NamedArray Permuted(NamedArray array, int[] axes)
    {
        int size = array.Type.Size;
        int[] dimensions = [.. axes.Select(axis => array.Shape[axis])], strides = [.. axes.Select(axis => array.Shape.CountFrom(axis + 1))], index = new int[axes.Length];
        var bytes = new byte[array.Bytes.Length];
        for (int to = 0; to < bytes.Length; to += size)
        {
            int from = 0;
            for (int axis = 0; axis < axes.Length; axis++) from += index[axis] * strides[axis];
            array.Bytes.Slice(from * size, size).CopyTo(bytes.AsSpan(to));
            for (int axis = axes.Length - 1; axis >= 0 && ++index[axis] == dimensions[axis]; axis--) index[axis] = 0;
        }
        return new(array.Name, array.Type, new Shape(dimensions), bytes);
    }

    private static NamedArray Row(NamedArray array, int row)
    {
        if (array.Shape.Rank == 1) return array;
        int length = array.Bytes.Length / array.Shape[0];
        return new(array.Name, array.Type, new Shape(array.Shape[1]), array.Bytes.Slice(row * length, length).ToArray());
    }
}

/// <summary>One array of a model as <c>get_weights()</c> lists it.</summary>
/// <param name="Path">Keras's name, as in <c>sequential/lstm/lstm_cell/kernel</c>.</param>
/// <param name="Trained">Whether training changes it; false for moving averages.</param>
internal sealed record KerasWeight(string Path, IReadOnlyList<long> Shape, bool Trained, IReadOnlyList<KerasPlace> Places)
{
    /// <summary>The cell that it belongs to, and the same weight as layers for NVIDIA's library store it; null where there are none such.</summary>
    public (string Cell, KerasWeight Weight)? Cudnn { get; init; }

    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether an array of this shape is one. NumPy makes (1) of a single number where it is asked for contiguous memory.</summary>
    public bool Fits(Shape shape) => shape.Select(size => (long)size).SequenceEqual(Shape) || (Shape.Count == 0 && shape is [1]);

    public string Shown => $"({string.Join(", ", Shape)}{(Shape.Count == 1 ? "," : "")})";
}
