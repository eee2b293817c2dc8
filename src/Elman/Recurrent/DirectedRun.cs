using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>One direction of one layer over one batch: the sequences cut into groups, a scan for each, all groups at the same time.</summary>
internal sealed unsafe class DirectedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Multiply-adds below which a second group costs more than it brings.</summary>
    private const long WorthSharing = 300_000;

    private readonly DirectedCell<T> _cell;
    private readonly CellWeights<T> _weights;
    private readonly Border _input;
    private readonly Group[] _groups;

    public DirectedRun(DirectedCell<T> cell, Border input, int[]? lengths, bool keep, DirectionMasks<T>? masks = null)
    {
        (_cell, _weights, _input) = (cell, cell.Weights, input);
        int[] rows = [.. Enumerable.Range(0, input.Sequences)];
        int LengthOf(int row) => lengths is null ? input.Steps : lengths[row];
        if (lengths is not null) rows = [.. rows.OrderByDescending(LengthOf)];      // stable: equal lengths stay in order
        long work = rows.Sum(row => (long)LengthOf(row)) * cell.Cell.Shape.Gates * cell.Hidden * (cell.Outputs + input.Features);
        int groups = work < WorthSharing ? 1 : Math.Max(1, Math.Min(Compute.Threads, rows.Length));
        _groups = new Group[groups];
        for (int g = 0; g < groups; g++)
        {
            // Dealt out like cards, so that long and short sequences are shared evenly and stay longest first.
            int[] mine = [.. rows.Where((_, index) => index % groups == g)];
            _groups[g] = new Group(this, mine, [.. mine.Select(LengthOf)], keep, masks);
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

        public Group(DirectedRun<T> run, int[] rows, int[] lengths, bool keep, DirectionMasks<T>? masks)
        {
            (_run, Rows, _lengths, _keep) = (run, rows, lengths, keep);
            DirectedCell<T> cell = run._cell;
            var memory = new ScanMemory<T>(cell, run._weights.Width, run._input.Steps, rows, run._input.Sequences, keep, masks);
            _scan = new Scan<T>(cell.Kernel, run._weights, memory, lengths, cell.Reverse, keep);
        }

        /// <summary>Which sequences of the batch these are.</summary>
        public int[] Rows { get; }

        private int SizeOf(int state) => _run._cell.SizeOf(state);
        private int States => _run._cell.States;

        /// <summary>From the batch's input and initial states to its outputs and final states.</summary>
        /// <param name="initial">(N, hidden) for each state, or null for zeros</param>
        /// <param name="final">(N, hidden) for each state</param>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Forward(T* x, Tensor<T>?[] initial, StepOutput<T> output, Tensor<T>[] final, CancellationToken cancellation)
        {
            ScanMemory<T> memory = _scan.Memory;
            for (int row = 0; row < Rows.Length; row++)
            {
                for (int step = 0; step < _lengths[row]; step++) _run._input.Read(x, Rows[row], step, memory.Input(step, row));
                for (int state = 0; state < States; state++)
                {
                    var target = new Span<T>(memory.State(_scan.InitialSlot(row), state, row), SizeOf(state));
                    if (initial[state] is { } given) given.Values.Slice(Rows[row] * SizeOf(state), SizeOf(state)).CopyTo(target);
                    else target.Clear();
                }
            }
            _scan.Forward(output, cancellation);
            for (int row = 0; row < Rows.Length; row++)
                for (int state = 0; state < States; state++)
                    new ReadOnlySpan<T>(memory.State(_scan.FinalSlot(row), state, row), SizeOf(state)).CopyTo(final[state].Array.AsSpan(Rows[row] * SizeOf(state)));
            GC.KeepAlive(this);
            if (!_keep) _scan.Return();
        }

        /// <summary>The gradients of inputs and initial states; those of the parameters wait for all groups.</summary>
        public void Backward(StepCotangent<T> output, Tensor<T>?[] final, T* dx, Tensor<T>?[] initial)
        {
            ScanMemory<T> memory = _scan.Memory;
            var gradient = new ScanGradient<T>(_run._cell.Cell.Shape, _run._cell.Finish, memory.Inputs, memory.Width, memory.Steps, memory.Rows);
            for (int row = 0; row < Rows.Length; row++)
                for (int state = 0; state < States; state++)
                    if (final[state] is { } given) given.Values.Slice(Rows[row] * SizeOf(state), SizeOf(state)).CopyTo(Of(gradient.State, state, row));
            _scan.Backward(gradient, _run._cell.Transposed, output, wantsInput: dx != null);
            for (int row = 0; row < Rows.Length; row++)
            {
                if (dx != null)
                    for (int step = 0; step < _lengths[row]; step++)
                        _run._input.Write(dx, Rows[row], step, gradient.X.Pointer + ((nint)step * memory.Rows + row) * memory.Inputs);
                for (int state = 0; state < States; state++)
                {
                    if (initial[state] is not { } target) continue;
                    Span<T> d = target.Array.AsSpan(Rows[row] * SizeOf(state), SizeOf(state));
                    Of(gradient.State, state, row).CopyTo(d);
                    if (state == 0) Zip.Add(gradient.Product.Span.Slice(row * memory.Width, SizeOf(0)), d);
                }
            }
            _gradient = gradient;
            GC.KeepAlive(this);

            Span<T> Of(Plane<T> plane, int state, int row) => plane.Span.Slice((state * memory.Rows + row) * memory.Width, SizeOf(state));
        }

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

        /// <summary>A row's number in this group, its length, and where its numbers lie.</summary>
        public (int Length, Scan<T> Scan, ScanGradient<T> Gradient) Of(int row) => (_lengths[row], _scan, _gradient!);
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

    /// <summary>
    /// Adds the gradients of the parameters, after every group has run backwards: the terms in the order in which backward visits the steps,
    /// then by sequence, whatever the groups were.
    /// </summary>
    public void AccumulateParameters(RecurrentParameters<T> parameters, IReadOnlyDictionary<Autograd.Parameter<T>, T[]> gradients)
    {
        var place = new (Group Group, int Row)[_input.Sequences];
        foreach (Group group in _groups)
            for (int row = 0; row < group.Rows.Length; row++) place[group.Rows[row]] = (group, row);

        List<nint> input = [], dInput = [], recurrent = [], between = [], dRecurrent = [], dVectors = [], made = [], dProjected = [];
        for (int visited = _input.Steps - 1; visited >= 0; visited--)
        {
            int step = _cell.Reverse ? _input.Steps - 1 - visited : visited;
            foreach ((Group group, int row) in place)
            {
                (int length, Scan<T> scan, ScanGradient<T> gradient) = group.Of(row);
                if (step >= length) continue;
                input.Add((nint)scan.Memory.Input(step, row));
                dInput.Add((nint)gradient.InputProducts(step, row));
                recurrent.Add((nint)scan.FrameOf(step, row).Source);
                made.Add((nint)scan.Memory.Made(step, row));
                dProjected.Add((nint)gradient.Projected(step, row));
                between.Add((nint)scan.Memory.Between(step, row));
                dRecurrent.Add((nint)gradient.RecurrentProducts(step, row));
                dVectors.Add((nint)gradient.Vectors(step, row));
            }
        }
        int hidden = _cell.Hidden, outputs = _cell.Outputs, width = _weights.Width;
        CellShape shape = _cell.Cell.Shape;
        int early = shape.EarlyProducts, late = shape.Products - early;
        Terms<T> Gates(List<nint> rows, int first, int count) => new([.. rows.Select(row => row + (nint)first * width * sizeof(T))], count, hidden, width);
        Terms<T> Plain(List<nint> rows, int length) => new([.. rows], 1, length, length);

        Terms<T> dx = Gates(dInput, 0, shape.Gates), x = Plain(input, _input.Features), h = Plain(recurrent, outputs);
        Terms<T> dEarly = Gates(dRecurrent, 0, early), dLate = Gates(dRecurrent, early, late), m = early > 0 ? Plain(between, hidden) : h;

        // dW += d(W x)ᵀ · x,  dU += d(U h)ᵀ · h,  db += d(…)
        T[]? dW = gradients.GetValueOrDefault(parameters.InputWeight), dU = gradients.GetValueOrDefault(parameters.RecurrentWeight);
        bool same = early == 0 && late == shape.Gates && !shape.SplitGradients;
        if (same && dW is not null && dU is not null)
        {
            SumOfProducts.Accumulate(dx, x, dW, h, dU);
        }
        else
        {
            if (dW is not null) SumOfProducts.Accumulate(dx, x, dW);
            if (dU is not null && early > 0) SumOfProducts.Accumulate(dEarly, h, dU.AsSpan(0, early * hidden * outputs));
            if (dU is not null && late > 0) SumOfProducts.Accumulate(dLate, m, dU.AsSpan(early * hidden * outputs));
        }
        T[]? dInputBias = parameters.InputBias is { } bias ? gradients.GetValueOrDefault(bias) : null;
        T[]? dRecurrentBias = parameters.RecurrentBias is { } other ? gradients.GetValueOrDefault(other) : null;
        if (dInputBias is not null) SumOfProducts.Accumulate<T>(dx, dInputBias);
        if (same && dInputBias is not null && dRecurrentBias is not null) dInputBias.CopyTo(dRecurrentBias, 0);
        else if (dRecurrentBias is not null) SumOfProducts.Accumulate<T>(Gates(dRecurrent, 0, shape.Products), dRecurrentBias);
        if (parameters.ProjectionWeight is { } projection && gradients.GetValueOrDefault(projection) is { } dProjection)
            SumOfProducts.Accumulate(Plain(dProjected, outputs), Plain(made, hidden), dProjection);
        foreach ((int v, Autograd.Parameter<T> vector) in parameters.Vectors.Index())
            if (gradients.GetValueOrDefault(vector) is { } dVector) SumOfProducts.Accumulate<T>(Gates(dVectors, v, 1), dVector);
        Return();
    }
}
