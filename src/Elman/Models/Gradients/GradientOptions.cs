using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>How gradients through time are to be taken.</summary>
public sealed record GradientOptions
{
    /// <summary>
    /// Whether the mean squared error looks at each sequence's last step alone. With an error at every step each state has a gradient of its own, so that the
    /// norms stay up even where nothing passes from step to step; with one at the end they show how far a model looks back.
    /// </summary>
    public bool LastStepOnly { get; init; }

    /// <summary>Whether dropout drops; <see cref="Random"/> is needed then.</summary>
    public bool Training { get; init; }

    /// <summary>What dropout draws from.</summary>
    public RandomStream? Random { get; init; }

    public CancellationToken Cancellation { get; init; }

    internal Pass Pass(GradientWatch? watch) => new() { Training = Training, Random = Random, Cancellation = Cancellation, Watch = watch };
}
