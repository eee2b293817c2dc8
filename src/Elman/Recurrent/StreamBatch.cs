using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// Many streams of one stack, one step each: their states are gathered into planes, the products of all of them are one product, and the new states go back.
/// So a stream may be in this batch now and in another, or alone, at its next step. It keeps its planes, a set for each thread.
/// </summary>
internal sealed unsafe class StreamBatch<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = CellKernel<T>.RowsAtOnce;

    private readonly IReadOnlyList<DirectedCell<T>> _cells;

    /// <summary>Streams that one thread steps at once; more come one such block after another.</summary>
    private readonly int _rows;

    /// <summary>Multiply-adds of a stream.</summary>
    private readonly long _work;

    // Of the call at hand.
    private readonly List<Level[]> _parts = [];
    private LayerStream<T>[] _streams = [];
    private int _count, _inputs, _features, _shared;
    private T* _input, _output;

    public StreamBatch(IReadOnlyList<DirectedCell<T>> cells)
    {
        _cells = cells;
        _rows = Math.Max(1, ScanMemory<T>.BlockNumbers / cells.Max(cell => cell.Weights.Width * cell.Cell.Shape.Gates) / Tile) * Tile;
        _work = cells.Sum(cell => (long)cell.Cell.Shape.Gates * cell.Hidden * (cell.Weights.Inputs + cell.Outputs));
    }

    /// <param name="input">(streams, inputs)</param>
    /// <param name="output">(streams, features); may not be the memory of the input.</param>
    public void Step(ReadOnlySpan<LayerStream<T>> streams, ReadOnlySpan<T> input, Span<T> output)
    {
        int parts = _work * streams.Length < Sharing.CallWorthSharing ? 1 : Math.Min(Compute.Threads, (streams.Length + Tile - 1) / Tile);
        while (_parts.Count < parts) _parts.Add([.. _cells.Select(cell => new Level(cell, _rows))]);
        if (_streams.Length < streams.Length) _streams = new LayerStream<T>[Math.Max(streams.Length, 2 * _streams.Length)];
        streams.CopyTo(_streams);
        (_count, _inputs, _features, _shared) = (streams.Length, input.Length / streams.Length, output.Length / streams.Length, parts);
        fixed (T* x = input, y = output)
        {
            _input = x;
            _output = y;
            Crew.Run(parts, this);
        }
        Array.Clear(_streams, 0, streams.Length);
    }

    /// <summary>The streams of one thread, block by block through all layers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        Level[] levels = _parts[part];
        int end = Share(part + 1);
        for (int first = Share(part); first < end; first += _rows)
        {
            ReadOnlySpan<LayerStream<T>> some = _streams.AsSpan(first, Math.Min(_rows, end - first));
            var rows = new Rows<T>(_input + (nint)first * _inputs, some.Length, _inputs, _inputs);
            for (int level = 0; level < levels.Length; level++) rows = levels[level].Step(level, some, rows);
            for (int row = 0; row < some.Length; row++)
                new ReadOnlySpan<T>(rows.Pointer + row * rows.Stride, _features).CopyTo(new Span<T>(_output + (first + row) * (nint)_features, _features));
        }
        GC.KeepAlive(this);
    }

    /// <summary>Where the streams of a part begin: whole tiles, as evenly as they go.</summary>
    private int Share(int part) => Math.Min(_count, (int)((long)((_count + Tile - 1) / Tile) * part / _shared) * Tile);

    /// <summary>One layer of all streams.</summary>
    private sealed class Level
    {
        private readonly DirectedCell<T> _cell;
        private readonly Plane<T> _states, _input, _kept, _between, _scratch;
        private readonly Plane<T>? _made, _projected;
        private readonly NormMemory<T>? _norm;
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
            _kept = new(cell.KeepsStep ? shape.Kept * plane : 0);
            _between = new(shape.EarlyProducts > 0 ? plane : 0);
            if (cell.Finish.IsNeeded) _made = new(shape.States * plane);
            if (cell.Spec.LayerNorm is { } norm) _norm = new(norm, shape, rows, _width, 1, keep: false);
            if (cell.Finish is { Mixes: true, Projection: > 0 }) _projected = new(plane);
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
            var frame = new CellFrame<T>
            {
                Rows = streams.Length,
                Vectors = _weights.Vectors.Pointer,
                Input = _input.Pointer,
                Previous = previous,
                Source = previous,
                Next = _made is null ? next : _made.Pointer,
                Carried = next,
                StatePlane = plane,
                Kept = _kept.Count == 0 ? null : _kept.Pointer,
                Between = _between.Pointer,
                Projected = _projected is null ? null : _projected.Pointer,
                // All rows share the expectation of a zoneout.
                Zone = _weights.Finish.Expected is { } expected ? expected.Pointer : null,
                ZonePlane = _width,
            };
            if (_norm is not null)
            {
                kernel.NormaliseInput(_input.Pointer, streams.Length, _weights, null, null);
                _norm.Place(ref frame, 0, 0);
            }
            kernel.Forward(frame, _weights, _scratch.Pointer);
            if (_made is not null) kernel.Finish(frame, _weights);
            for (int row = 0; row < streams.Length; row++) ((RecurrentStream<T>)streams[row]).Restore(level, next + row * _width, plane);
            return new(next, streams.Length, _width, _cell.Outputs);
        }
    }
}
