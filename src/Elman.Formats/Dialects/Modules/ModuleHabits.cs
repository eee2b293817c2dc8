using System.Globalization;
using Elman.Numerics.Activations;

namespace Elman.Formats.Dialects;

/// <summary>What a framework does where its files of weights say nothing.</summary>
/// <param name="Recurrent">The activation of a plain recurrent layer.</param>
/// <param name="GapsTell">Whether modules without parameters have numbers of their own in a Sequential, so that a missing number tells of one.</param>
/// <param name="Epsilon">What a layer norm adds to the variance.</param>
internal sealed record ModuleHabits(Activation Recurrent, bool GapsTell, double Epsilon = 1e-5)
{
    public static ModuleHabits Torch { get; } = new(Activation.Tanh, GapsTell: true);

    public string EpsilonText => Epsilon.ToString("0e-0", CultureInfo.InvariantCulture);

    /// <summary>A Dense of Gluon has its activation inside it, which leaves no gap.</summary>
    public static ModuleHabits Gluon { get; } = new(Activation.Relu, GapsTell: false);
}
