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
/// <param name="members">Threads that share each step, by its units.</param>
internal sealed unsafe partial class Scan<T>(CellKernel<T> kernel, CellWeights<T> weights, ScanMemory<T> memory, int[] lengths, bool reverse, bool keep, int members)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _finishes = weights.Finish.Rule.IsNeeded, _isPlain = !weights.Finish.Rule.IsNeeded && !memory.Drops && memory.Norm is null && memory.Entry is null;
    private readonly Plane<T> _scratch = Plane<T>.Rent((long)members * CellKernel<T>.ScratchSize);

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

    /// <summary>The places of what only layers with a finish, a norm or recurrent dropout have.</summary>
    private CellFrame<T> WithStages(CellFrame<T> frame, int step, int row)
    {
        if (memory.Entry is not null) frame.Previous = frame.Source = memory.Entry.States(step, row);
        if (_finishes) frame.Next = memory.Made(step, row);
        memory.Norm?.Place(ref frame, step, row);
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

    private int Steps => lengths.Length == 0 ? 0 : lengths[0];

    /// <summary>Phases of a step: each needs the one before for all units.</summary>
    private int Stages => weights.Shape.EarlyProducts > 0 ? 2 : 1;

    /// <summary>Whether a stage is the first of a step forwards, and so the last backwards.</summary>
    private bool IsFirst(bool early) => early || weights.Shape.EarlyProducts == 0;

    /// <summary>The step that is visited at a place in the order.</summary>
    private int StepAt(int visited) => reverse ? Steps - 1 - visited : visited;

    /// <summary>From the inputs and initial states in memory; each step's output is handed over as (step, rows, first row).</summary>
    /// <param name="input">Where the inputs are not in memory yet; for one member alone.</param>
    public void Forward(StepOutput<T> output, CancellationToken cancellation, StepInput? input = null)
    {
        Lockstep.Run(Stages * Steps, members, new ForwardPass(this, input, output, cancellation));
        if (Steps > 0) Write(StepAt(Steps - 1), output);
        GC.KeepAlive(this);
    }

    private void Write(int step, StepOutput<T> output) => output.Write(step, Active(step), memory.State(SlotAfter(step)));

    /// <summary>Each phase is a stage of a step; a member projects its own units alone, so it needs nobody for that.</summary>
    private sealed class ForwardPass(Scan<T> scan, StepInput? input, StepOutput<T> output, CancellationToken cancellation) : IPhasedWork
    {
        private readonly int _steps = scan.Steps, _stages = scan.Stages;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int phase, int part, int parts) => scan.ForwardStage(phase / _stages, _steps, phase % _stages < _stages - 1, part, parts, input, output, cancellation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardStage(int visited, int steps, bool early, int part, int parts, StepInput? input, StepOutput<T> output, CancellationToken cancellation)
    {
        int step = StepAt(visited), inBlock = visited % memory.BlockSteps, stride = weights.Shape.Gates * weights.Width;
        UnitBlocks units = weights.Share(part, parts);
        if (IsFirst(early))
        {
            if (inBlock == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(memory.BlockSteps, steps - visited);
                input?.Read(reverse ? step - count + 1 : step, count);
                Project(step, count, units);
            }
            if (part == 0 && visited > 0) Write(StepAt(visited - 1), output);
        }
        // A reversed block was projected in order of time, so its first step visited lies last.
        int slot = reverse ? Math.Min(memory.BlockSteps, steps - visited + inBlock) - 1 - inBlock : inBlock;
        CellFrame<T> frame = FrameOf(step, 0) with
        {
            Rows = Active(step),
            Input = memory.InputProducts.Pointer + (nint)slot * memory.Rows * stride,
        };
        if (memory.Entry is not null && IsFirst(early)) kernel.Enter(memory.State(SlotBefore(step)), frame, weights, memory.Entry, step);
        if (frame.Mask != null && IsFirst(early)) kernel.Drop(frame, weights);
        else if (frame.Mask != null) kernel.DropBetween(frame, weights);
        kernel.ForwardStage(frame, weights, early, units, _scratch.Pointer + (nint)part * CellKernel<T>.ScratchSize);
        if (_finishes && !early) kernel.Finish(frame, weights);
    }

    /// <summary>b_i + W x of a block of steps for some units, the first visited being <paramref name="first"/>: one product where every row has every step, else one a step.</summary>
    private void Project(int first, int count, UnitBlocks units)
    {
        int earliest = reverse ? first - count + 1 : first, rows = Active(earliest), wide = weights.Shape.Gates * CellWeights<T>.Block;
        nint stride = (nint)weights.Shape.Gates * weights.Width;
        T* target = memory.InputProducts.Pointer;
        bool even = rows == memory.Rows && Active(earliest + count - 1) == rows;
        for (int step = earliest; step < earliest + (even ? 1 : count); step++, target += memory.Rows * stride)
        {
            var x = new Rows<T>(memory.Input(step), even ? count * rows : Active(step), memory.Inputs, memory.Inputs);
            kernel.Project(x, weights.Input, weights.InputBias.Pointer, target, stride, units.First * wide, units.End * wide);
            if (memory.Norm is not null) NormaliseInput(step, x.Count, target);
        }
    }

    /// <summary>The input products of rows that begin at a step.</summary>
    private void NormaliseInput(int step, int rows, T* products)
    {
        CellFrame<T> frame = default;
        memory.Norm!.Place(ref frame, step, 0);
        kernel.NormaliseInput(products, rows, weights, frame.InputNormal, frame.Scales);
    }
}
