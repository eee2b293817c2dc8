using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The gradients of the planes of a scan: of the products at every step, of the states at the step in hand.</summary>
/// <param name="watched">Whether the gradient of h at every step is kept to be shown.</param>
internal sealed unsafe class ScanGradient<T>(CellShape shape, CellFinish finish, CellNorm? norm, StateDecay? decay, int inputs, int width, int steps, int rows, bool watched = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Plane<T> _input = Plane<T>.Rent((long)steps * rows * shape.Gates * width);
    private readonly Plane<T>? _recurrent = shape.SplitGradients ? Plane<T>.Rent((long)steps * rows * shape.Products * width) : null;

    private readonly Plane<T>? _vectors = shape.Vectors > 0 ? Plane<T>.Rent((long)steps * rows * shape.Vectors * width) : null;

    private readonly Plane<T>? _projected = finish.Projection > 0 ? Plane<T>.Rent((long)steps * rows * width) : null;

    private readonly Plane<T>? _hidden = watched ? Plane<T>.Rent((long)steps * rows * width) : null;
    private readonly Plane<T>? _inputBefore = norm is { Input: true } ? Plane<T>.Rent((long)steps * rows * shape.Gates * width) : null;
    private readonly Plane<T>? _recurrentBefore = norm is { Recurrent: true } ? Plane<T>.Rent((long)steps * rows * shape.Products * width) : null;
    private readonly Plane<T>? _read = finish.ReadsState ? Plane<T>.Rent((long)steps * rows * width) : null;

    private readonly Plane<T>? _decay = decay is { Rate: null } ? Plane<T>.Rent(2L * steps * rows * shape.States * width) : null;

    /// <summary>What the gates get through an output of a normalised state, (rows, gates, width), and a row beside it.</summary>
    public Plane<T>? Readout { get; } = finish.ReadsState ? Plane<T>.Rent(((long)rows * shape.Gates + 1) * width) : null;

    /// <summary>dy of one step, (rows, width)</summary>
    public Plane<T> Output { get; } = Plane<T>.Rent((long)rows * width);

    /// <summary>(states, rows, width)</summary>
    public Plane<T> State { get; } = Plane<T>.Rent((long)shape.States * rows * width, zero: true);

    /// <summary>(states, rows, width), in a layer with a zoneout</summary>
    public Plane<T>? Held { get; } = finish.Zoneout is not null ? Plane<T>.Rent((long)shape.States * rows * width) : null;

    /// <summary>(rows, width)</summary>
    public Plane<T> Product { get; } = Plane<T>.Rent((long)rows * width, zero: true);

    /// <summary>(rows, width), in cells of two stages; zero where all products are early, for then none multiplies it.</summary>
    public Plane<T> Between { get; } = Plane<T>.Rent(shape.EarlyProducts > 0 ? (long)rows * width : 0, zero: true);

    /// <summary>(states, rows, width), in cells of two stages</summary>
    public Plane<T> Next { get; } = Plane<T>.Rent(shape.EarlyProducts > 0 ? (long)shape.States * rows * width : 0);

    /// <summary>dx of all steps, (steps, rows, inputs)</summary>
    public Plane<T> X { get; } = Plane<T>.Rent((long)steps * rows * inputs);

    public void Return()
    {
        foreach (Plane<T>? plane in Planes) plane?.Return();
    }

    /// <summary>Bytes of all planes.</summary>
    public long Bytes => Planes.Sum(plane => (long)(plane?.Count ?? 0) * sizeof(T));

    private Plane<T>?[] Planes => [_input, _recurrent, _vectors, _projected, _inputBefore, _recurrentBefore, _read, _decay, Readout, _hidden, Held, Output, State, Product, Between, Next, X];

    /// <summary>dh of a step of a row, (width); null where nobody looks.</summary>
    public T* Hidden(int step, int row = 0) => _hidden is null ? null : _hidden.Pointer + ((nint)step * rows + row) * width;

    /// <summary>Keeps dh' = dy + (through the equations + through the products) of a step for some units.</summary>
    public void Watch(int step, int active, int first, int end)
    {
        for (int row = 0; row < active; row++)
        {
            T* target = Hidden(step, row);
            for (int unit = first, at = row * width + first; unit < end; unit++, at++) target[unit] = Output.Pointer[at] + (State.Pointer[at] + Product.Pointer[at]);
        }
    }

    /// <summary>(gates, width) of a step of a row</summary>
    public T* InputProducts(int step, int row = 0) => _input.Pointer + ((nint)step * rows + row) * shape.Gates * width;

    /// <summary>The gradient of W_r m, (width), of a step of a row</summary>
    public T* Projected(int step, int row = 0) => _projected is null ? null : _projected.Pointer + ((nint)step * rows + row) * width;

    /// <summary>The gradients of W x and U h, (gates, width) and (products, width), where a norm stands behind them; of the normalised state, (width).</summary>
    public T* BeforeInputNorm(int step, int row = 0) => _inputBefore is null ? null : _inputBefore.Pointer + ((nint)step * rows + row) * shape.Gates * width;
    public T* BeforeRecurrentNorm(int step, int row = 0) => _recurrentBefore is null ? null : _recurrentBefore.Pointer + ((nint)step * rows + row) * shape.Products * width;
    public T* Read(int step, int row = 0) => _read is null ? null : _read.Pointer + ((nint)step * rows + row) * width;

    /// <summary>The gradient of w∘Δt + b, (states, width), and <see cref="DecayTimes"/> further on the same times Δt; null where nothing is learned.</summary>
    public T* Decay(int step, int row = 0) => _decay is null ? null : _decay.Pointer + ((nint)step * rows + row) * shape.States * width;
    public nint DecayTimes => (nint)steps * rows * shape.States * width;

    /// <summary>(vectors, width) of a step of a row</summary>
    public T* Vectors(int step, int row = 0) => _vectors is null ? null : _vectors.Pointer + ((nint)step * rows + row) * shape.Vectors * width;

    /// <summary>(products, width) of a step of a row; where the cell does not split gradients, the first gates of <see cref="InputProducts"/>.</summary>
    public T* RecurrentProducts(int step, int row = 0) =>
        _recurrent is null ? InputProducts(step, row) : _recurrent.Pointer + ((nint)step * rows + row) * shape.Products * width;
}
