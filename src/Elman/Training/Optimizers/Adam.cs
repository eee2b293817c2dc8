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
    public static void Run<T>(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, in AdamSettings s) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double shrink = s.Decoupled ? 1 - s.Rate * s.Decay : 1, decay = s.Decoupled ? 0 : s.Decay;
        Span<T> m = state.Plane(0), v = state.Plane(1), largest = state.Plane(2);
        if (s.Profile == OptimizerProfile.Keras)
        {
            double alpha = KerasScalar.Of<T>(KerasScalar.Of<T>(s.Rate) * KerasScalar.Of<T>(Math.Sqrt(KerasScalar.Rest<T>(s.Beta2, state.Steps))));
            Sweep.Run(w, g, m, v, largest, new KerasAdamUpdate(shrink, 1 - s.Beta1, 1 - s.Beta2, alpha / KerasScalar.Rest<T>(s.Beta1, state.Steps), s.Eps, s.AmsGrad));
            return;
        }
        double c1 = 1 - Math.Pow(s.Beta1, state.Steps), c2 = 1 - Math.Pow(s.Beta2, state.Steps);
        Sweep.Run(w, g, m, v, largest, new TorchAdamUpdate(shrink, decay, 1 - s.Beta1, s.Beta2, s.Rate / c1, Math.Sqrt(c2), s.Eps, s.AmsGrad));
    }
}

/// <summary>Keras computes the numbers of a step in the precision of the weights, where PyTorch has them in double: 1 − 0.999 in float is 5e-5 off, which a curve shows.</summary>
internal static class KerasScalar
{
    /// <summary>The number as the element type has it.</summary>
    public static double Of<T>(double value) where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateChecked(T.CreateChecked(value));

    /// <summary>1 − βᵗ, each operation rounded.</summary>
    public static double Rest<T>(double beta, long t) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Of<T>(1 - Of<T>(Math.Pow(Of<T>(beta), t)));
}
