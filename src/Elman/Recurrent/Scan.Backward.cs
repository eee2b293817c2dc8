using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// Backwards along time, and the one product of all steps that is left for the end.
internal sealed unsafe partial class Scan<T>
{
    /// <summary>
    /// From the cotangents of outputs and final states, the latter in <see cref="ScanGradient{T}.State"/>: the gradients of all products,
    /// of the inputs, and, left in State and Product, of the initial states.
    /// </summary>
    public void Backward(ScanGradient<T> gradient, BackwardWeights<T> transposed, StepCotangent<T> cotangent, bool wantsInput)
    {
        if (!keep) throw new InvalidOperationException("This scan kept nothing for a backward pass.");
        // After the stages of all steps, the product of the last, and the gradient of the inputs.
        Lockstep.Run(Stages * Steps + (wantsInput ? 2 : 1), members, new BackwardPass(this, gradient, transposed, cotangent));
        GC.KeepAlive(transposed);
        GC.KeepAlive(this);
    }

    /// <summary>Each phase is the product of the stage before it and a stage of a step.</summary>
    private sealed class BackwardPass(Scan<T> scan, ScanGradient<T> gradient, BackwardWeights<T> transposed, StepCotangent<T> cotangent) : IPhasedWork
    {
        private readonly int _steps = scan.Steps, _stages = scan.Stages;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int phase, int part, int parts)
        {
            int stages = _stages * _steps;
            if (phase is > 0 && phase <= stages) scan.ProductBackward(scan.StepAt(_steps - 1 - (phase - 1) / _stages), (phase - 1) % _stages == 1, part, parts, gradient, transposed);
            if (phase < stages) scan.BackwardStage(scan.StepAt(_steps - 1 - phase / _stages), phase % _stages == 1, part, parts, gradient, transposed, cotangent);
            if (phase > stages) scan.InputGradient(part, parts, gradient, transposed);
        }
    }

    private CellFrame<T> FrameOf(int step, ScanGradient<T> gradient) => FrameOf(step, 0) with
    {
        Rows = Active(step),
        OutputGradient = gradient.Output.Pointer,
        StateGradient = gradient.State.Pointer,
        ProductGradient = gradient.Product.Pointer,
        ProjectedGradient = gradient.Projected(step),
        Held = gradient.Held is null ? null : gradient.Held.Pointer,
        InputGradient = gradient.InputProducts(step),
        InputProductGradient = gradient.BeforeInputNorm(step),
        RecurrentProductGradient = gradient.BeforeRecurrentNorm(step),
        ReadGradient = gradient.Read(step),
        DecayGradient = gradient.Decay(step),
        DecayTimes = gradient.DecayTimes,
        Readout = gradient.Readout is null ? null : gradient.Readout.Pointer,
        RecurrentGradient = gradient.RecurrentProducts(step),
        VectorGradient = gradient.Vectors(step),
        BetweenGradient = gradient.Between.Pointer,
        NextGradient = gradient.Next.Pointer,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardStage(int step, bool early, int part, int parts, ScanGradient<T> gradient, BackwardWeights<T> transposed, StepCotangent<T> cotangent)
    {
        UnitBlocks units = weights.Share(part, parts);
        CellFrame<T> frame = FrameOf(step, gradient);
        if (!early)
        {
            cotangent.Read(step, Active(step), gradient.Output.Pointer, memory.Width, units);
            if (gradient.Hidden(step) != null) gradient.Watch(step, Active(step), units.First * CellWeights<T>.Block, Math.Min(units.End * CellWeights<T>.Block, weights.Width));
            if (_finishes) kernel.FinishBackward(frame, weights, transposed);
        }
        kernel.BackwardStage(frame, weights, early, units);
        if (weights.Norm is not null) kernel.NormBackward(frame, weights, early);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProductBackward(int step, bool early, int part, int parts, ScanGradient<T> gradient, BackwardWeights<T> transposed)
    {
        CellFrame<T> frame = FrameOf(step, gradient);
        kernel.ProductBackward(frame, weights, transposed, early, weights.Share(part, parts));
        if (!IsFirst(early)) return;
        if (_finishes) kernel.AddHeld(frame, weights);
        if (frame.Mask != null) kernel.DropBackward(frame, weights);
        if (memory.Entry is not null) kernel.EnterBackward(memory.State(SlotBefore(step)), frame, weights, memory.Entry, step);
    }

    /// <summary>dx = d(W x)ᵀ · W, one chain over gates and units in ascending order: one product where every row has every step, else one a step.</summary>
    private void InputGradient(int part, int parts, ScanGradient<T> gradient, BackwardWeights<T> transposed)
    {
        int steps = Steps, gates = weights.Shape.Gates;
        bool even = steps > 0 && Active(steps - 1) == memory.Rows;
        for (int step = 0; step < (even ? 1 : steps); step++)
        {
            int rows = even ? steps * memory.Rows : Active(step), first = (int)((long)rows * part / parts), count = (int)((long)rows * (part + 1) / parts) - first;
            var products = new Rows<T>(weights.Norm is { Rule.Input: true } ? gradient.BeforeInputNorm(step) : gradient.InputProducts(step), rows, (nint)gates * memory.Width, gates, weights.Hidden, memory.Width).Slice(first, count);
            kernel.Project(products, transposed.Input, transposed.Zeros.Pointer, gradient.X.Pointer + ((nint)step * memory.Rows + first) * memory.Inputs, memory.Inputs);
        }
    }
}
