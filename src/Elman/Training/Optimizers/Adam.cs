using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Adam (Kingma and Ba 2014): steps along the mean of the gradients over the root of the mean of their squares.</summary>
/// <remarks>
/// <code>
/// g ← g + λ·w;  m ← m + (g − m)·(1 − β₁);  v ← v·β₂ + (1 − β₂)·g·g
/// PyTorch:  w ← w − η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε)
/// Keras:    v ← v + (g·g − v)·(1 − β₂);  w ← w − m·(η·√(1 − β₂ᵗ)/(1 − β₁ᵗ))/(√v + ε)
/// </code>
/// With AMSGrad (Reddi et al. 2018) the largest v so far stands under the root. PyTorch's <c>Adam</c>; by <see cref="Optimizer{T}.Profile"/> Keras's, whose weight decay is AdamW's.
/// </remarks>
public sealed class Adam<T>(double learningRate = 0.001) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "adam";

    /// <summary>β₁: how much of the mean of the gradients is kept.</summary>
    public double Beta1 { get; init => field = OptimizerChecks.Share(Name, "β₁", value); } = 0.9;

    /// <summary>β₂: how much of the mean of their squares is kept.</summary>
    public double Beta2 { get; init => field = OptimizerChecks.Share(Name, "β₂", value); } = 0.999;

    /// <summary>ε; null for 1e-8 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    /// <summary>Whether the largest mean of squares so far counts.</summary>
    public bool AmsGrad { get; init; }

    private protected override IReadOnlyList<string> Planes => ["mean", "square", "largest"];

    private protected override bool Keeps(int plane) => plane < 2 || AmsGrad;

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay) =>
        AdamStep.Run(state, w, g, new AdamSettings(Profile, rate, decay, Beta1, Beta2, Epsilon, AmsGrad, Decoupled: Profile == OptimizerProfile.Keras));
}

/// <summary>Adam with its weight decay taken off the weights (Loshchilov and Hutter 2017): w ← w·(1 − η·λ), then Adam's step without λ.</summary>
public sealed class AdamW<T>(double learningRate = 0.001) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "adamw";

    /// <summary>β₁: how much of the mean of the gradients is kept.</summary>
    public double Beta1 { get; init => field = OptimizerChecks.Share(Name, "β₁", value); } = 0.9;

    /// <summary>β₂: how much of the mean of their squares is kept.</summary>
    public double Beta2 { get; init => field = OptimizerChecks.Share(Name, "β₂", value); } = 0.999;

    /// <summary>ε; null for 1e-8 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    /// <summary>Whether the largest mean of squares so far counts.</summary>
    public bool AmsGrad { get; init; }

    private protected override IReadOnlyList<string> Planes => ["mean", "square", "largest"];

    private protected override bool Keeps(int plane) => plane < 2 || AmsGrad;

    private protected override double UsualDecay => Profile == OptimizerProfile.Keras ? 0.004 : 0.01;

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay) =>
        AdamStep.Run(state, w, g, new AdamSettings(Profile, rate, decay, Beta1, Beta2, Epsilon, AmsGrad, Decoupled: true));
}

/// <summary>The numbers of one step.</summary>
internal readonly record struct AdamSettings(
    OptimizerProfile Profile, double Rate, double Decay, double Beta1, double Beta2, double? Epsilon, bool AmsGrad, bool Decoupled)
{
    public double Eps => Epsilon ?? (Profile == OptimizerProfile.Keras ? 1e-7 : 1e-8);
}

/// <summary>The step that Adam and AdamW share.</summary>
internal static class AdamStep
{
    public static void Run<T>(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, in AdamSettings s) where T : unmanaged
    {
        double c1 = 1 - Math.Pow(s.Beta1, state.Steps), c2 = 1 - Math.Pow(s.Beta2, state.Steps);
        double shrink = s.Decoupled ? 1 - s.Rate * s.Decay : 1, decay = s.Decoupled ? 0 : s.Decay;
        Span<T> m = state.Plane(0), v = state.Plane(1), largest = state.Plane(2);
        if (s.Profile == OptimizerProfile.Keras)
            Sweep.Run(w, g, m, v, largest, new KerasAdamUpdate(shrink, 1 - s.Beta1, 1 - s.Beta2, s.Rate * Math.Sqrt(c2) / c1, s.Eps, s.AmsGrad));
        else
            Sweep.Run(w, g, m, v, largest, new TorchAdamUpdate(shrink, decay, 1 - s.Beta1, s.Beta2, s.Rate / c1, Math.Sqrt(c2), s.Eps, s.AmsGrad));
    }
}
