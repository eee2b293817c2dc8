using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// Many streams of one stack, one step each: their states are gathered into planes, the products of all of them are one product, and the new states go back.
/// So a stream may be in this batch now and in another, or alone, at its next step. It keeps its planes.
/// </summary>
internal sealed unsafe class StreamBatch<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Input products made at a time: a quarter of a second cache.</summary>
    private const int BlockNumbers = 65536;

    /// <summary>Rows that a kernel takes at once.</summary>
    private const int Tile = 12;

    private readonly Level[] _levels;

    public StreamBatch(IReadOnlyList<DirectedCell<T>> cells)
    {
        int widest = cells.Max(cell => cell.Weights.Width * cell.Cell.Shape.Gates);
        Rows = Math.Max(1, BlockNumbers / widest / Tile) * Tile;
        _levels = [.. cells.Select(cell => new Level(cell, Rows))];
    }

    /// <summary>Streams that are stepped at once; more come one such block after another.</summary>
    private int Rows { get; }

    /// <param name="input">(streams, inputs)</param>
    /// <param name="output">(streams, features); may not be the memory of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ReadOnlySpan<LayerStream<T>> streams, ReadOnlySpan<T> input, Span<T> output)
    {
        int inputs = input.Length / streams.Length, features = output.Length / streams.Length;
        fixed (T* x = input, y = output)
        {
            for (int first = 0; first < streams.Length; first += Rows)
            {
                ReadOnlySpan<LayerStream<T>> some = streams.Slice(first, Math.Min(Rows, streams.Length - first));
                var rows = new Rows<T>(x + (nint)first * inputs, some.Length, inputs, inputs);
                for (int level = 0; level < _levels.Length; level++) rows = _levels[level].Step(level, some, rows);
                for (int row = 0; row < some.Length; row++)
                    new ReadOnlySpan<T>(rows.Pointer + row * rows.Stride, features).CopyTo(new Span<T>(y + (first + row) * (nint)features, features));
            }
        }
        GC.KeepAlive(this);
    }

    /// <summary>One layer of all streams.</summary>
    private sealed class Level
    {
        private readonly DirectedCell<T> _cell;
        private readonly Plane<T> _states, _input, _kept, _between, _scratch;
        private readonly int _rows, _width;
        private CellWeights<T> _weights;

        public Level(DirectedCell<T> cell, int rows)
        {
            (_cell, _weights, _rows) = (cell, cell.Weights, rows);
            CellShape shape = cell.Cell.Shape;
            _width = _weights.Width;
            long plane = (long)rows * _width;
            _states = new(2 * shape.States * plane);
            _input = new(shape.Gates * plane);
            _kept = new(shape.EarlyProducts > 0 ? shape.Kept * plane : 0);
            _between = new(shape.EarlyProducts > 0 ? plane : 0);
            _scratch = new(CellKernel<T>.ScratchSize);
        }

        /// <summary>The outputs, where they lie until the next call.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public Rows<T> Step(int level, ReadOnlySpan<LayerStream<T>> streams, Rows<T> x)
        {
            if (_weights.Versions != _cell.Parameters.Version) _weights = _cell.Weights;
            CellKernel<T> kernel = _cell.Kernel;
            nint plane = (nint)_rows * _width;
            T* previous = _states.Pointer, next = previous + _cell.States * plane;
            for (int row = 0; row < streams.Length; row++) ((RecurrentStream<T>)streams[row]).Save(level, previous + row * _width, plane);
            kernel.Project(x, _weights.Input, _weights.InputBias.Pointer, _input.Pointer, (nint)_cell.Cell.Shape.Gates * _width);
            kernel.Forward(new CellFrame<T>
            {
                Rows = streams.Length,
                Input = _input.Pointer,
                Previous = previous,
                Next = next,
                StatePlane = plane,
                Kept = _kept.Count == 0 ? null : _kept.Pointer,
                Between = _between.Pointer,
            }, _weights, _scratch.Pointer);
            for (int row = 0; row < streams.Length; row++) ((RecurrentStream<T>)streams[row]).Restore(level, next + row * _width, plane);
            return new(next, streams.Length, _width, _cell.Hidden);
        }
    }
}
