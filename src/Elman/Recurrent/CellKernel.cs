using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>One step of a cell for many sequences, at the vector width in force. It knows nothing of time.</summary>
internal abstract unsafe class CellKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = bias + W x for some rows and the columns of some panels, on the calling thread.</summary>
    public abstract void Project(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy, int first, int end);

    /// <summary>The same for all columns.</summary>
    public void Project(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy) => Project(x, w, init, y, ldy, 0, w.PaddedN);

    /// <summary>The recurrent products and the equations of a step.</summary>
    public abstract void Forward(in CellFrame<T> frame, CellWeights<T> weights, T* scratch);

    /// <summary>One stage of a step for some units.</summary>
    public abstract void ForwardStage(in CellFrame<T> frame, CellWeights<T> weights, bool early, UnitBlocks units, T* scratch);

    /// <summary>A whole step of one sequence from its input, as a stream runs it.</summary>
    /// <param name="x">(inputs)</param>
    public abstract void Step(T* x, in CellFrame<T> frame, CellWeights<T> weights, T* scratch);

    /// <summary>One stage of a step backwards for some units: the gradients of its products, and of the states before it through the equations.</summary>
    public abstract void BackwardStage(in CellFrame<T> frame, CellWeights<T> weights, bool early, UnitBlocks units);

    /// <summary>After all units of that stage: the gradient of what its products multiplied, for some units of that.</summary>
    public abstract void ProductBackward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed, bool early, UnitBlocks units);

    /// <summary>Before a step where something comes between it and the one before: the states as it sees them, in <see cref="CellFrame{T}.Previous"/>.</summary>
    /// <param name="before">The states as the step before has left them, laid out alike.</param>
    public abstract void Enter(T* before, in CellFrame<T> frame, CellWeights<T> weights, StepEntry<T> entry, int step);

    /// <summary>After the stages backwards: the gradients of the states as the step before has left them.</summary>
    public abstract void EnterBackward(T* before, in CellFrame<T> frame, CellWeights<T> weights, StepEntry<T> entry, int step);

    /// <summary>In a cell of two stages, after the early one: what recurrent dropout leaves of <see cref="CellFrame{T}.Between"/>.</summary>
    public abstract void DropBetween(in CellFrame<T> frame, CellWeights<T> weights);

    /// <summary>After <see cref="Project(Rows{T}, PackedMatrix{T}, T*, T*, nint)"/>, in a layer with a norm of the input products: normalises those of some rows in place.</summary>
    /// <param name="normal">Takes N(W x), (rows, gates, width), and <paramref name="scales"/> what it was divided by; null where no backward pass follows.</param>
    public abstract void NormaliseInput(T* products, int rows, CellWeights<T> weights, T* normal, T* scales);

    /// <summary>After <see cref="BackwardStage"/>, in a layer with a norm: the gradients of the products before it.</summary>
    public abstract void NormBackward(in CellFrame<T> frame, CellWeights<T> weights, bool early);

    /// <summary>After <see cref="Forward"/> or <see cref="Step"/>, in a layer with a finish: the states that the next step sees.</summary>
    public abstract void Finish(in CellFrame<T> frame, CellWeights<T> weights);

    /// <summary>Before the stages backwards, in a layer with a finish: the gradient of what the cell made.</summary>
    public abstract void FinishBackward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed);

    /// <summary>After the stages backwards, in a layer with a finish: adds the gradient that went past the cell.</summary>
    public abstract void AddHeld(in CellFrame<T> frame, CellWeights<T> weights);

    /// <summary>Before <see cref="Forward"/>, in a layer with recurrent dropout: the source of the recurrent products.</summary>
    public abstract void Drop(in CellFrame<T> frame, CellWeights<T> weights);

    /// <summary>After the stages backwards, in a layer with recurrent dropout: the gradient of h through the recurrent products.</summary>
    public abstract void DropBackward(in CellFrame<T> frame, CellWeights<T> weights);

    /// <summary>What a trace shows of a step of one row whose values were kept and whose input products are there.</summary>
    /// <param name="recurrent">(products, width), for the recurrent products</param>
    /// <param name="sums">What the activations are applied to: (gates, width)</param>
    /// <param name="shown">(kept, width)</param>
    public abstract void Show(in CellFrame<T> frame, CellWeights<T> weights, T* recurrent, T* sums, T* shown);

    /// <summary>Numbers of scratch memory that <see cref="Forward"/> needs: a tile of rows of a panel, or one row of two panels.</summary>
    public static int ScratchSize => RowsAtOnce * Values<T>.Most * PackedMatrix<T>.Group * 2;

    /// <summary>Rows whose products are made before their equations.</summary>
    public const int RowsAtOnce = 12;
}

