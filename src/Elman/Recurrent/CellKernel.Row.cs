using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// One sequence: a product of a matrix and a vector, which the speed of reading the weights bounds. Its sums stay in registers into the equations.
internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    /// <summary>Bytes of weights that the first cache holds.</summary>
    private const int Near = 32 * 1024;

    [MethodImpl(Driver)]
    public override void Step(T* x, in CellFrame<T> frame, CellWeights<T> weights, T* scratch)
    {
        // A unit of narrow lanes reads half lines, which is as good while they stay near; further off, whole panels are read.
        bool isNear = PanelProduct.IsWide<T, TLane>() || (weights.Inputs + weights.Hidden) * weights.Width * TCell.Gates * sizeof(T) <= Near;
        // Two sums at a time would wait for each other; of many units, whole panels have enough of them.
        bool hasSums = TCell.Gates + TCell.Products >= 4 || weights.Blocks <= 4;
        if (isNear && hasSums && weights.Norm is null && TCell.EarlyProducts == 0 && TCell.Products > 0)
        {
            OneRow(x, frame, weights, new(0, weights.Blocks));
            return;
        }
        Project(new Rows<T>(x, 1, weights.Inputs, weights.Inputs), weights.Input, weights.InputBias.Pointer, frame.Input, (nint)TCell.Gates * weights.Width);
        if (weights.Norm is not null) NormaliseInput(frame.Input, 1, weights, null, null);
        Forward(frame, weights, scratch);
    }

    /// <param name="x">(inputs), or null where the frame has the input products.</param>
    [MethodImpl(Driver)]
    private void OneRow(T* x, in CellFrame<T> frame, CellWeights<T> weights, UnitBlocks units)
    {
        for (int unit = units.First * Block, end = Math.Min(units.End * Block, weights.Hidden); unit < end; unit += TLane.Width) OneUnit(x, frame, weights, unit);
    }

    /// <summary>The input products and the recurrent products of a lane of units side by side, then their equations.</summary>
    [MethodImpl(Driver)]
    private void OneUnit(T* x, in CellFrame<T> frame, CellWeights<T> weights, int unit)
    {
        nint block = unit / Block, lane = unit % Block;
        // A panel of three or more products holds one block, so its rows lie a constant distance apart.
        nint wStride = TCell.Gates * Block, bStride = TCell.Products * Block;
        T* w = (TCell.Gates > 2 ? weights.Input.Pointer + block * wStride * weights.Inputs : weights.Input.BlockAt((int)block, TCell.Gates * Block, out wStride)) + lane;
        T* b = (TCell.Products > 2 ? weights.Late.Matrix!.Pointer + block * bStride * weights.Outputs : weights.Late.Matrix!.BlockAt((int)block, TCell.Products * Block, out bStride)) + lane;
        T* h = frame.Source;
        Unit<TLane> u = default;
        Load(ref u.Input, (x == null ? frame.Input : weights.InputBias.Pointer) + block * TCell.Gates * Block + lane, Block, TCell.Gates);
        Load(ref u.Recurrent, weights.Late.Bias!.Pointer + block * TCell.Products * Block + lane, Block, TCell.Products);
        int inputs = x == null ? 0 : weights.Inputs, hidden = weights.Outputs, both = Math.Min(inputs, hidden), k = 0;
        for (; k < both; k++, w += wStride, b += bStride)
        {
            Multiply(ref u.Input, TLane.All(x[k]), w, TCell.Gates);
            Multiply(ref u.Recurrent, TLane.All(h[k]), b, TCell.Products);
        }
        for (int rest = k; rest < inputs; rest++, w += wStride) Multiply(ref u.Input, TLane.All(x[rest]), w, TCell.Gates);
        for (int rest = k; rest < hidden; rest++, b += bStride) Multiply(ref u.Recurrent, TLane.All(h[rest]), b, TCell.Products);
        Load(ref u.Previous, frame.Previous + unit, frame.StatePlane, TCell.States);
        if (TCell.Vectors > 0) Load(ref u.Vectors, frame.Vectors + unit, weights.Width, TCell.Vectors);
        cell.Forward(ref u);
        if (frame.Kept != null) Store(frame.Kept + block * TCell.Kept * Block + lane, u.Kept, Block, 0, TCell.Kept);
        Store(frame.Next + unit, u.Next, frame.StatePlane, 0, TCell.States);
    }

    /// <summary>s += x·b for each of so many sums.</summary>
    [MethodImpl(Inline)]
    private static void Multiply(ref Values<TLane> sums, TLane x, T* b, int count)
    {
        if (count > 0) sums.V0 = TLane.Fma(x, TLane.Load(b), sums.V0);
        if (count > 1) sums.V1 = TLane.Fma(x, TLane.Load(b + Block), sums.V1);
        if (count > 2) sums.V2 = TLane.Fma(x, TLane.Load(b + 2 * Block), sums.V2);
        if (count > 3) sums.V3 = TLane.Fma(x, TLane.Load(b + 3 * Block), sums.V3);
        if (count > 4) sums.V4 = TLane.Fma(x, TLane.Load(b + 4 * Block), sums.V4);
        if (count > 5) sums.V5 = TLane.Fma(x, TLane.Load(b + 5 * Block), sums.V5);
        if (count > 6) sums.V6 = TLane.Fma(x, TLane.Load(b + 6 * Block), sums.V6);
        if (count > 7) sums.V7 = TLane.Fma(x, TLane.Load(b + 7 * Block), sums.V7);
    }
}
