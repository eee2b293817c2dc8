using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    /// <remarks>
    /// The products are made again, which gives the same bits, so that a run that nobody traces need not keep them.
    /// </remarks>
    [MethodImpl(Driver)]
    public override void Show(in CellFrame<T> frame, CellWeights<T> weights, T* recurrent, T* sums, T* shown)
    {
        int early = TCell.EarlyProducts, width = weights.Width;
        T* late = recurrent + early * width;
        Recurrent(weights, weights.Early, frame.Previous, recurrent);
        Recurrent(weights, weights.Late, early > 0 ? frame.Between : frame.Previous, late);
        for (int unit = 0; unit < weights.Hidden; unit += TLane.Width)
        {
            int block = unit - unit % Block, lane = unit % Block;
            Unit<TLane> u = default;
            Values<TLane> values = default, sum = default, second = default;
            LoadBackward(frame, ref u, 0, unit, width);
            cell.Show(u, ref values);
            Store(shown + unit, values, width, 0, TCell.Kept);

            Load(ref u.Input, frame.Input + block * TCell.Gates + lane, Block, TCell.Gates);
            Load(ref u.Recurrent, recurrent + block * early + lane, Block, early);
            Load(ref second, late + block * (TCell.Products - early) + lane, Block, TCell.Products - early);
            for (int product = early; product < TCell.Products; product++) u.Recurrent[product] = second[product - early];
            for (int gate = 0; gate < TCell.Gates; gate++) sum[gate] = gate < TCell.Products ? u.Input[gate] + u.Recurrent[gate] : u.Input[gate];
            TCell.Correct(u, values, ref sum);
            Store(sums + unit, sum, width, 0, TCell.Gates);
        }
    }

    /// <summary>b_h + U h of one row, by block of units, product, unit.</summary>
    private static void Recurrent(CellWeights<T> weights, CellWeights<T>.Stage stage, T* source, T* products)
    {
        if (stage.Matrix is { } matrix)
            Product.Columns<T, TLane>(new Rows<T>(source, 1, weights.Width, weights.Hidden), matrix, stage.Bias!.Pointer, products, (nint)stage.Products * weights.Width);
    }
}
