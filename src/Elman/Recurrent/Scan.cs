using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// Runs a cell along time for a group of sequences: the only loop over time forwards, and the only one backwards. A step that a
/// sequence does not have is skipped, never computed.
/// </summary>
/// <param name="lengths">Steps of each row, longest first.</param>
/// <param name="reverse">Whether steps are visited from each sequence's end to its start.</param>
/// <param name="keep">Whether <see cref="Backward"/> will follow.</param>
internal sealed unsafe class Scan<T>(CellKernel<T> kernel, CellWeights<T> weights, ScanMemory<T> memory, int[] lengths, bool reverse, bool keep)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _finishes = weights.Finish.Rule.IsNeeded, _isPlain = !weights.Finish.Rule.IsNeeded && !memory.Drops;
    private readonly Plane<T> _scratch = Plane<T>.Rent(CellKernel<T>.ScratchSize);

    public ScanMemory<T> Memory => memory;

    /// <summary>Ends the use of all memory of this scan.</summary>
    public void Return()
    {
        _scratch.Return();
        memory.Return();
    }

    /// <summary>After the forward pass, the slot that holds a row's final state.</summary>
    public int FinalSlot(int row) => reverse ? 0 : lengths[row];

    /// <summary>Before the forward pass, the slot that takes a row's initial state.</summary>
    public int InitialSlot(int row) => reverse ? lengths[row] : 0;

    /// <summary>The slots before and after a step: direction is an offset, not a copy.</summary>
    public int SlotBefore(int step) => reverse ? step + 1 : step;
    public int SlotAfter(int step) => reverse ? step : step + 1;

    /// <summary>Where the states and kept values of one step lie, from a row on.</summary>
    public CellFrame<T> FrameOf(int step, int row)
    {
        T* before = memory.State(SlotBefore(step), 0, row), after = memory.State(SlotAfter(step), 0, row);
        var frame = new CellFrame<T>
        {
            Rows = 1,
            Vectors = weights.Vectors.Pointer,
            Previous = before,
            Next = after,
            StatePlane = memory.StatePlane,
            Source = before,
            Kept = memory.Kept(step, row),
            Between = memory.Between(step, row),
            Carried = after,
        };
        return _isPlain ? frame : WithStages(frame, step, row);
    }

    /// <summary>The places of what only layers with a finish or recurrent dropout have.</summary>
    private CellFrame<T> WithStages(CellFrame<T> frame, int step, int row)
    {
        if (_finishes) frame.Next = memory.Made(step, row);
        frame.Projected = memory.Projected(step, row);
        frame.Mask = memory.Mask(step, row);
        if (frame.Mask != null) frame.Source = memory.Source(step, row);
        frame.Zone = memory.Zone(step, row);
        (frame.ZonePlane, frame.ZoneRow) = (memory.StatePlane, memory.Width);
        // Without random numbers all rows share the expectation.
        if (frame.Zone == null && weights.Finish.Expected is { } expected)
        {
            frame.Zone = expected.Pointer;
            (frame.ZonePlane, frame.ZoneRow) = (memory.Width, 0);
        }
        return frame;
    }

    /// <summary>The rows that have a step: the first ones.</summary>
    public int Active(int step)
    {
        int low = 0, high = lengths.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (lengths[middle] > step) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>From the inputs and initial states in memory; each step's output is handed over as (step, rows, first row).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(StepOutput<T> output, CancellationToken cancellation)
    {
        int steps = lengths.Length == 0 ? 0 : lengths[0], stride = weights.Shape.Gates * weights.Width;
        for (int visited = 0; visited < steps; visited++)
        {
            int step = reverse ? steps - 1 - visited : visited, inBlock = visited % memory.BlockSteps;
            if (inBlock == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Project(step, Math.Min(memory.BlockSteps, steps - visited));
            }
            int rows = Active(step);
            // A reversed block was projected in order of time, so its first step visited lies last.
            int slot = reverse ? Math.Min(memory.BlockSteps, steps - visited + inBlock) - 1 - inBlock : inBlock;
            CellFrame<T> frame = FrameOf(step, 0) with
            {
                Rows = rows,
                Input = memory.InputProducts.Pointer + (nint)slot * memory.Rows * stride,
            };
            if (frame.Mask != null) kernel.Drop(frame, weights);
            kernel.Forward(frame, weights, _scratch.Pointer);
            if (_finishes) kernel.Finish(frame, weights);
            output.Write(step, rows, frame.Carried);
        }
        GC.KeepAlive(this);
    }

    /// <summary>b_i + W x of a block of steps, the first visited being <paramref name="first"/>: one product where every row has every step, else one a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(int first, int count)
    {
        int earliest = reverse ? first - count + 1 : first, rows = Active(earliest), stride = weights.Shape.Gates * weights.Width;
        T* target = memory.InputProducts.Pointer;
        if (rows == memory.Rows && Active(earliest + count - 1) == rows)
        {
            kernel.Project(new Rows<T>(memory.Input(earliest), count * rows, memory.Inputs, memory.Inputs), weights.Input, weights.InputBias.Pointer, target, stride);
            return;
        }
        for (int step = earliest; step < earliest + count; step++, target += (nint)memory.Rows * stride)
            kernel.Project(new Rows<T>(memory.Input(step), Active(step), memory.Inputs, memory.Inputs), weights.Input, weights.InputBias.Pointer, target, stride);
    }

    /// <summary>
    /// From the cotangents of outputs and final states, the latter in <see cref="ScanGradient{T}.State"/>: the gradients of all products,
    /// of the inputs, and, left in State and Product, of the initial states.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(ScanGradient<T> gradient, BackwardWeights<T> transposed, StepCotangent<T> cotangent, bool wantsInput)
    {
        if (!keep) throw new InvalidOperationException("This scan kept nothing for a backward pass.");
        int steps = lengths.Length == 0 ? 0 : lengths[0];
        for (int visited = steps - 1; visited >= 0; visited--)
        {
            int step = reverse ? steps - 1 - visited : visited, rows = Active(step);
            cotangent.Read(step, rows, gradient.Output.Pointer, memory.Width);
            CellFrame<T> frame = FrameOf(step, 0) with
            {
                Rows = rows,
                OutputGradient = gradient.Output.Pointer,
                StateGradient = gradient.State.Pointer,
                ProductGradient = gradient.Product.Pointer,
                ProjectedGradient = gradient.Projected(step),
                Held = gradient.Held is null ? null : gradient.Held.Pointer,
                InputGradient = gradient.InputProducts(step),
                RecurrentGradient = gradient.RecurrentProducts(step),
                VectorGradient = gradient.Vectors(step),
                BetweenGradient = gradient.Between.Pointer,
                NextGradient = gradient.Next.Pointer,
            };
            if (_finishes) kernel.FinishBackward(frame, weights, transposed);
            kernel.Backward(frame, weights, transposed);
            if (_finishes) kernel.AddHeld(frame, weights);
            if (frame.Mask != null) kernel.DropBackward(frame, weights);
        }
        if (wantsInput) InputGradient(gradient, transposed, steps);
        GC.KeepAlive(transposed);
        GC.KeepAlive(this);
    }

    /// <summary>dx = d(W x)ᵀ · W, one chain over gates and units in ascending order: one product where every row has every step, else one a step.</summary>
    private void InputGradient(ScanGradient<T> gradient, BackwardWeights<T> transposed, int steps)
    {
        bool even = Active(steps - 1) == memory.Rows;
        for (int step = 0; step < (even ? 1 : steps); step++)
        {
            var products = new Rows<T>(gradient.InputProducts(step), even ? steps * memory.Rows : Active(step), (nint)weights.Shape.Gates * memory.Width, weights.Shape.Gates, weights.Hidden, memory.Width);
            kernel.Project(products, transposed.Input, transposed.Zeros.Pointer, gradient.X.Pointer + (nint)step * memory.Rows * memory.Inputs, memory.Inputs);
        }
    }
}

/// <summary>Takes the output of each step.</summary>
internal abstract unsafe class StepOutput<T> where T : unmanaged
{
    /// <param name="output">h after the step, (rows, width)</param>
    public abstract void Write(int step, int rows, T* output);
}

/// <summary>Gives the cotangent of the output of each step.</summary>
internal abstract unsafe class StepCotangent<T> where T : unmanaged
{
    /// <param name="target">(rows, width); the padding stays as it is.</param>
    public abstract void Read(int step, int rows, T* target, int width);
}
