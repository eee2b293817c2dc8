using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>One step of a cell for many sequences, at the vector width in force. It knows nothing of time.</summary>
internal abstract unsafe class CellKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = bias + W x for some rows, on the calling thread.</summary>
    public abstract void Project(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy);

    /// <summary>The recurrent products and the equations of a step.</summary>
    public abstract void Forward(in CellFrame<T> frame, CellWeights<T> weights, T* scratch);

    /// <summary>The gradients of a step's products and of the states before it.</summary>
    public abstract void Backward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed);

    /// <summary>Numbers of scratch memory that <see cref="Forward"/> needs: a tile of rows of a panel, or one row of two panels.</summary>
    public static int ScratchSize => RowsAtOnce * Values<T>.Most * PackedMatrix<T>.Group * 2;

    protected const int RowsAtOnce = 12;
}

internal sealed unsafe class CellKernel<TCell, T, TLane>(TCell cell) : CellKernel<T>
    where TCell : struct, ICell
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLane : struct, ILane<TLane, T>
{
    private const int Block = PackedMatrix<T>.Group;
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public override void Project(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy) => Product.Columns<T, TLane>(x, w, init, y, ldy);

    [MethodImpl(Driver)]
    public override void Forward(in CellFrame<T> frame, CellWeights<T> weights, T* scratch)
    {
        if (TCell.Shape.EarlyProducts > 0) Stage(frame, weights, weights.Early, frame.Previous, scratch, early: true);
        Stage(frame, weights, weights.Late, TCell.Shape.EarlyProducts > 0 ? frame.Between : frame.Previous, scratch, early: false);
    }

    /// <summary>Panel by panel: the products of a few rows, then at once their equations, while the sums are in the first cache.</summary>
    [MethodImpl(Driver)]
    private void Stage(in CellFrame<T> frame, CellWeights<T> weights, CellWeights<T>.Stage stage, T* source, T* scratch, bool early)
    {
        int hidden = weights.Hidden, width = weights.Width, blocks = weights.Blocks;
        if (stage.Matrix is not { } matrix)
        {
            for (int row = 0; row < frame.Rows; row++) Units(frame, hidden, blocks, row, 1, 0, blocks, scratch, 0, early);
            return;
        }
        T* init = stage.Bias!.Pointer;
        for (int block = 0; block < blocks;)
        {
            int column = block * stage.Products * Block;
            T* panel = matrix.PanelAt(column, out int columns);
            int wide = Math.Min(stage.BlocksPerPanel, blocks - block);
            if (frame.Rows == 1 && column + 2 * columns <= matrix.PaddedN)
            {
                PanelProduct.RunPair<T, TLane>(new Rows<T>(source, 1, width, hidden), panel, matrix.PanelAt(column + columns, out _), columns, init + column, scratch);
                Units(frame, hidden, blocks, 0, 1, block, 2 * wide, scratch, 0, early);
                block += 2 * wide;
                continue;
            }
            for (int row = 0; row < frame.Rows; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, frame.Rows - row);
                PanelProduct.Run<T, TLane>(new Rows<T>(source + (nint)row * width, rows, width, hidden), panel, columns, init + column, 0, scratch, columns);
                Units(frame, hidden, blocks, row, rows, block, wide, scratch, columns, early);
            }
            block += wide;
        }
    }

    /// <summary>The equations of some rows and neighbouring blocks of units, their products in scratch.</summary>
    [MethodImpl(Driver)]
    private void Units(in CellFrame<T> frame, int hidden, int blocks, int row, int rows, int block, int wide, T* scratch, nint scratchStride, bool early)
    {
        nint width = (nint)blocks * Block, products = early ? TCell.Shape.EarlyProducts : TCell.Shape.Products - TCell.Shape.EarlyProducts;
        for (int r = row; r < row + rows; r++, scratch += scratchStride)
        {
            T* sums = scratch;
            for (int b = block; b < block + wide; b++, sums += products * Block)
            {
                nint unit = r * width + b * Block;
                T* input = frame.Input + (r * (nint)blocks + b) * TCell.Shape.Gates * Block;
                T* kept = frame.Kept + (r * (nint)blocks + b) * TCell.Shape.Kept * Block;
                for (int lane = 0; lane < Math.Min(Block, hidden - b * Block); lane += TLane.Width)
                {
                    if (early) EarlyUnit(frame, unit + lane, input + lane, sums + lane, kept + lane);
                    else LateUnit(frame, unit + lane, input + lane, sums + lane, kept + lane);
                }
            }
        }
    }

    [MethodImpl(Inline)]
    private void EarlyUnit(in CellFrame<T> frame, nint unit, T* input, T* sums, T* kept)
    {
        if (TCell.Shape.EarlyProducts == 0) return;
        Unit<TLane> u = default;
        Load(ref u.Input, input, Block, TCell.Shape.Gates);
        Load(ref u.Recurrent, sums, Block, TCell.Shape.EarlyProducts);
        Load(ref u.Previous, frame.Previous + unit, frame.StatePlane, TCell.Shape.States);
        cell.ForwardEarly(ref u);
        Store(kept, u.Kept, Block, TCell.Shape.Kept);
        TLane.Store(frame.Between + unit, u.Between);
    }

    [MethodImpl(Inline)]
    private void LateUnit(in CellFrame<T> frame, nint unit, T* input, T* sums, T* kept)
    {
        Unit<TLane> u = default;
        Load(ref u.Input, input, Block, TCell.Shape.Gates);
        Load(ref u.Recurrent, sums, Block, TCell.Shape.Products - TCell.Shape.EarlyProducts);
        Load(ref u.Previous, frame.Previous + unit, frame.StatePlane, TCell.Shape.States);
        if (TCell.Shape.EarlyProducts > 0) Load(ref u.Kept, kept, Block, TCell.Shape.Kept);
        cell.Forward(ref u);
        Store(kept, u.Kept, Block, TCell.Shape.Kept);
        Store(frame.Next + unit, u.Next, frame.StatePlane, TCell.Shape.States);
    }

    [MethodImpl(Driver)]
    public override void Backward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed)
    {
        int hidden = weights.Hidden, width = weights.Width, early = TCell.Shape.EarlyProducts, products = TCell.Shape.Products;
        nint stride = (nint)products * width;
        if (!TCell.Shape.SplitGradients) stride = (nint)TCell.Shape.Gates * width;
        UnitsBackward(frame, hidden, weights.Blocks, early: false);
        // dBetween or dh = dU-products · Uᵀ, one chain over products and units in ascending order
        if (transposed.Late is { } late)
        {
            var d = new Rows<T>(frame.RecurrentGradient + (nint)early * width, frame.Rows, stride, products - early, hidden, width);
            Product.Columns<T, TLane>(d, late, transposed.Zeros.Pointer, early > 0 ? frame.BetweenGradient : frame.ProductGradient, width);
        }
        if (early == 0) return;
        UnitsBackward(frame, hidden, weights.Blocks, early: true);
        var dEarly = new Rows<T>(frame.RecurrentGradient, frame.Rows, stride, early, hidden, width);
        Product.Columns<T, TLane>(dEarly, transposed.Early!, transposed.Zeros.Pointer, frame.ProductGradient, width);
    }

    [MethodImpl(Driver)]
    private void UnitsBackward(in CellFrame<T> frame, int hidden, int blocks, bool early)
    {
        for (int r = 0; r < frame.Rows; r++)
            for (int b = 0; b < blocks; b++)
                for (int lane = 0; lane < Math.Min(Block, hidden - b * Block); lane += TLane.Width)
                {
                    if (early) EarlyUnitBackward(frame, r, b, blocks, lane);
                    else LateUnitBackward(frame, r, b, blocks, lane);
                }
    }

    [MethodImpl(Inline)]
    private void LateUnitBackward(in CellFrame<T> frame, int r, int b, int blocks, int lane)
    {
        nint width = (nint)blocks * Block, inRow = b * Block + lane, unit = r * width + inRow;
        Unit<TLane> u = default;
        UnitGradient<TLane> d = default;
        LoadBackward(frame, ref u, r, b, blocks, lane);
        Load(ref d.Next, frame.StateGradient + unit, frame.StatePlane, TCell.Shape.States);
        // dh' = dy + (through the equations + through the products)
        d.Next[0] = TLane.Load(frame.OutputGradient + unit) + (d.Next[0] + TLane.Load(frame.ProductGradient + unit));
        cell.Backward(u, ref d);
        StoreFrom(frame.InputGradient + r * width * TCell.Shape.Gates + inRow, d.Input, width, TCell.Shape.EarlyProducts, TCell.Shape.Gates);
        if (TCell.Shape.SplitGradients)
            StoreFrom(frame.RecurrentGradient + r * width * TCell.Shape.Products + inRow, d.Recurrent, width, TCell.Shape.EarlyProducts, TCell.Shape.Products);
        // The early stage needs dh' again, and this step's gradient of the states is about to be replaced.
        if (TCell.Shape.EarlyProducts > 0) Store(frame.NextGradient + unit, d.Next, frame.StatePlane, TCell.Shape.States);
        Store(frame.StateGradient + unit, d.Previous, frame.StatePlane, TCell.Shape.States);
    }

    [MethodImpl(Inline)]
    private void EarlyUnitBackward(in CellFrame<T> frame, int r, int b, int blocks, int lane)
    {
        if (TCell.Shape.EarlyProducts == 0) return;
        nint width = (nint)blocks * Block, inRow = b * Block + lane, unit = r * width + inRow;
        Unit<TLane> u = default;
        UnitGradient<TLane> d = default;
        LoadBackward(frame, ref u, r, b, blocks, lane);
        Load(ref d.Next, frame.NextGradient + unit, frame.StatePlane, TCell.Shape.States);
        Load(ref d.Previous, frame.StateGradient + unit, frame.StatePlane, TCell.Shape.States);
        d.Between = TLane.Load(frame.BetweenGradient + unit);
        cell.BackwardEarly(u, ref d);
        StoreFrom(frame.InputGradient + r * width * TCell.Shape.Gates + inRow, d.Input, width, 0, TCell.Shape.EarlyProducts);
        if (TCell.Shape.SplitGradients)
            StoreFrom(frame.RecurrentGradient + r * width * TCell.Shape.Products + inRow, d.Recurrent, width, 0, TCell.Shape.EarlyProducts);
        Store(frame.StateGradient + unit, d.Previous, frame.StatePlane, TCell.Shape.States);
    }

    [MethodImpl(Inline)]
    private static void LoadBackward(in CellFrame<T> frame, ref Unit<TLane> u, int r, int b, int blocks, int lane)
    {
        nint unit = r * (nint)blocks * Block + b * Block + lane;
        Load(ref u.Kept, frame.Kept + (r * (nint)blocks + b) * TCell.Shape.Kept * Block + lane, Block, TCell.Shape.Kept);
        Load(ref u.Previous, frame.Previous + unit, frame.StatePlane, TCell.Shape.States);
        Load(ref u.Next, frame.Next + unit, frame.StatePlane, TCell.Shape.States);
        if (TCell.Shape.EarlyProducts > 0) u.Between = TLane.Load(frame.Between + unit);
    }

    // The counts are constants, so each of these is as many loads or stores as there are values.

    [MethodImpl(Inline)]
    private static void Load(ref Values<TLane> values, T* source, nint stride, int count)
    {
        if (count > 0) values[0] = TLane.Load(source);
        if (count > 1) values[1] = TLane.Load(source + stride);
        if (count > 2) values[2] = TLane.Load(source + 2 * stride);
        if (count > 3) values[3] = TLane.Load(source + 3 * stride);
        if (count > 4) values[4] = TLane.Load(source + 4 * stride);
        if (count > 5) values[5] = TLane.Load(source + 5 * stride);
        if (count > 6) values[6] = TLane.Load(source + 6 * stride);
        if (count > 7) values[7] = TLane.Load(source + 7 * stride);
    }

    [MethodImpl(Inline)]
    private static void Store(T* target, in Values<TLane> values, nint stride, int count) => StoreFrom(target, values, stride, 0, count);

    [MethodImpl(Inline)]
    private static void StoreFrom(T* target, in Values<TLane> values, nint stride, int first, int end)
    {
        if (first <= 0 && end > 0) TLane.Store(target, values[0]);
        if (first <= 1 && end > 1) TLane.Store(target + stride, values[1]);
        if (first <= 2 && end > 2) TLane.Store(target + 2 * stride, values[2]);
        if (first <= 3 && end > 3) TLane.Store(target + 3 * stride, values[3]);
        if (first <= 4 && end > 4) TLane.Store(target + 4 * stride, values[4]);
        if (first <= 5 && end > 5) TLane.Store(target + 5 * stride, values[5]);
        if (first <= 6 && end > 6) TLane.Store(target + 6 * stride, values[6]);
        if (first <= 7 && end > 7) TLane.Store(target + 7 * stride, values[7]);
    }
}
