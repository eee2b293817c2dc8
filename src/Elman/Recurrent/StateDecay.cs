namespace Elman.Recurrent;

/// <summary>What the time between two steps does to the states, before a step sees them: s ← γ∘s, γ = exp(−max(0, w∘Δt + b)).</summary>
/// <remarks>
/// Che et al. 2018 (GRU-D) for h; here every state of the cell has weights of its own, <c>decay_weight</c> and <c>decay_bias</c>, h first. With a fixed rate w is that
/// rate and b is 0, and nothing is learned. Δt is given with the sequences (<see cref="SequenceRun{T}.Elapsed"/>); it is 1 where none is.
/// </remarks>
/// <param name="Rate">A fixed rate for one unit of time; null for learned ones.</param>
public sealed record StateDecay(double? Rate = null)
{
    internal void Check(string where)
    {
        if (Rate is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentException(FormattableString.Invariant($"{where} has states that decay with the rate {rate}; expected a rate above 0, or null for a learned one."));
    }
}
