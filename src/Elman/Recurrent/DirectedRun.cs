using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>One direction of one layer over one batch: the sequences cut into groups, a scan for each, all groups at the same time.</summary>
internal sealed unsafe partial class DirectedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows a thread from which each takes rows; below, it takes some units of all of them.</summary>
    private const int RowsWorthSharing = 3;

    private readonly DirectedCell<T> _cell;
    private readonly CellWeights<T> _weights;
    private readonly Border _input;
    private readonly Group[] _groups;

    /// <param name="threads">That it may use.</param>
    /// <param name="mostBlockSteps">Of steps whose input products are made together.</param>
    public DirectedRun(DirectedCell<T> cell, Border input, int[]? lengths, bool keep, int threads, DirectionMasks<T>? masks = null, int mostBlockSteps = int.MaxValue, StepMarks<T>? marks = null)
    {
        (_cell, _weights, _input) = (cell, cell.Weights, input);
        ShardBounds = Shards.Bounds(input.Sequences, input.Sequences) ?? [0, input.Sequences];
        int[] rows = [.. Enumerable.Range(0, input.Sequences)];
        int LengthOf(int row) => lengths is null ? input.Steps : lengths[row];
        if (lengths is not null) rows = [.. rows.OrderByDescending(LengthOf)];      // stable: equal lengths stay in order
        long work = rows.Sum(row => (long)LengthOf(row)) * cell.Cell.Shape.Gates * cell.Hidden * (cell.Outputs + input.Features);
        int groups = work < Sharing.CallWorthSharing ? 1 : Math.Max(1, Math.Min(Compute.Threads, rows.Length));
        // Few rows: each thread takes some units of all rows, and keeps its part of the weights in its own cache.
        long step = (long)rows.Length * cell.Cell.Shape.Products * cell.Hidden * cell.Outputs;
        int members = 1;
        bool whole = cell.Finish.IsNeeded || cell.Spec.LayerNorm is not null || masks is not null || marks is not null || cell.Spec.Decay is not null;     // what follows the equations takes all units at once
        if (!whole && rows.Length < RowsWorthSharing * threads && step >= Sharing.StepWorthSharing) (groups, members) = (1, threads);
        _groups = new Group[groups];
        for (int g = 0; g < groups; g++)
        {
            // Neighbours stay together; of different lengths, they are dealt out like cards, so that long and short ones are shared evenly and stay longest first.
            int[] mine = lengths is null ? rows[(rows.Length * g / groups)..(rows.Length * (g + 1) / groups)] : [.. rows.Where((_, index) => index % groups == g)];
            _groups[g] = new Group(this, mine, [.. mine.Select(LengthOf)], keep, members, masks, mostBlockSteps, marks);
        }
    }

    /// <summary>From a row of a plane to the next.</summary>
    public int Width => _weights.Width;

    /// <summary>Features of this direction's output.</summary>
    public int Outputs => _cell.Outputs;

    /// <summary>One part per group.</summary>
    public IReadOnlyList<Group> Groups => _groups;

    /// <summary>The sequences of one group, and their scan.</summary>
    internal sealed class Group
    {
        private readonly DirectedRun<T> _run;
        private readonly int[] _lengths;
        private readonly Scan<T> _scan;
        private readonly bool _keep;
        private ScanGradient<T>? _gradient;

        public Group(DirectedRun<T> run, int[] rows, int[] lengths, bool keep, int members, DirectionMasks<T>? masks, int mostBlockSteps, StepMarks<T>? marks)
        {
            (_run, Rows, _lengths, _keep) = (run, rows, lengths, keep);
            DirectedCell<T> cell = run._cell;
            var memory = new ScanMemory<T>(cell, run._weights.Width, run._input.Steps, rows, run._input.Sequences, keep, masks, mostBlockSteps);
            if (marks?.Resets is not null || cell.Spec.Decay is not null)
                memory.Entry = new(marks, cell.Reverse, rows, lengths, cell.States, run._weights.Width, run._input.Steps, keep);
            _scan = new Scan<T>(cell.Kernel, run._weights, memory, lengths, cell.Reverse, keep, members);
        }

        /// <summary>Which sequences of the batch these are.</summary>
        public int[] Rows { get; }

        private int SizeOf(int state) => _run._cell.SizeOf(state);
        private int States => _run._cell.States;

        private void Read(T* x, int first, int count)
        {
            ScanMemory<T> memory = _scan.Memory;
            for (int step = first, rows; step < first + count && (rows = _scan.Active(step)) > 0; step++)
                _run._input.Read(x, Rows.AsSpan(0, rows), step, memory.Input(step), memory.Inputs);
        }

        /// <summary>Inputs that another thread is still writing, in the order in which this scan visits them.</summary>
        private sealed class Arriving(Group group, T* x, StepGate below) : StepInput
        {
            public override void Read(int first, int count)
            {
                below.Await(group._run._cell.Reverse ? group._lengths[0] - first : first + count);
                group.Read(x, first, count);
            }
        }

        /// <summary>From the batch's input and initial states to its outputs and final states.</summary>
        /// <param name="initial">(N, hidden) for each state, or null for zeros</param>
        /// <param name="final">(N, hidden) for each state</param>
        /// <param name="below">Tells which steps of x are there; null where all are.</param>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Forward(T* x, Tensor<T>?[] initial, StepOutput<T> output, Tensor<T>[] final, CancellationToken cancellation, StepGate? below = null)
        {
            ScanMemory<T> memory = _scan.Memory;
            if (below is null) Read(x, 0, _run._input.Steps);
            for (int row = 0; row < Rows.Length; row++)
            {
                for (int state = 0; state < States; state++)
                {
                    var target = new Span<T>(memory.State(_scan.InitialSlot(row), state, row), SizeOf(state));
                    if (initial[state] is { } given) given.Values.Slice(Rows[row] * SizeOf(state), SizeOf(state)).CopyTo(target);
                    else target.Clear();
                }
            }
            _scan.Forward(output, cancellation, below is null ? null : new Arriving(this, x, below));
            for (int row = 0; row < Rows.Length; row++)
                for (int state = 0; state < States; state++)
                    new ReadOnlySpan<T>(memory.State(_scan.FinalSlot(row), state, row), SizeOf(state)).CopyTo(final[state].Array.AsSpan(Rows[row] * SizeOf(state)));
            GC.KeepAlive(this);
            if (!_keep) _scan.Return();
        }

        /// <summary>The gradients of inputs and initial states; those of the parameters wait for all groups.</summary>
        /// <param name="carry">Between segments of time: what comes back from the one after, replaced by what goes on to the one before.</param>
        /// <param name="hidden">Takes dh of every step, (N, T, outputs); null where nobody looks.</param>
        public void Backward(StepCotangent<T> output, Tensor<T>?[] final, T* dx, Tensor<T>?[] initial, Tensor<T>? hidden, StateCarry<T>? carry = null)
        {
            ScanMemory<T> memory = _scan.Memory;
            ScanGradient<T> gradient = NewGradient(hidden is not null);
            for (int row = 0; row < Rows.Length; row++)
                for (int state = 0; state < States; state++)
                    if (final[state] is { } given) given.Values.Slice(Rows[row] * SizeOf(state), SizeOf(state)).CopyTo(Of(gradient.State, state, row));
            for (int row = 0; carry is not null && row < Rows.Length; row++) carry.Product.Values.Slice(Rows[row] * SizeOf(0), SizeOf(0)).CopyTo(Of(gradient.Product, 0, row));
            _scan.Backward(gradient, _run._cell.Transposed, output, wantsInput: dx != null);
            for (int step = 0, rows; dx != null && (rows = _scan.Active(step)) > 0; step++)
                _run._input.Write(dx, Rows.AsSpan(0, rows), step, gradient.X.Pointer + (nint)step * memory.Rows * memory.Inputs, memory.Inputs);
            for (int row = 0; row < Rows.Length; row++)
            {
                for (int state = 0; state < States; state++)
                {
                    if (initial[state] is not { } target) continue;
                    Span<T> d = target.Array.AsSpan(Rows[row] * SizeOf(state), SizeOf(state));
                    Of(gradient.State, state, row).CopyTo(d);
                    if (state == 0) Zip.Add(gradient.Product.Span.Slice(row * memory.Width, SizeOf(0)), d);
                }
            }
            for (int row = 0; hidden is not null && row < Rows.Length; row++)
                for (int step = 0; step < _lengths[row]; step++)
                    new ReadOnlySpan<T>(gradient.Hidden(step, row), SizeOf(0)).CopyTo(hidden.Array.AsSpan((Rows[row] * memory.Steps + step) * SizeOf(0)));
            for (int row = 0; carry is not null && row < Rows.Length; row++)
            {
                for (int state = 0; state < States; state++) Of(gradient.State, state, row).CopyTo(carry.State[state].Array.AsSpan(Rows[row] * SizeOf(state)));
                Of(gradient.Product, 0, row).CopyTo(carry.Product.Array.AsSpan(Rows[row] * SizeOf(0)));
            }
            _gradient = gradient;
            GC.KeepAlive(this);

            Span<T> Of(Plane<T> plane, int state, int row) => plane.Span.Slice((state * memory.Rows + row) * memory.Width, SizeOf(state));
        }

        private ScanGradient<T> NewGradient(bool watched)
        {
            ScanMemory<T> memory = _scan.Memory;
            return new(_run._cell.Cell.Shape, _run._cell.Finish, _run._cell.Spec.LayerNorm, _run._cell.Spec.Decay, memory.Inputs, memory.Width, memory.Steps, memory.Rows, watched);
        }

        /// <summary>Takes the memory of a backward pass before there is one.</summary>
        public void PrepareBackward() => _gradient = NewGradient(watched: true);

        /// <summary>Bytes of all planes.</summary>
        public long Bytes => _scan.Memory.Bytes + (_gradient?.Bytes ?? 0);

        /// <summary>Writes what a trace shows of the sequences of this group.</summary>
        public void Trace(IReadOnlyList<ShownValue> shown, TracedValue<T>[] target)
        {
            ScanMemory<T> memory = _scan.Memory;
            CellWeights<T> weights = _run._weights;
            CellKernel<T> kernel = _run._cell.Kernel;
            CellShape shape = weights.Shape;
            Plane<T> Rent(int values) => Plane<T>.Rent((long)values * memory.Width);
            Plane<T> input = Rent(shape.Gates), recurrent = Rent(shape.Products), sums = Rent(shape.Gates), kept = Rent(shape.Kept);
            for (int row = 0; row < Rows.Length; row++)
                for (int step = 0; step < _lengths[row]; step++)
                {
                    kernel.Project(new Rows<T>(memory.Input(step, row), 1, memory.Inputs, memory.Inputs), weights.Input, weights.InputBias.Pointer, input.Pointer, input.Count);
                    kernel.NormaliseInput(input.Pointer, 1, weights, null, null);
                    kernel.Show(_scan.FrameOf(step, row) with { Input = input.Pointer }, weights, recurrent.Pointer, sums.Pointer, kept.Pointer);
                    for (int i = 0; i < shown.Count; i++)
                    {
                        T* source = shown[i].Kind switch
                        {
                            TraceKind.State => memory.State(_scan.SlotAfter(step), shown[i].Index, row),
                            TraceKind.PreActivation => sums.Pointer + shown[i].Index * memory.Width,
                            _ => kept.Pointer + shown[i].Index * memory.Width,
                        };
                        int size = target[i].Values.Shape[2];
                        new ReadOnlySpan<T>(source, size).CopyTo(target[i].Values.Array.AsSpan((Rows[row] * memory.Steps + step) * size));
                    }
                }
            foreach (Plane<T> plane in (Plane<T>[])[input, recurrent, sums, kept]) plane.Return();
            GC.KeepAlive(this);
        }

        /// <summary>Ends the use of all memory of this group.</summary>
        public void Return()
        {
            _scan.Return();
            _gradient?.Return();
        }

        /// <summary>The steps of a row.</summary>
        public int LengthOf(int row) => _lengths[row];

        public Scan<T> Scan => _scan;

        /// <summary>After <see cref="Backward"/>.</summary>
        public ScanGradient<T> Gradient => _gradient!;
    }

    /// <summary>Bytes of all planes, and of the order of its terms.</summary>
    public long Bytes => _groups.Sum(group => group.Bytes) + (long)_input.Sequences * _input.Steps * sizeof(TermPlace);

    /// <summary>Input products of one step of all sequences; each group has a block of its own, so where this is much, groups have more of them than one would.</summary>
    public long BlockNumbers => (long)_input.Sequences * _cell.Cell.Shape.Gates * Width;

    /// <summary>Takes the memory of a backward pass, to see how much it is.</summary>
    public long PrepareBackward()
    {
        foreach (Group group in _groups) group.PrepareBackward();
        return Bytes;
    }

    /// <summary>Ends the use of all memory of a run that kept its steps.</summary>
    public void Return()
    {
        foreach (Group group in _groups) group.Return();
    }

    /// <summary>All that a trace shows of every step, after a forward pass that kept it.</summary>
    public DirectionTrace<T> Trace()
    {
        IReadOnlyList<ShownValue> shown = _cell.Cell.Spec.Shown;
        TracedValue<T>[] values = [.. shown.Select(value => new TracedValue<T>(value.Name, value.Kind, new Tensor<T>(new Shape(_input.Sequences, _input.Steps, value.Kind == TraceKind.State ? _cell.SizeOf(value.Index) : _cell.Hidden))))];
        foreach (Group group in _groups) group.Trace(shown, values);
        return new(values);
    }
}
