using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// h̃ = W_r m, m being what the cell gives as its output; without a projection h̃ = m
// h' = m_z∘h + (1 − m_z)∘κ(h̃),  s' = m_z∘s + (1 − m_z)∘s̃
internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    [MethodImpl(Driver)]
    public override void Finish(in CellFrame<T> frame, CellWeights<T> weights)
    {
        FinishWeights<T> finish = weights.Finish;
        int width = weights.Width, outputs = weights.Outputs;
        T* made = frame.Next;
        if (frame.Read != null) ReadState(frame, weights);
        if (finish.Projection is { } projection)
        {
            T* target = finish.Rule.Mixes ? frame.Projected : frame.Carried;
            Product.Columns<T, TLane>(new Rows<T>(frame.Next, frame.Rows, width, weights.Hidden), projection, finish.Zeros!.Pointer, target, width);
            made = target;
        }
        if (made != frame.Carried) Mix(frame, finish.Rule, 0, made, outputs, width);
        bool carriesRead = weights.Norm is { Rule.State: StateNorm.Carried };
        for (int state = 1; state < TCell.States; state++) Mix(frame, finish.Rule, state, state == 1 && carriesRead ? frame.Read : frame.Next + state * frame.StatePlane, weights.Hidden, width);
    }

    /// <summary>One state of all rows.</summary>
    [MethodImpl(Driver)]
    private static void Mix(in CellFrame<T> frame, CellFinish rule, int state, T* made, int units, nint width)
    {
        StateClip? clip = state == 0 ? rule.Clip : null;
        bool zones = frame.Zone != null && rule.Zoneout?.RateOf(state) > 0;
        T* carried = frame.Carried + state * frame.StatePlane, previous = frame.Previous + state * frame.StatePlane, zone = frame.Zone + state * frame.ZonePlane;
        for (int row = 0; row < frame.Rows; row++)
        {
            nint at = row * width;
            for (int unit = 0; unit < units; unit += TLane.Width)
            {
                TLane s = TLane.Load(made + at + unit);
                if (clip is not null) s = Bound(clip, s);
                if (zones)
                {
                    TLane m = TLane.Load(zone + row * frame.ZoneRow + unit);
                    s = TLane.Fma(m, TLane.Load(previous + at + unit), (TLane.Of(1) - m) * s);
                }
                TLane.Store(carried + at + unit, s);
            }
        }
    }

    [MethodImpl(Inline)]
    private static TLane Bound(StateClip clip, TLane s) =>
        clip.StopsNaN ? new BoundedNumber(clip.Min, clip.Max).Apply(s) : new Bounded(clip.Min, clip.Max).Apply(s);

    /// <summary>From the gradient of the carried states to that of what the cell made: as the cell's own backward pass takes it. What goes past the cell is held.</summary>
    [MethodImpl(Driver)]
    public override void FinishBackward(in CellFrame<T> frame, CellWeights<T> weights, BackwardWeights<T> transposed)
    {
        FinishWeights<T> finish = weights.Finish;
        nint width = weights.Width;
        StateClip? clip = finish.Rule.Clip;
        bool projects = finish.Projection is not null, zones = frame.Zone != null && finish.Rule.Zoneout?.Hidden > 0;
        T* target = projects ? frame.ProjectedGradient : frame.OutputGradient, made = projects ? frame.Projected : frame.Next;
        for (int row = 0; row < frame.Rows; row++)
        {
            nint at = row * width;
            for (int unit = 0; unit < weights.Outputs; unit += TLane.Width)
            {
                nint place = at + unit;
                TLane d = TLane.Load(frame.OutputGradient + place) + (TLane.Load(frame.StateGradient + place) + TLane.Load(frame.ProductGradient + place));
                if (zones)
                {
                    TLane m = TLane.Load(frame.Zone + row * frame.ZoneRow + unit);
                    TLane.Store(frame.Held + place, m * d);
                    d = (TLane.Of(1) - m) * d;
                }
                if (clip is not null) d = SlopeWithin(clip, TLane.Load(made + place), d);
                TLane.Store(target + place, d);
            }
            new Span<T>(frame.StateGradient + at, (int)width).Clear();
            new Span<T>(frame.ProductGradient + at, (int)width).Clear();
        }
        for (int state = 1; state < TCell.States; state++)
            if (frame.Zone != null && finish.Rule.Zoneout?.RateOf(state) > 0) HoldBack(frame, state, weights.Hidden, width);
        if (projects)
            Product.Columns<T, TLane>(new Rows<T>(frame.ProjectedGradient, frame.Rows, width, weights.Outputs), transposed.Projection!, transposed.Zeros.Pointer, frame.OutputGradient, width);
        if (frame.Read != null) ReadBackward(frame, weights);
    }

    [MethodImpl(Inline)]
    private static TLane SlopeWithin(StateClip clip, TLane s, TLane d) =>
        clip.StopsNaN ? new BoundedNumber(clip.Min, clip.Max).Slope(s, d) : new Bounded(clip.Min, clip.Max).Slope(s, d);

    [MethodImpl(Driver)]
    private static void HoldBack(in CellFrame<T> frame, int state, int units, nint width)
    {
        T* zone = frame.Zone + state * frame.ZonePlane;
        for (int row = 0; row < frame.Rows; row++)
            for (int unit = 0; unit < units; unit += TLane.Width)
            {
                nint place = state * frame.StatePlane + row * width + unit;
                TLane m = TLane.Load(zone + row * frame.ZoneRow + unit), d = TLane.Load(frame.StateGradient + place);
                TLane.Store(frame.Held + place, m * d);
                TLane.Store(frame.StateGradient + place, (TLane.Of(1) - m) * d);
            }
    }

    [MethodImpl(Driver)]
    public override void AddHeld(in CellFrame<T> frame, CellWeights<T> weights)
    {
        if (frame.Zone == null || weights.Finish.Rule.Zoneout is not { } zoneout) return;
        for (int state = 0; state < TCell.States; state++)
        {
            if (zoneout.RateOf(state) == 0) continue;
            int units = state == 0 ? weights.Outputs : weights.Hidden;
            for (int row = 0; row < frame.Rows; row++)
                for (int unit = 0; unit < units; unit += TLane.Width)
                {
                    nint place = state * frame.StatePlane + row * (nint)weights.Width + unit;
                    TLane.Store(frame.StateGradient + place, TLane.Load(frame.StateGradient + place) + TLane.Load(frame.Held + place));
                }
        }
    }

    /// <summary>What dropout leaves of h for the recurrent products.</summary>
    [MethodImpl(Driver)]
    public override void Drop(in CellFrame<T> frame, CellWeights<T> weights) =>
        Scale(frame.Previous, frame.Mask, frame.Source, (nint)frame.Rows * weights.Width);

    [MethodImpl(Driver)]
    public override void DropBackward(in CellFrame<T> frame, CellWeights<T> weights) =>
        Scale(frame.ProductGradient, frame.Mask, frame.ProductGradient, (nint)frame.Rows * weights.Width);

    [MethodImpl(Driver)]
    public override void DropBetween(in CellFrame<T> frame, CellWeights<T> weights) =>
        Scale(frame.Between, frame.Mask, frame.Between, (nint)frame.Rows * weights.Width);

    [MethodImpl(Driver)]
    private static void Scale(T* source, T* mask, T* target, nint count)
    {
        for (nint i = 0; i < count; i += TLane.Width) TLane.Store(target + i, TLane.Load(source + i) * TLane.Load(mask + i));
    }
}
