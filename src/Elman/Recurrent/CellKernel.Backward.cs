using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// A step backwards: the equations for some units, then the products that what they multiplied comes from.
internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    [MethodImpl(Driver)]
    public override void BackwardStage(in CellFrame<T> frame, CellWeights<T> weights, bool early, UnitBlocks units)
    {
        int first = units.First * Block, end = Math.Min(units.End * Block, weights.Hidden);
        for (int row = 0; row < frame.Rows; row++)
        {
            if (early) EarlyRowBackward(frame, row, first, end, weights.Width);
            else LateRowBackward(frame, row, first, end, weights.Width);
        }
    }

    /// <summary>dBetween or dh = dU-products · Uᵀ, one chain over products and units in ascending order.</summary>
    [MethodImpl(Driver)]
    public override void ProductBackward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed, bool early, UnitBlocks units)
    {
        if ((early ? transposed.Early : transposed.Late) is not { } matrix) return;
        int first = early ? 0 : TCell.EarlyProducts, products = early ? TCell.EarlyProducts : TCell.Products - first, width = weights.Width;
        nint stride = (nint)TCell.Products * width;
        if (!TCell.SplitGradients) stride = (nint)TCell.Gates * width;
        T* gradient = frame.RecurrentGradient;
        if (frame.RecurrentProductGradient != null)
        {
            gradient = frame.RecurrentProductGradient;
            stride = (nint)TCell.Products * width;
        }
        var d = new Rows<T>(gradient + (nint)first * width, frame.Rows, stride, products, weights.Hidden, width);
        Product.Columns<T, TLane>(d, matrix, transposed.Zeros.Pointer, early || TCell.EarlyProducts == 0 ? frame.ProductGradient : frame.BetweenGradient, width, units.First * Block, units.End * Block);
        if (!early && TCell.EarlyProducts > 0 && frame.Mask != null) Scale(frame.BetweenGradient, frame.Mask, frame.BetweenGradient, (nint)frame.Rows * width);
    }

    [MethodImpl(Driver)]
    private void LateRowBackward(in CellFrame<T> frame, int row, int first, int end, nint width)
    {
        for (int unit = first; unit < end; unit += TLane.Width)
        {
            nint at = row * width + unit;
            Unit<TLane> u = default;
            UnitGradient<TLane> d = default;
            LoadBackward(frame, ref u, row, unit, width);
            Load(ref d.Next, frame.StateGradient + at, frame.StatePlane, TCell.States);
            // dh' = dy + (through the equations + through the products)
            d.Next.V0 = TLane.Load(frame.OutputGradient + at) + (d.Next.V0 + TLane.Load(frame.ProductGradient + at));
            cell.Backward(u, ref d);
            Store(frame.InputGradient + row * width * TCell.Gates + unit, d.Input, width, TCell.EarlyProducts, TCell.Gates);
            if (TCell.SplitGradients) Store(frame.RecurrentGradient + row * width * TCell.Products + unit, d.Recurrent, width, TCell.EarlyProducts, TCell.Products);
            if (TCell.Vectors > 0) Store(frame.VectorGradient + row * width * TCell.Vectors + unit, d.Vectors, width, 0, TCell.Vectors);
            // The early stage needs dh' again, and this step's gradient of the states is about to be replaced.
            if (TCell.EarlyProducts > 0) Store(frame.NextGradient + at, d.Next, frame.StatePlane, 0, TCell.States);
            Store(frame.StateGradient + at, d.Previous, frame.StatePlane, 0, TCell.States);
        }
    }

    [MethodImpl(Driver)]
    private void EarlyRowBackward(in CellFrame<T> frame, int row, int first, int end, nint width)
    {
        for (int unit = first; unit < end; unit += TLane.Width)
        {
            nint at = row * width + unit;
            Unit<TLane> u = default;
            UnitGradient<TLane> d = default;
            LoadBackward(frame, ref u, row, unit, width);
            Load(ref d.Next, frame.NextGradient + at, frame.StatePlane, TCell.States);
            Load(ref d.Previous, frame.StateGradient + at, frame.StatePlane, TCell.States);
            if (TCell.Vectors > 0) Load(ref d.Vectors, frame.VectorGradient + row * width * TCell.Vectors + unit, width, TCell.Vectors);
            d.Between = TLane.Load(frame.BetweenGradient + at);
            cell.BackwardEarly(u, ref d);
            Store(frame.InputGradient + row * width * TCell.Gates + unit, d.Input, width, 0, TCell.EarlyProducts);
            if (TCell.SplitGradients) Store(frame.RecurrentGradient + row * width * TCell.Products + unit, d.Recurrent, width, 0, TCell.EarlyProducts);
            if (TCell.Vectors > 0) Store(frame.VectorGradient + row * width * TCell.Vectors + unit, d.Vectors, width, 0, TCell.Vectors);
            Store(frame.StateGradient + at, d.Previous, frame.StatePlane, 0, TCell.States);
        }
    }

    [MethodImpl(Inline)]
    private static void LoadBackward(in CellFrame<T> frame, ref Unit<TLane> u, int row, int unit, nint width)
    {
        nint at = row * width + unit;
        Load(ref u.Kept, frame.Kept + (at - unit % Block) * TCell.Kept + unit % Block, Block, TCell.Kept);
        Load(ref u.Previous, frame.Previous + at, frame.StatePlane, TCell.States);
        Load(ref u.Next, frame.Next + at, frame.StatePlane, TCell.States);
        if (TCell.Vectors > 0) Load(ref u.Vectors, frame.Vectors + unit, width, TCell.Vectors);
        if (TCell.EarlyProducts > 0) u.Between = TLane.Load(frame.Between + at);
    }
}
