using System.Numerics;
using System.Runtime.InteropServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The numbers of a layer norm inside a cell that the kernels read.</summary>
internal sealed unsafe class NormWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Plane<T> _last = new(Reduction.Partials);
    private readonly Plane<T>? _inputGain, _inputShift, _recurrentGain, _recurrentShift, _stateGain, _stateShift;

    public NormWeights(CellNorm rule, CellShape shape, RecurrentParameters<T> parameters, int width)
    {
        int hidden = parameters.Hidden;
        Rule = rule;
        Span<byte> bits = MemoryMarshal.AsBytes(_last.Span);
        bits[..(((hidden - 1) % Reduction.Partials + 1) * sizeof(T))].Fill(0xFF);
        if (rule.Input) (_inputGain, _inputShift) = (Rows(parameters.InputGain!.Value, shape.Gates), Rows(parameters.InputBias?.Value, shape.Gates));
        if (rule.Recurrent) (_recurrentGain, _recurrentShift) = (Rows(parameters.RecurrentGain!.Value, shape.Products), Rows(parameters.RecurrentBias?.Value, shape.Products));
        if (rule.State != StateNorm.None) (_stateGain, _stateShift) = (Rows(parameters.StateGain!.Value, 1), Rows(parameters.StateBias!.Value, 1));
        NormRow<T> Of(Plane<T>? gain, Plane<T>? shift) => gain is null ? default : new(hidden, T.CreateTruncating(rule.Epsilon), gain.Pointer, shift!.Pointer, _last.Pointer);
        (Input, Recurrent, State) = (Of(_inputGain, _inputShift), Of(_recurrentGain, _recurrentShift), Of(_stateGain, _stateShift));

        // (rows, width), the padding zero
        Plane<T> Rows(Tensor<T>? values, int rows)
        {
            var plane = new Plane<T>((long)rows * width);
            if (values is null) return plane;
            for (int row = 0; row < rows; row++) values.Values.Slice(row * hidden, hidden).CopyTo(plane.Span[(row * width)..]);
            return plane;
        }
    }

    public CellNorm Rule { get; }

    /// <summary>Of the first gate; the next lies a width further. Valid while this object is reachable.</summary>
    public NormRow<T> Input { get; }

    /// <summary>Of the first product; the next lies a width further.</summary>
    public NormRow<T> Recurrent { get; }
    public NormRow<T> State { get; }
}

/// <summary>The planes of a scan that only a layer norm needs.</summary>
internal sealed unsafe class NormMemory<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CellShape _shape;
    private readonly int _rows, _width;
    private readonly bool _keep;
    private readonly Plane<T>? _products, _input, _recurrent, _state, _read, _scales;

    /// <param name="steps">Steps that are kept for a backward pass; of a pass without one, each takes the place of the one before.</param>
    public NormMemory(CellNorm rule, CellShape shape, int rows, int width, int steps, bool keep)
    {
        (_shape, _rows, _width, _keep) = (shape, rows, width, keep);
        long kept = keep ? (long)steps * rows : 0;
        if (rule.Recurrent) _products = Plane<T>.Rent((long)rows * shape.Products * width);
        if (rule.State != StateNorm.None) _read = Plane<T>.Rent((keep ? kept : rows) * width);
        if (!keep) return;
        _scales = Plane<T>.Rent(kept * Places);
        if (rule.Input) _input = Plane<T>.Rent(kept * shape.Gates * width);
        if (rule.Recurrent) _recurrent = Plane<T>.Rent(kept * shape.Products * width);
        if (rule.State != StateNorm.None) _state = Plane<T>.Rent(kept * width);
    }

    public void Return()
    {
        foreach (Plane<T>? plane in Planes) plane?.Return();
    }

    /// <summary>Bytes of all planes.</summary>
    public long Bytes => Planes.Sum(plane => (long)(plane?.Count ?? 0) * sizeof(T));

    private Plane<T>?[] Planes => [_products, _input, _recurrent, _state, _read, _scales];

    private int Places => _shape.Gates + _shape.Products + 1;

    /// <summary>Puts the places of a step into its frame.</summary>
    public void Place(ref CellFrame<T> frame, int step, int row)
    {
        frame.Products = _products is null ? null : _products.Pointer + (nint)row * _shape.Products * _width;
        frame.InputNormal = InputNormal(step, row);
        frame.RecurrentNormal = RecurrentNormal(step, row);
        frame.StateNormal = StateNormal(step, row);
        frame.Read = _read is null ? null : _read.Pointer + ((nint)(_keep ? step : 0) * _rows + row) * _width;
        frame.Scales = _scales is null ? null : _scales.Pointer + ((nint)step * _rows + row) * Places;
    }

    /// <summary>N(W x), (gates, width)</summary>
    public T* InputNormal(int step, int row) => At(_input, step, row, _shape.Gates);

    /// <summary>N(U h), (products, width)</summary>
    public T* RecurrentNormal(int step, int row) => At(_recurrent, step, row, _shape.Products);

    /// <summary>N(c'), (width)</summary>
    public T* StateNormal(int step, int row) => At(_state, step, row, 1);

    private T* At(Plane<T>? plane, int step, int row, int values) => plane is null ? null : plane.Pointer + ((nint)step * _rows + row) * values * _width;
}