/// <summary>Blocks of sixteen units, from the first to before the end.</summary>
internal readonly record struct UnitBlocks(int First, int End);

internal sealed unsafe partial class CellKernel<TCell, T, TLane>(TCell cell) : CellKernel<T>
    where TCell : struct, ICell
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLane : struct, ILane<TLane, T>
{
    private const int Block = PackedMatrix<T>.Group;
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public override void Project(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy, int first, int end) => Product.Columns<T, TLane>(x, w, init, y, ldy, first, end);

    [MethodImpl(Driver)]
    public override void Forward(in CellFrame<T> frame, CellWeights<T> weights, T* scratch)
    {
        var all = new UnitBlocks(0, weights.Blocks);
        if (TCell.EarlyProducts > 0) ForwardStage(frame, weights, early: true, all, scratch);
        ForwardStage(frame, weights, early: false, all, scratch);
    }

    [MethodImpl(Driver)]
    public override void ForwardStage(in CellFrame<T> frame, CellWeights<T> weights, bool early, UnitBlocks units, T* scratch)
    {
        if (weights.Norm is { Rule.Recurrent: true } && (early ? weights.Early : weights.Late) is { Matrix: not null } stage) NormStage(frame, weights, stage, early || TCell.EarlyProducts == 0 ? frame.Source : frame.Between, early);
        else if (frame.Rows == 1 && TCell.EarlyProducts == 0 && TCell.Products > 0 && ((TCell.Products >= 4 && PanelProduct.IsWide<T, TLane>()) || weights.Blocks == 1)) OneRow(null, frame, weights, units);
        else if (early) Stage(frame, weights, weights.Early, frame.Source, scratch, early: true, units);
        else Stage(frame, weights, weights.Late, TCell.EarlyProducts > 0 ? frame.Between : frame.Source, scratch, early: false, units);
    }

    /// <summary>Panel by panel: the products of a few rows, then at once their equations, while the sums are in the first cache.</summary>
    [MethodImpl(Driver)]
    private void Stage(in CellFrame<T> frame, CellWeights<T> weights, CellWeights<T>.Stage stage, T* source, T* scratch, bool early, UnitBlocks units)
    {
        int hidden = weights.Hidden, outputs = weights.Outputs, width = weights.Width, blocks = weights.Blocks;
        if (stage.Matrix is not { } matrix)
        {
            for (int row = 0; row < frame.Rows; row++) Units(frame, hidden, blocks, row, 1, units.First, units.End - units.First, scratch, 0, early);
            return;
        }
        T* init = stage.Bias!.Pointer;
        for (int block = units.First; block < units.End;)
        {
            int column = block * stage.Products * Block;
            T* panel = matrix.PanelAt(column, out int columns);
            int wide = Math.Min(stage.BlocksPerPanel, blocks - block);
            if (frame.Rows == 1 && block + 2 * wide <= units.End)
            {
                PanelProduct.RunPair<T, TLane>(new Rows<T>(source, 1, width, outputs), panel, matrix.PanelAt(column + columns, out _), columns, init + column, scratch);
                Units(frame, hidden, blocks, 0, 1, block, 2 * wide, scratch, 0, early);
                block += 2 * wide;
                continue;
            }
            for (int row = 0; row < frame.Rows; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, frame.Rows - row);
                PanelProduct.Run<T, TLane>(new Rows<T>(source + (nint)row * width, rows, width, outputs), panel, columns, columns, init + column, 0, scratch, columns);
                Units(frame, hidden, blocks, row, rows, block, wide, scratch, columns, early);
            }
            block += wide;
        }
    }

    /// <summary>The equations of some rows and neighbouring blocks of units, their products in scratch.</summary>
    [MethodImpl(Driver)]
    private void Units(in CellFrame<T> frame, int hidden, int blocks, int row, int rows, int block, int wide, T* scratch, nint scratchStride, bool early)
    {
        int end = Math.Min(hidden, (block + wide) * Block);
        for (int r = row; r < row + rows; r++, scratch += scratchStride)
        {
            if (early) EarlyRow(frame, r, block * Block, end, (nint)blocks * Block, scratch);
            else LateRow(frame, r, block * Block, end, (nint)blocks * Block, scratch);
        }
    }

    // Each of these is one method, compiled for the cell, with its equations in place. They stay apart because the compiler puts only so much in place.

    [MethodImpl(Driver)]
    private void EarlyRow(in CellFrame<T> frame, int row, int first, int end, nint width, T* sums)
    {
        T* input = frame.Input + (row * width + first) * TCell.Gates, kept = frame.Kept + (row * width + first) * TCell.Kept;
        for (int unit = first; unit < end; unit += TLane.Width)
        {
            nint at = row * width + unit, block = (unit - first) / Block, lane = unit % Block;
            Unit<TLane> u = default;
            Load(ref u.Input, input + block * TCell.Gates * Block + lane, Block, TCell.Gates);
            Load(ref u.Recurrent, sums + block * TCell.EarlyProducts * Block + lane, Block, TCell.EarlyProducts);
            Load(ref u.Previous, frame.Previous + at, frame.StatePlane, TCell.States);
            if (TCell.Vectors > 0) Load(ref u.Vectors, frame.Vectors + unit, width, TCell.Vectors);
            cell.ForwardEarly(ref u);
            Store(kept + block * TCell.Kept * Block + lane, u.Kept, Block, 0, TCell.Kept);
            TLane.Store(frame.Between + at, u.Between);
        }
    }

    [MethodImpl(Driver)]
    private void LateRow(in CellFrame<T> frame, int row, int first, int end, nint width, T* sums)
    {
        T* input = frame.Input + (row * width + first) * TCell.Gates, kept = frame.Kept + (row * width + first) * TCell.Kept;
        for (int unit = first; unit < end; unit += TLane.Width)
        {
            nint at = row * width + unit, block = (unit - first) / Block, lane = unit % Block;
            Unit<TLane> u = default;
            Load(ref u.Input, input + block * TCell.Gates * Block + lane, Block, TCell.Gates);
            Load(ref u.Recurrent, sums + block * (TCell.Products - TCell.EarlyProducts) * Block + lane, Block, TCell.Products - TCell.EarlyProducts);
            Load(ref u.Previous, frame.Previous + at, frame.StatePlane, TCell.States);
            if (TCell.Vectors > 0) Load(ref u.Vectors, frame.Vectors + unit, width, TCell.Vectors);
            if (TCell.EarlyProducts > 0) Load(ref u.Kept, kept + block * TCell.Kept * Block + lane, Block, TCell.Kept);
            cell.Forward(ref u);
            if (frame.Kept != null) Store(kept + block * TCell.Kept * Block + lane, u.Kept, Block, 0, TCell.Kept);
            Store(frame.Next + at, u.Next, frame.StatePlane, 0, TCell.States);
        }
    }

    // The counts are constants, so each of these is as many loads or stores as there are values.

    [MethodImpl(Inline)]
    private static void Load(ref Values<TLane> values, T* source, nint stride, int count)
    {
        if (count > 0) values.V0 = TLane.Load(source);
        if (count > 1) values.V1 = TLane.Load(source + stride);
        if (count > 2) values.V2 = TLane.Load(source + 2 * stride);
        if (count > 3) values.V3 = TLane.Load(source + 3 * stride);
        if (count > 4) values.V4 = TLane.Load(source + 4 * stride);
        if (count > 5) values.V5 = TLane.Load(source + 5 * stride);
        if (count > 6) values.V6 = TLane.Load(source + 6 * stride);
        if (count > 7) values.V7 = TLane.Load(source + 7 * stride);
    }

    [MethodImpl(Inline)]
    private static void Store(T* target, in Values<TLane> values, nint stride, int first, int end)
    {
        if (first <= 0 && end > 0) TLane.Store(target, values.V0);
        if (first <= 1 && end > 1) TLane.Store(target + stride, values.V1);
        if (first <= 2 && end > 2) TLane.Store(target + 2 * stride, values.V2);
        if (first <= 3 && end > 3) TLane.Store(target + 3 * stride, values.V3);
        if (first <= 4 && end > 4) TLane.Store(target + 4 * stride, values.V4);
        if (first <= 5 && end > 5) TLane.Store(target + 5 * stride, values.V5);
        if (first <= 6 && end > 6) TLane.Store(target + 6 * stride, values.V6);
        if (first <= 7 && end > 7) TLane.Store(target + 7 * stride, values.V7);
    }
}
