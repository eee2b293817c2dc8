using Elman.Numerics;

namespace Elman.Training;

/// <summary>(x − y)²</summary>
public sealed record MeanSquaredErrorLoss : ElementLoss
{
    public override string Name => "mse";

    private protected override void Values<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) => LossMath.Square(x, target, losses);
    private protected override void Slopes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) => LossMath.SquareSlope(x, target, slopes);
}

/// <summary>|x − y|; the slope where they are equal is 0.</summary>
public sealed record MeanAbsoluteErrorLoss : ElementLoss
{
    public override string Name => "l1";

    private protected override void Values<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) => LossMath.Distance(x, target, losses);
    private protected override void Slopes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) => LossMath.DistanceSlope(x, target, slopes);
}

/// <summary>d²/(2β) where d = |x − y| &lt; β, d − β/2 beyond; β = 0 is the L1 loss.</summary>
public sealed record SmoothL1Loss : ElementLoss
{
    public override string Name => "smooth_l1";

    /// <summary>β: where the parabola becomes a line; at least 0.</summary>
    public double Beta { get; init => field = OptimizerChecks.AtLeastZero(Name, "β", value); } = 1;

    private protected override void Values<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) => LossMath.Smooth(x, target, Beta, Beta == 0 ? 1 : 1 / Beta, losses);
    private protected override void Slopes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) => LossMath.SmoothSlope(x, target, Beta, Beta == 0 ? 1 : 1 / Beta, slopes);
}

/// <summary>d²/2 where d = |x − y| ≤ δ, δ·(d − δ/2) beyond.</summary>
public sealed record HuberLoss : ElementLoss
{
    public override string Name => "huber";

    /// <summary>δ: where the parabola becomes a line; more than 0.</summary>
    public double Delta
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), $"{Name}: δ is more than 0, found {SavedNumbers.Text(value)}.");
    } = 1;

    // δ times the smooth L1 loss with β = δ.
    private protected override void Values<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) => LossMath.Smooth(x, target, Delta, 1, losses);
    private protected override void Slopes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) => LossMath.SmoothSlope(x, target, Delta, 1, slopes);
}
