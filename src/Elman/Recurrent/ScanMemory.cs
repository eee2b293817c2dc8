using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The planes of one scan over a group of sequences, longest first, so that those which have a step are the first rows. With
/// <c>keep</c> every step has its own, as the backward pass needs; otherwise two slots of states take turns.
/// </summary>
internal sealed unsafe class ScanMemory<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers of input products made at a time: a quarter of a second cache.</summary>
    public const int BlockNumbers = 65536;

    private readonly CellShape _shape;
    private readonly bool _keep;
    private readonly int _maskSteps;
    private readonly Plane<T> _input, _states, _kept, _between;
    private readonly Plane<T>? _made, _projected, _source, _zone, _mask;

    /// <param name="masks">The random numbers of this group's rows, or null.</param>
    /// <param name="mostBlockSteps">Of steps whose input products are made together.</param>
    public ScanMemory(DirectedCell<T> cell, int width, int steps, int[] group, int sequences, bool keep, DirectionMasks<T>? masks, int mostBlockSteps)
    {
        (CellShape shape, int inputs, int rows) = (cell.Cell.Shape, cell.Parameters.Inputs, group.Length);
        (_shape, _keep, Inputs, Width, Steps, Rows) = (shape, keep, inputs, width, steps, rows);
        BlockSteps = Math.Clamp((int)(BlockNumbers / Math.Max(1L, (long)rows * shape.Gates * width)), 1, Math.Clamp(steps, 1, mostBlockSteps));
        // Without a backward pass, only a later stage of the same step asks what one kept.
        long kept = keep ? steps : cell.KeepsStep ? 1 : 0, slots = keep ? steps + 1L : 2;
        _input = Plane<T>.Rent((long)steps * rows * inputs);
        InputProducts = Plane<T>.Rent((long)BlockSteps * rows * shape.Gates * width);
        _states = Plane<T>.Rent(slots * shape.States * rows * width);
        _kept = Plane<T>.Rent(kept * rows * shape.Kept * width);
        long made = keep ? steps : 1;
        if (cell.Finish.IsNeeded) _made = Plane<T>.Rent(made * shape.States * rows * width);
        if (cell.Finish is { Mixes: true, Projection: > 0 }) _projected = Plane<T>.Rent(made * rows * width);
        if (cell.Spec.LayerNorm is { } norm) Norm = new(norm, shape, rows, width, steps, keep);
        if (masks is not null)
        {
            _maskSteps = masks.RecurrentSteps;
            _zone = DirectionMasks<T>.Lay(masks.Zone, steps * shape.States, sequences, cell.Hidden, group, width);
            _mask = DirectionMasks<T>.Lay(masks.Recurrent, _maskSteps, sequences, cell.Outputs, group, width);
            if (_mask is not null) _source = Plane<T>.Rent(made * rows * width);
        }
        _between = Plane<T>.Rent(shape.EarlyProducts > 0 ? kept * rows * width : 0);
    }

    public void Return()
    {
        foreach (Plane<T>? plane in Planes) plane?.Return();
        Norm?.Return();
        Entry?.Return();
    }

    /// <summary>Bytes of all planes.</summary>
    public long Bytes => Planes.Sum(plane => (long)(plane?.Count ?? 0) * sizeof(T)) + (Norm?.Bytes ?? 0);

    private Plane<T>?[] Planes => [_input, InputProducts, _states, _kept, _between, _made, _projected, _source, _zone, _mask];

    public int Inputs { get; }
    public int Width { get; }
    public int Steps { get; }
    public int Rows { get; }

    /// <summary>Whether dropout stands between h and the recurrent products.</summary>
    public bool Drops => _mask is not null;

    /// <summary>The planes of a layer norm; null without.</summary>
    public NormMemory<T>? Norm { get; }

    /// <summary>The states as the steps see them, where episodes begin or states decay; null where nothing comes between two steps.</summary>
    public StepEntry<T>? Entry { get; set; }

    /// <summary>Steps whose input products are made together.</summary>
    public int BlockSteps { get; }

    /// <summary>(steps of a block, rows, gates · width)</summary>
    public Plane<T> InputProducts { get; }

    public nint StatePlane => (nint)Rows * Width;

    public T* Input(int step, int row = 0) => _input.Pointer + ((nint)step * Rows + row) * Inputs;

    /// <summary>State s in a slot: slot t is before step t, slot t + 1 after it, in a reversed scan the other way round.</summary>
    public T* State(int slot, int state = 0, int row = 0) =>
        _states.Pointer + ((nint)(_keep ? slot : slot & 1) * _shape.States + state) * StatePlane + (nint)row * Width;

    public T* Kept(int step, int row = 0) => _kept.Count == 0 ? null : _kept.Pointer + ((nint)(_keep ? step : 0) * Rows + row) * _shape.Kept * Width;

    /// <summary>In a layer with a finish: the states as the cell made them.</summary>
    public T* Made(int step, int row = 0) => _made is null ? null : _made.Pointer + (nint)(_keep ? step : 0) * _shape.States * StatePlane + (nint)row * Width;

    /// <summary>W_r m, where more is done to it.</summary>
    public T* Projected(int step, int row = 0) => _projected is null ? null : At(_projected, step, row);

    /// <summary>What dropout leaves of h for the recurrent products; null without.</summary>
    public T* Source(int step, int row = 0) => _source is null ? null : At(_source, step, row);

    /// <summary>m of a zoneout at a step, (states, rows, width); null without random numbers.</summary>
    public T* Zone(int step, int row = 0) => _zone is null ? null : _zone.Pointer + (nint)step * _shape.States * StatePlane + (nint)row * Width;

    /// <summary>By what dropout multiplies h; null without.</summary>
    public T* Mask(int step, int row = 0) => _mask is null ? null : _mask.Pointer + (_maskSteps > 1 ? step : 0) * StatePlane + (nint)row * Width;

    private T* At(Plane<T> plane, int step, int row) => plane.Pointer + ((nint)(_keep ? step : 0) * Rows + row) * Width;

    public T* Between(int step, int row = 0) => _between.Pointer + ((nint)(_keep ? step : 0) * Rows + row) * Width;
}
