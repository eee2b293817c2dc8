using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

// What a step sees of the states before it: s∘γ with γ = exp(−max(0, w∘Δt + b)), or zero where an episode begins.
internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    [MethodImpl(Driver)]
    public override void Enter(T* before, in CellFrame<T> frame, CellWeights<T> weights, StepEntry<T> entry, int step)
    {
        int width = weights.Width;
        for (int state = 0; state < TCell.States; state++)
            for (int row = 0; row < frame.Rows; row++)
            {
                nint at = state * frame.StatePlane + (nint)row * width;
                var target = new Span<T>(frame.Previous + at, width);
                if (entry.IsReset(step, row)) target.Clear();
                else if (weights.Decay is { } decay) Decayed(before + at, frame.Previous + at, decay.Weight.Pointer + state * width, decay.Bias.Pointer + state * width, TLane.All(entry.Elapsed(step, row)), width);
                else new ReadOnlySpan<T>(before + at, width).CopyTo(target);
            }
        GC.KeepAlive(weights);
    }

    [MethodImpl(Driver)]
    private static void Decayed(T* source, T* target, T* w, T* b, TLane elapsed, int width)
    {
        for (int unit = 0; unit < width; unit += TLane.Width) TLane.Store(target + unit, Gamma(TLane.Fma(TLane.Load(w + unit), elapsed, TLane.Load(b + unit))) * TLane.Load(source + unit));
    }

    [MethodImpl(Inline)]
    private static TLane Gamma(TLane sum) => TLane.Exp(-TLane.Select(TLane.Less(sum, TLane.Of(0)), TLane.Of(0), sum));

    /// <remarks>ds = γ∘ds',  d(w∘Δt + b) = −γ∘s∘ds' where the sum is not below zero.</remarks>
    [MethodImpl(Driver)]
    public override void EnterBackward(T* before, in CellFrame<T> frame, CellWeights<T> weights, StepEntry<T> entry, int step)
    {
        int width = weights.Width;
        for (int state = 0; state < TCell.States; state++)
            for (int row = 0; row < frame.Rows; row++)
            {
                nint at = state * frame.StatePlane + (nint)row * width, own = ((nint)row * TCell.States + state) * width;
                T* gradient = frame.StateGradient + at, product = state == 0 ? frame.ProductGradient + at : null, sums = frame.DecayGradient == null ? null : frame.DecayGradient + own;
                if (entry.IsReset(step, row))
                {
                    new Span<T>(gradient, width).Clear();
                    if (product != null) new Span<T>(product, width).Clear();
                    if (sums != null) new Span<T>(sums, width).Clear();
                    if (sums != null) new Span<T>(sums + frame.DecayTimes, width).Clear();
                    continue;
                }
                if (weights.Decay is not { } decay) continue;
                TLane elapsed = TLane.All(entry.Elapsed(step, row));
                for (int unit = 0; unit < width; unit += TLane.Width)
                {
                    TLane sum = TLane.Fma(TLane.Load(decay.Weight.Pointer + state * width + unit), elapsed, TLane.Load(decay.Bias.Pointer + state * width + unit)), gamma = Gamma(sum), d = TLane.Load(gradient + unit);
                    TLane.Store(gradient + unit, gamma * d);
                    if (product != null)
                    {
                        TLane other = TLane.Load(product + unit);
                        TLane.Store(product + unit, gamma * other);
                        d += other;
                    }
                    if (sums == null) continue;
                    TLane slope = TLane.Select(TLane.Less(sum, TLane.Of(0)), TLane.Of(0), -(gamma * TLane.Load(before + at + unit) * d));
                    TLane.Store(sums + unit, slope);
                    TLane.Store(sums + frame.DecayTimes + unit, slope * elapsed);
                }
            }
        GC.KeepAlive(weights);
    }
}
