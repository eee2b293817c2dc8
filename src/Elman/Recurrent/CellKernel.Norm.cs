using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// Layer norm inside a cell goes across units, so it stands between the stages: the products of whole rows are made and normalised, and then the same equations run on them.
// b_i + γ_i∘N(W x),  b_h + γ_h∘N(U h),  ĉ = β_c + γ_c∘N(c')
internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    private static int Places => TCell.Gates + TCell.Products + 1;

    [MethodImpl(Driver)]
    public override void NormaliseInput(T* products, int rows, CellWeights<T> weights, T* normal, T* scales)
    {
        if (weights.Norm is not { Rule.Input: true } norm) return;
        int width = weights.Width;
        nint stride = (nint)TCell.Gates * width;
        for (int row = 0; row < rows; row += GateNorm.RowsAtOnce)
            for (int gate = 0; gate < TCell.Gates; gate++)
                GateNorm.Apply<T, TLane>(products + row * stride + gate * Block, TCell.Gates * Block, stride, Math.Min(GateNorm.RowsAtOnce, rows - row), norm.Input.At((nint)gate * width),
                    normal == null ? null : normal + row * stride + (nint)gate * width, stride, scales == null ? null : scales + row * Places + gate, Places);
        GC.KeepAlive(norm);
    }

    /// <summary>The recurrent products of whole rows, normalised, then their equations.</summary>
    [MethodImpl(Driver)]
    private void NormStage(in CellFrame<T> frame, CellWeights<T> weights, CellWeights<T>.Stage stage, T* source, bool early)
    {
        nint stride = (nint)stage.Products * weights.Width;
        Product.Columns<T, TLane>(new Rows<T>(source, frame.Rows, weights.Width, weights.Outputs), stage.Matrix!, stage.Bias!.Pointer, frame.Products, stride);
        for (int row = 0; row < frame.Rows; row += GateNorm.RowsAtOnce)
        {
            int rows = Math.Min(GateNorm.RowsAtOnce, frame.Rows - row);
            T* normal = frame.RecurrentNormal == null ? null : frame.RecurrentNormal + (nint)row * TCell.Products * weights.Width;
            NormaliseRows(frame.Products + row * stride, rows, stage, weights, normal, frame.Scales == null ? null : frame.Scales + row * Places + TCell.Gates);
            Units(frame, weights.Hidden, weights.Blocks, row, rows, 0, weights.Blocks, frame.Products + row * stride, stride, early);
        }
    }

    [MethodImpl(Driver)]
    private static void NormaliseRows(T* products, int rows, CellWeights<T>.Stage stage, CellWeights<T> weights, T* normal, T* scales)
    {
        NormWeights<T> norm = weights.Norm!;
        for (int p = 0; p < stage.Products; p++)
        {
            nint place = (nint)(stage.First + p) * weights.Width;
            GateNorm.Apply<T, TLane>(products + p * Block, stage.Products * Block, (nint)stage.Products * weights.Width, rows, norm.Recurrent.At(place),
                normal == null ? null : normal + place, (nint)TCell.Products * weights.Width, scales == null ? null : scales + stage.First + p, Places);
        }
        GC.KeepAlive(norm);
    }

    /// <summary>The normalised inner state, and the output that the cell makes of it.</summary>
    [MethodImpl(Driver)]
    private void ReadState(in CellFrame<T> frame, CellWeights<T> weights)
    {
        int width = weights.Width;
        for (int row = 0; row < frame.Rows; row++)
        {
            nint at = (nint)row * width;
            new ReadOnlySpan<T>(frame.Next + frame.StatePlane + at, width).CopyTo(new Span<T>(frame.Read + at, width));
        }
        for (int row = 0; row < frame.Rows; row += GateNorm.RowsAtOnce)
            GateNorm.Apply<T, TLane>(frame.Read + (nint)row * width, Block, width, Math.Min(GateNorm.RowsAtOnce, frame.Rows - row), weights.Norm!.State, frame.StateNormal == null ? null : frame.StateNormal + (nint)row * width, width,
                frame.Scales == null ? null : frame.Scales + row * Places + TCell.Gates + TCell.Products, Places);
        for (int row = 0; row < frame.Rows; row++)
        {
            nint at = (nint)row * width;
            for (int unit = 0; unit < weights.Hidden; unit += TLane.Width)
            {
                Unit<TLane> u = default;
                Load(ref u.Kept, frame.Kept + (at + unit - unit % Block) * TCell.Kept + unit % Block, Block, TCell.Kept);
                u.Next.V1 = TLane.Load(frame.Read + at + unit);
                if (TCell.HasReadout) cell.ForwardOutput(ref u);
                TLane.Store(frame.Next + at + unit, u.Next.V0);
            }
        }
        GC.KeepAlive(weights);
    }

    /// <summary>From the gradient of the output and of ĉ to that of c'; what the gates get is added after their equations.</summary>
    [MethodImpl(Driver)]
    private void ReadBackward(in CellFrame<T> frame, CellWeights<T> weights)
    {
        int width = weights.Width;
        bool carries = weights.Norm!.Rule.State == StateNorm.Carried;
        T* apart = frame.Readout + (nint)frame.Rows * TCell.Gates * width;
        for (int row = 0; row < frame.Rows; row++)
        {
            nint at = (nint)row * width;
            T* state = frame.StateGradient + frame.StatePlane + at;
            for (int unit = 0; unit < weights.Hidden; unit += TLane.Width)
            {
                Unit<TLane> u = default;
                UnitGradient<TLane> d = default;
                Load(ref u.Kept, frame.Kept + (at + unit - unit % Block) * TCell.Kept + unit % Block, Block, TCell.Kept);
                u.Next.V1 = TLane.Load(frame.Read + at + unit);
                d.Next.V0 = TLane.Load(frame.OutputGradient + at + unit);
                if (carries) d.Next.V1 = TLane.Load(state + unit);
                if (TCell.HasReadout) cell.BackwardOutput(u, ref d);
                TLane.Store(frame.ReadGradient + at + unit, d.Next.V1);
                Store(frame.Readout + at * TCell.Gates + unit, d.Input, width, 0, TCell.Gates);
            }
            new Span<T>(frame.OutputGradient + at, width).Clear();
            GateNorm.Backward<T, TLane>(frame.ReadGradient + at, frame.StateNormal + at, frame.Scales[row * Places + TCell.Gates + TCell.Products], weights.Norm!.State, carries ? state : apart);
            for (int unit = 0; !carries && unit < weights.Hidden; unit += TLane.Width) TLane.Store(state + unit, TLane.Load(state + unit) + TLane.Load(apart + unit));
        }
        GC.KeepAlive(weights);
    }

    [MethodImpl(Driver)]
    public override void NormBackward(in CellFrame<T> frame, CellWeights<T> weights, bool early)
    {
        NormWeights<T> norm = weights.Norm!;
        int width = weights.Width, first = early ? 0 : TCell.EarlyProducts, gates = early ? TCell.EarlyProducts : TCell.Gates, products = early ? TCell.EarlyProducts : TCell.Products;
        nint all = (nint)TCell.Gates * width, own = (nint)TCell.Products * width, stride = TCell.SplitGradients ? own : all;
        for (int row = 0; row < frame.Rows; row++)
        {
            T* d = frame.InputGradient + row * all, scales = frame.Scales + row * Places;
            for (nint i = 0; !early && frame.Read != null && i < all; i += TLane.Width) TLane.Store(d + i, TLane.Load(d + i) + TLane.Load(frame.Readout + row * all + i));
            for (int gate = first; norm.Rule.Input && gate < gates; gate++)
            {
                nint place = (nint)gate * width;
                GateNorm.Backward<T, TLane>(d + place, frame.InputNormal + row * all + place, scales[gate], norm.Input.At(place), frame.InputProductGradient + row * all + place);
            }
            for (int p = first; norm.Rule.Recurrent && p < products; p++)
            {
                nint place = (nint)p * width;
                GateNorm.Backward<T, TLane>(frame.RecurrentGradient + row * stride + place, frame.RecurrentNormal + row * own + place, scales[TCell.Gates + p], norm.Recurrent.At(place), frame.RecurrentProductGradient + row * own + place);
            }
        }
        GC.KeepAlive(norm);
    }
}
