using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Adam with Nesterov's look ahead (Dozat 2016).</summary>
/// <remarks>
/// <code>
/// g ← g + λ·w;  μₜ = β₁·(1 − ½·0.96^(t·ψ));  Π ← Π·μₜ;  m ← m + (g − m)·(1 − β₁);  v ← v·β₂ + (1 − β₂)·g·g;  d = √(v/(1 − β₂ᵗ)) + ε
/// w ← w − η·(1 − μₜ)/(1 − Π)·g/d − η·μₜ₊₁/(1 − Π·μₜ₊₁)·m/d
/// </code>
/// PyTorch's <c>NAdam</c> has ψ = 0.004; Keras's <c>Nadam</c> has ψ = 1, ε = 1e-7, and takes the decay off the weights.
/// </remarks>
public sealed class NAdam<T>(double learningRate = 0.002) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "nadam";

    /// <summary>β₁: how much of the mean of the gradients is kept.</summary>
    public double Beta1 { get; init => field = OptimizerChecks.Share(Name, "β₁", value); } = 0.9;

    /// <summary>β₂: how much of the mean of their squares is kept.</summary>
    public double Beta2 { get; init => field = OptimizerChecks.Share(Name, "β₂", value); } = 0.999;

    /// <summary>ε; null for 1e-8 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    /// <summary>ψ: how fast the look ahead grows; null for 0.004 of PyTorch, 1 of Keras.</summary>
    public double? MomentumDecay { get; init => field = value is double psi ? OptimizerChecks.AtLeastZero(Name, "the decay of the momentum", psi) : null; }

    private protected override IReadOnlyList<string> Planes => ["mean", "square"];

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        bool keras = Profile == OptimizerProfile.Keras;
        double now = Ahead(state.Steps), next = Ahead(state.Steps + 1);
        state.Product *= now;
        Sweep.Run(w, g, state.Plane(0), state.Plane(1), [], new NAdamUpdate(
            keras ? 1 - rate * decay : 1, keras ? 0 : decay, 1 - Beta1, Beta2, keras ? KerasScalar.Rest<T>(Beta2, state.Steps) : 1 - Math.Pow(Beta2, state.Steps),
            rate * (1 - now) / (1 - state.Product), rate * next / (1 - state.Product * next), Epsilon ?? (keras ? 1e-7 : 1e-8)));
    }

    private double Ahead(long t) => Beta1 * (1 - 0.5 * Math.Pow(0.96, t * (MomentumDecay ?? (Profile == OptimizerProfile.Keras ? 1 : 0.004))));
}

/// <summary>Adam that waits until the variance of its steps can be trusted (Liu et al. 2019).</summary>
/// <remarks>
/// <code>
/// ρ∞ = 2/(1 − β₂) − 1;  ρ = ρ∞ − 2·t·β₂ᵗ/(1 − β₂ᵗ);  g ← g + λ·w;  m, v as Adam's
/// ρ > 5:  w ← w − η/(1 − β₁ᵗ)·√((ρ − 4)·(ρ − 2)·ρ∞/((ρ∞ − 4)·(ρ∞ − 2)·ρ))·√(1 − β₂ᵗ)·m/(√v + ε);   else  w ← w − η/(1 − β₁ᵗ)·m
/// </code>
/// PyTorch's <c>RAdam</c>; Keras has none, so there is no profile for it.
/// </remarks>
public sealed class RAdam<T>(double learningRate = 0.001) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "radam";

    /// <summary>β₁: how much of the mean of the gradients is kept.</summary>
    public double Beta1 { get; init => field = OptimizerChecks.Share(Name, "β₁", value); } = 0.9;

    /// <summary>β₂: how much of the mean of their squares is kept.</summary>
    public double Beta2 { get; init => field = OptimizerChecks.Share(Name, "β₂", value); } = 0.999;

    /// <summary>ε; null for 1e-8.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    private protected override IReadOnlyList<string> Planes => ["mean", "square"];

    private protected override void Check()
    {
        if (Profile != OptimizerProfile.PyTorch) throw new ArgumentException($"{Name}: Keras has no such optimiser, so it has no profile {Profile}. Leave it at {OptimizerProfile.PyTorch}.");
    }

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        double c1 = 1 - Math.Pow(Beta1, state.Steps), power = Math.Pow(Beta2, state.Steps), c2 = 1 - power;
        double most = 2 / (1 - Beta2) - 1, rho = most - 2 * state.Steps * power / c2;
        bool trusted = rho > 5;
        double rectified = trusted ? Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)) * Math.Sqrt(c2) : 1;
        Sweep.Run(w, g, state.Plane(0), state.Plane(1), [], new RAdamUpdate(1, decay, 1 - Beta1, Beta2, rate / c1 * rectified, Epsilon ?? 1e-8, trusted));
    }
}

/// <summary>Steps of one size along the sign of a mean of gradients (Chen et al. 2023): w ← w·(1 − η·λ);  w ← w − η·sign(β₁·m + (1 − β₁)·g);  m ← β₂·m + (1 − β₂)·g.</summary>
/// <remarks>Keras's <c>Lion</c>; PyTorch has none. Rates are a third to a tenth of Adam's.</remarks>
public sealed class Lion<T>(double learningRate = 0.0001) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "lion";

    /// <summary>β₁: how much of the mean decides a step.</summary>
    public double Beta1 { get; init => field = OptimizerChecks.Share(Name, "β₁", value); } = 0.9;

    /// <summary>β₂: how much of the mean is kept.</summary>
    public double Beta2 { get; init => field = OptimizerChecks.Share(Name, "β₂", value); } = 0.99;

    private protected override IReadOnlyList<string> Planes => ["mean"];

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay) =>
        Sweep.Run(w, g, state.Plane(0), [], [], new LionUpdate(1 - rate * decay, rate, Beta1, Beta2));
}
