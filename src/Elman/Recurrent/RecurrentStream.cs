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
        _levels = [.. stack.Layers.Select(layer => new Level(layer.Forward!))];
        StateSize = _levels.Sum(level => level.StateSize);
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
        if (streams.Length == 1) streams[0].Step(input, output);
        else if (streams.Length > 1) (_batch ??= new([.. _stack.Layers.Select(layer => layer.Forward!)])).Step(streams, input, output);
    }

    /// <summary>The states of one layer, each to the beginning of a row of its own plane.</summary>
    public void Save(int level, T* state, nint plane) => _levels[level].Save(state, plane);

    /// <summary>The way back.</summary>
    public void Restore(int level, T* state, nint plane) => _levels[level].Restore(state, plane);

    public override void Hold(Span<T> output)
    {
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
        private CellWeights<T> _weights;
        private CellKernel<T> _kernel;
        private int _before;

        public Level(DirectedCell<T> cell)
        {
            (_cell, _weights, _kernel) = (cell, cell.Weights, cell.Kernel);
            CellShape shape = cell.Cell.Shape;
            _states = new(2L * shape.States * _weights.Width);
            _input = new((long)shape.Gates * _weights.Width);
            _kept = new(shape.EarlyProducts > 0 ? (long)shape.Kept * _weights.Width : 0);
            _between = new(shape.EarlyProducts > 0 ? _weights.Width : 0);
            _scratch = new(CellKernel<T>.ScratchSize);
        }

        public int StateSize => _cell.States * _cell.Hidden;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ReadOnlySpan<T> Step(ReadOnlySpan<T> x)
        {
            if (_weights.Versions != _cell.Parameters.Version) _weights = _cell.Weights;
            _kernel = _cell.Kernel;
            var frame = new CellFrame<T>
            {
                Rows = 1,
                Vectors = _weights.Vectors.Pointer,
                Input = _input.Pointer,
                Previous = State(_before, 0),
                Next = State(1 - _before, 0),
                StatePlane = _weights.Width,
                Kept = _kept.Count == 0 ? null : _kept.Pointer,
                Between = _between.Pointer,
            };
            fixed (T* px = x) _kernel.Step(px, frame, _weights, _scratch.Pointer);
            _before = 1 - _before;
            return Output;
        }

        /// <summary>The output of the last step; zero before the first.</summary>
        public ReadOnlySpan<T> Output => new(State(_before, 0), _cell.Hidden);

        public void Save(T* state, nint plane)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(State(_before, s), _cell.Hidden).CopyTo(new Span<T>(state + s * plane, _cell.Hidden));
        }

        public void Restore(T* state, nint plane)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(state + s * plane, _cell.Hidden).CopyTo(new Span<T>(State(_before, s), _cell.Hidden));
        }

        public void Save(Span<T> state)
        {
            for (int s = 0; s < _cell.States; s++) new ReadOnlySpan<T>(State(_before, s), _cell.Hidden).CopyTo(state[(s * _cell.Hidden)..]);
        }

        public void Restore(ReadOnlySpan<T> state)
        {
            for (int s = 0; s < _cell.States; s++) state.Slice(s * _cell.Hidden, _cell.Hidden).CopyTo(new Span<T>(State(_before, s), _cell.Hidden));
        }

        private T* State(int slot, int state) => _states.Pointer + (slot * _cell.States + state) * _weights.Width;
    }
}
