using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>A stack one step at a time: a scan of one step whose state is kept. A step allocates nothing, unless a parameter has changed.</summary>
internal sealed unsafe class RecurrentStream<T> : LayerStream<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentStack<T> _stack;
    private readonly Level[] _levels;
    private StreamBatch<T>? _batch;

    public RecurrentStream(RecurrentStack<T> stack)
    {
        _stack = stack;
        _levels = [.. stack.Layers.Select(layer => new Level(layer.Forward!, layer.Connection.OpenStream()))];
        StateSize = _levels.Sum(level => level.StateSize);
        Start();
    }

    public override void Start()
    {
        foreach (Level level in _levels) level.Start();
    }

    public override int StateSize { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step(ReadOnlySpan<T> input, Span<T> output)
    {
        foreach (Level level in _levels) input = level.Step(input);
        input.CopyTo(output);
        GC.KeepAlive(this);
    }

    public override void StepMany(ReadOnlySpan<LayerStream<T>> streams, ReadOnlySpan<T> input, Span<T> output)
    {
        if (streams.Length > 1 && Array.TrueForAll(_levels, level => level.Past is null))
        {
            (_batch ??= new([.. _stack.Layers.Select(layer => layer.Forward!)])).Step(streams, input, output);
            return;
        }
        // What goes past a layer is each stream's own.
        for (int i = 0, inputs = input.Length / Math.Max(1, streams.Length), outputs = output.Length / Math.Max(1, streams.Length); i < streams.Length; i++)
            streams[i].Step(input.Slice(i * inputs, inputs), output.Slice(i * outputs, outputs));
    }

    /// <summary>The states of one layer, each to the beginning of a row of its own plane.</summary>
    public void Save(int level, T* state, nint plane) => _levels[level].Save(state, plane);

    /// <summary>The way back.</summary>
    public void Restore(int level, T* state, nint plane) => _levels[level].Restore(state, plane);

    public override void Hold(Span<T> output)
    {
        if (_levels[^1].Past is not null)
            throw new NotSupportedException("The last layer of this stack has a connection past it, so its output is made of an input that a step passed over does not have, and cannot be held. Give the steps that count alone, or put zeros between them.");
        _levels[^1].Output.CopyTo(output);
        GC.KeepAlive(this);
    }

    public override void Save(Span<T> state)
    {
        foreach (Level level in _levels)
        {
            level.Save(state);
            state = state[level.StateSize..];
        }
    }

    public override void Restore(ReadOnlySpan<T> state)
    {
        foreach (Level level in _levels)
        {
            level.Restore(state);
            state = state[level.StateSize..];
        }
    }

    /// <summary>One layer; its states before and after the step change places at every step.</summary>
    private sealed class Level
    {
        private readonly DirectedCell<T> _cell;
        private readonly Plane<T> _states, _input, _kept, _between, _scratch;
        private readonly Plane<T>? _made, _projected;
        private readonly NormMemory<T>? _norm;
        private CellFrame<T> _frame;
        private CellWeights<T> _weights;
        private CellKernel<T> _kernel;
        private int _before;

        public Level(DirectedCell<T> cell, LayerConnection<T>.Stepper? past)
        {
            Past = past;
            (_cell, _weights, _kernel) = (cell, cell.Weights, cell.Kernel);
            CellShape shape = cell.Cell.Shape;
            _states = new(2L * shape.States * _weights.Width);
            _input = new((long)shape.Gates * _weights.Width);
            _kept = new(cell.KeepsStep ? (long)shape.Kept * _weights.Width : 0);
            _between = new(shape.EarlyProducts > 0 ? _weights.Width : 0);
            if (cell.Finish.IsNeeded) _made = new((long)shape.States * _weights.Width);
            if (cell.Spec.LayerNorm is { } norm) (_norm = new(norm, shape, 1, _weights.Width, 1, keep: false)).Place(ref _frame, 0, 0);
            if (cell.Finish is { Mixes: true, Projection: > 0 }) _projected = new(_weights.Width);
            _scratch = new(CellKernel<T>.ScratchSize);
            // What stays from step to step is written once.
            _frame.Rows = 1;
            _frame.Input = _input.Pointer;
            _frame.StatePlane = _frame.ZonePlane = _weights.Width;
            _frame.Kept = _kept.Count == 0 ? null : _kept.Pointer;
            _frame.Between = _between.Pointer;
            if (_made is not null) _frame.Next = _made.Pointer;
            if (_projected is not null) _frame.Projected = _projected.Pointer;
            Take(_weights);
        }

        [MemberNotNull(nameof(_weights))]
        private void Take(CellWeights<T> weights)
        {
            _weights = weights;
            _frame.Vectors = weights.Vectors.Pointer;
            _frame.Zone = weights.Finish.Expected is { } expected ? expected.Pointer : null;
        }

        /// <summary>What goes past the layer; null for nothing.</summary>
        public LayerConnection<T>.Stepper? Past { get; }

        public int StateSize => _cell.Outputs + (_cell.States - 1) * _cell.Hidden;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ReadOnlySpan<T> Step(ReadOnlySpan<T> x)
        {
            if (_weights.Versions != _cell.Parameters.Version) Take(_cell.Weights);
            _kernel = _cell.Kernel;
            T* before = State(_before, 0), after = State(1 - _before, 0);
            _frame.Previous = before;
            _frame.Source = before;
            _frame.Carried = after;
            if (_made is null) _frame.Next = after;
            fixed (T* px = x) _kernel.Step(px, _frame, _weights, _scratch.Pointer);
            if (_made is not null) _kernel.Finish(_frame, _weights);
            _before = 1 - _before;
            return Past is null ? Output : Past.Step(x, Output);
        }

        /// <summary>The states before the first step: zero, or learned.</summary>
        public void Start()
        {
            for (int s = 0; s < _cell.States; s++)
            {
                var state = new Span<T>(State(_before, s), _cell.SizeOf(s));
                if (_cell.Parameters.InitialStates.Count > 0) _cell.Parameters.InitialStates[s].Value.Values.CopyTo(state);
                else state.Clear();
            }
        }

        /// <summary>The output of the last step; zero before the first.</summary>
        public ReadOnlySpan<T> Output => new(State(_before, 0), _cell.Outputs);

        public void Save(T* state, nint plane)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(State(_before, s), _cell.SizeOf(s)).CopyTo(new Span<T>(state + s * plane, _cell.SizeOf(s)));
        }

        public void Restore(T* state, nint plane)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(state + s * plane, _cell.SizeOf(s)).CopyTo(new Span<T>(State(_before, s), _cell.SizeOf(s)));
        }

        public void Save(Span<T> state)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(State(_before, s), _cell.SizeOf(s)).CopyTo(state[PlaceOf(s)..]);
        }

        public void Restore(ReadOnlySpan<T> state)
        {
            for (int s = 0; s < _cell.States; s++) state.Slice(PlaceOf(s), _cell.SizeOf(s)).CopyTo(new Span<T>(State(_before, s), _cell.SizeOf(s)));
        }

        /// <summary>Where a state begins among the saved ones.</summary>
        private int PlaceOf(int state) => state == 0 ? 0 : _cell.Outputs + (state - 1) * _cell.Hidden;

        private T* State(int slot, int state) => _states.Pointer + (slot * _cell.States + state) * _weights.Width;
    }
}
