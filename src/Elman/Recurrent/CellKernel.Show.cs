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
        Recurrent(weights, weights.Early, frame.Source, recurrent);
        Recurrent(weights, weights.Late, early > 0 ? frame.Between : frame.Source, late);
        for (int unit = 0; unit < weights.Hidden; unit += TLane.Width)
        {
            int block = unit - unit % Block, lane = unit % Block;
            Unit<TLane> u = default;
            Values<TLane> values = default, sum = default;
            LoadBackward(frame, ref u, 0, unit, width);
            cell.Show(u, ref values);
            Store(shown + unit, values, width, 0, TCell.Kept);

            T* input = frame.Input + block * TCell.Gates + lane, first = recurrent + block * early + lane, second = late + block * (TCell.Products - early) + lane;
            Load(ref u.Input, input, Block, TCell.Gates);
            Load(ref u.Recurrent, first, Block, early);
            LoadFrom(ref u.Recurrent, second, Block, early, TCell.Products);
            for (int gate = 0; gate < TCell.Gates; gate++)
            {
                TLane one = TLane.Load(input + gate * Block);
                if (gate < early) one += TLane.Load(first + gate * Block);
                else if (gate < TCell.Products) one += TLane.Load(second + (gate - early) * Block);
                TLane.Store(sums + gate * (nint)width + unit, one);
            }
            Load(ref sum, sums + unit, width, TCell.Gates);
            TCell.Correct(u, values, ref sum);
            Store(sums + unit, sum, width, 0, TCell.Gates);
        }
    }

    /// <summary>b_h + U h of one row, by block of units, product, unit.</summary>
    private static void Recurrent(CellWeights<T> weights, CellWeights<T>.Stage stage, T* source, T* products)
    {
        if (stage.Matrix is { } matrix)
        {
            Product.Columns<T, TLane>(new Rows<T>(source, 1, weights.Width, weights.Outputs), matrix, stage.Bias!.Pointer, products, (nint)stage.Products * weights.Width);
            if (weights.Norm is { Rule.Recurrent: true }) NormaliseRows(products, 1, stage, weights, null, null);
        }
    }

    /// <summary>As Load, for the values from <paramref name="first"/> on.</summary>
    [MethodImpl(Inline)]
    private static void LoadFrom(ref Values<TLane> values, T* source, nint stride, int first, int end)
    {
        if (first <= 0 && end > 0) values.V0 = TLane.Load(source - first * stride);
        if (first <= 1 && end > 1) values.V1 = TLane.Load(source + (1 - first) * stride);
        if (first <= 2 && end > 2) values.V2 = TLane.Load(source + (2 - first) * stride);
        if (first <= 3 && end > 3) values.V3 = TLane.Load(source + (3 - first) * stride);
        if (first <= 4 && end > 4) values.V4 = TLane.Load(source + (4 - first) * stride);
        if (first <= 5 && end > 5) values.V5 = TLane.Load(source + (5 - first) * stride);
        if (first <= 6 && end > 6) values.V6 = TLane.Load(source + (6 - first) * stride);
        if (first <= 7 && end > 7) values.V7 = TLane.Load(source + (7 - first) * stride);
    }
}
