using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The gradients of the planes of a scan: of the products at every step, of the states at the step in hand.</summary>
internal sealed unsafe class ScanGradient<T>(CellShape shape, int inputs, int width, int steps, int rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Plane<T> _input = new((long)steps * rows * shape.Gates * width);
    private readonly Plane<T>? _recurrent = shape.SplitGradients ? new((long)steps * rows * shape.Products * width) : null;

    /// <summary>dy of one step, (rows, width)</summary>
    public Plane<T> Output { get; } = new((long)rows * width);

    /// <summary>(states, rows, width)</summary>
    public Plane<T> State { get; } = new((long)shape.States * rows * width);

    /// <summary>(rows, width)</summary>
    public Plane<T> Product { get; } = new((long)rows * width);

    /// <summary>(rows, width), in cells of two stages</summary>
    public Plane<T> Between { get; } = new(shape.EarlyProducts > 0 ? (long)rows * width : 0);

    /// <summary>(states, rows, width), in cells of two stages</summary>
    public Plane<T> Next { get; } = new(shape.EarlyProducts > 0 ? (long)shape.States * rows * width : 0);

    /// <summary>dx of all steps, (steps, rows, inputs)</summary>
    public Plane<T> X { get; } = new((long)steps * rows * inputs);

    /// <summary>(gates, width) of a step of a row</summary>
    public T* InputProducts(int step, int row = 0) => _input.Pointer + ((nint)step * rows + row) * shape.Gates * width;

    /// <summary>(products, width) of a step of a row; where the cell does not split gradients, the first gates of <see cref="InputProducts"/>.</summary>
    public T* RecurrentProducts(int step, int row = 0) =>
        _recurrent is null ? InputProducts(step, row) : _recurrent.Pointer + ((nint)step * rows + row) * shape.Products * width;
}
