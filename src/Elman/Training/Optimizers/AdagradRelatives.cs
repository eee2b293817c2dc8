using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Steps over the root of a moving mean of squares (Hinton, Tieleman 2012).</summary>
/// <remarks>
/// <code>
/// g ← g + λ·w;  v ← v·ρ + (1 − ρ)·g·g;  centred: a ← a + (g − a)·(1 − ρ), u = v − a·a, else u = v
/// PyTorch:  w ← w − η·g/(√u + ε);  with momentum b ← μ·b + g/(√u + ε), w ← w − η·b
/// Keras:    w ← w − η·g/√(u + ε);  with momentum b ← μ·b + η·g/√(u + ε), w ← w − b
/// </code>
/// ρ = 0.99 and ε = 1e-8 of PyTorch, 0.9 and 1e-7 of Keras, whose decay is taken off the weights.
/// </remarks>
public sealed class RmsProp<T>(double learningRate = 0.01) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "rmsprop";

    /// <summary>ρ, PyTorch's α: how much of the mean of squares is kept; null for 0.99 of PyTorch, 0.9 of Keras.</summary>
    public double? Rho { get; init => field = value is double rho ? OptimizerChecks.Share(Name, "ρ", rho) : null; }

    /// <summary>ε; null for 1e-8 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    /// <summary>μ: how much of the last movement is kept.</summary>
    public double Momentum { get; init => field = OptimizerChecks.Share(Name, "momentum", value); }

    /// <summary>Whether the variance stands under the root, in place of the mean of squares.</summary>
    public bool Centred { get; init; }

    private protected override IReadOnlyList<string> Planes => ["square", "mean", "momentum"];

    private protected override bool Keeps(int plane) => plane == 0 || (plane == 1 ? Centred : Momentum > 0);

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        bool keras = Profile == OptimizerProfile.Keras;
        Sweep.Run(w, g, state.Plane(0), state.Plane(1), state.Plane(2), new RmsPropUpdate(
            keras ? 1 - rate * decay : 1, keras ? 0 : decay, Rho ?? (keras ? 0.9 : 0.99), rate, Epsilon ?? (keras ? 1e-7 : 1e-8), Momentum, Centred, keras));
    }
}

/// <summary>Steps over the root of the sum of all squares (Duchi et al. 2011).</summary>
/// <remarks>
/// <code>
/// g ← g + λ·w;  s ← s + g·g (s = s₀ at first)
/// PyTorch:  w ← w − η/(1 + (t − 1)·κ)·g/(√s + ε);   Keras:  w ← w − η·g/√(s + ε)
/// </code>
/// s₀ = 0 and ε = 1e-10 of PyTorch, 0.1 and 1e-7 of Keras, whose decay is taken off the weights.
/// </remarks>
public sealed class Adagrad<T>(double learningRate = 0.01) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "adagrad";

    /// <summary>κ of PyTorch: how the rate falls with the steps.</summary>
    public double RateDecay { get; init => field = OptimizerChecks.AtLeastZero(Name, "the decay of the rate", value); }

    /// <summary>s₀; null for 0 of PyTorch, 0.1 of Keras.</summary>
    public double? InitialSum { get; init => field = value is double sum ? OptimizerChecks.AtLeastZero(Name, "the initial sum", sum) : null; }

    /// <summary>ε; null for 1e-10 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    private protected override IReadOnlyList<string> Planes => ["sum"];

    private protected override double Start(int plane) => InitialSum ?? (Profile == OptimizerProfile.Keras ? 0.1 : 0);

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        bool keras = Profile == OptimizerProfile.Keras;
        Sweep.Run(w, g, state.Plane(0), [], [], new AdagradUpdate(
            keras ? 1 - rate * decay : 1, keras ? 0 : decay, rate / (1 + (state.Steps - 1) * RateDecay), Epsilon ?? (keras ? 1e-7 : 1e-10), keras));
    }
}

/// <summary>Steps that find their own size (Zeiler 2012): g ← g + λ·w;  v ← v·ρ + (1 − ρ)·g·g;  δ = √(u + ε)/√(v + ε)·g;  u ← u·ρ + (1 − ρ)·δ·δ;  w ← w − η·δ.</summary>
/// <remarks>ρ = 0.9 and ε = 1e-6 of PyTorch, 0.95 and 1e-7 of Keras, whose decay is taken off the weights.</remarks>
public sealed class Adadelta<T>(double learningRate = 1) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "adadelta";

    /// <summary>ρ: how much of both means of squares is kept; null for 0.9 of PyTorch, 0.95 of Keras.</summary>
    public double? Rho { get; init => field = value is double rho ? OptimizerChecks.Share(Name, "ρ", rho) : null; }

    /// <summary>ε; null for 1e-6 of PyTorch, 1e-7 of Keras.</summary>
    public double? Epsilon { get; init => field = OptimizerChecks.Epsilon(Name, value); }

    private protected override IReadOnlyList<string> Planes => ["square", "movement"];

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        bool keras = Profile == OptimizerProfile.Keras;
        Sweep.Run(w, g, state.Plane(0), state.Plane(1), [], new AdadeltaUpdate(
            keras ? 1 - rate * decay : 1, keras ? 0 : decay, Rho ?? (keras ? 0.95 : 0.9), rate, Epsilon ?? (keras ? 1e-7 : 1e-6)));
    }
}
