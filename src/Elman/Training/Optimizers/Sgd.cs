using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Gradient descent, with momentum if wanted.</summary>
/// <remarks>
/// <code>
/// PyTorch:  g ← g + λ·w;  b ← μ·b + (1 − τ)·g (b = g at first);  w ← w − η·b;        Nesterov: w ← w − η·(g + μ·b)
/// Keras:    w ← w·(1 − η·λ);  b ← μ·b − η·g;                      w ← w + b;          Nesterov: w ← w + μ·b − η·g
/// </code>
/// The two differ where the rate changes on the way: Keras's momentum remembers the rates of the past.
/// </remarks>
public sealed class Sgd<T>(double learningRate) : Optimizer<T>(learningRate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "sgd";

    /// <summary>μ: how much of the last movement is kept.</summary>
    public double Momentum { get; init => field = OptimizerChecks.Share(Name, "momentum", value); }

    /// <summary>τ of PyTorch: how much of the gradient does not enter the momentum; Keras has none.</summary>
    public double Dampening { get; init => field = OptimizerChecks.Share(Name, "dampening", value); }

    /// <summary>Whether the step looks ahead along the momentum (Nesterov 1983; Sutskever et al. 2013).</summary>
    public bool Nesterov { get; init; }

    private protected override IReadOnlyList<string> Planes => ["momentum"];

    private protected override bool Keeps(int plane) => Momentum > 0;

    private protected override void Check()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new ArgumentException($"{Name}: Nesterov's look ahead needs a momentum and no dampening, found {SavedNumbers.Text(Momentum)} and {SavedNumbers.Text(Dampening)}.");
        if (Profile == OptimizerProfile.Keras && Dampening != 0) throw new ArgumentException($"{Name}: Keras has no dampening, found {SavedNumbers.Text(Dampening)}. Use the profile PyTorch.");
    }

    private protected override void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay)
    {
        if (Profile == OptimizerProfile.Keras)
            Sweep.Run(w, g, state.Plane(0), [], [], new KerasMomentumUpdate(1 - rate * decay, rate, Momentum, Nesterov));
        else
            Sweep.Run(w, g, state.Plane(0), [], [], new TorchMomentumUpdate(decay, rate, Momentum, 1 - Dampening, Nesterov, state.Steps == 1));
    }
}
