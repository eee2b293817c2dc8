namespace Elman.Models;

/// <summary>Gradients on their way back through a model and through time, as values; the model's own gradients are not touched.</summary>
/// <param name="Loss">The number that was differentiated.</param>
/// <param name="Layers">From the input up, forward before backward.</param>
/// <param name="Parameters">‖∂L/∂θ‖ of each parameter that is trained, by its name in the model.</param>
/// <param name="FirstNonFinite">
/// The first number that is NaN or infinite: in the order of computation forwards (inputs, parameters, gates and states), and if all of these are finite, in the order of the backward pass.
/// Null where all numbers are finite.
/// </param>
public sealed record GradientFlow(double Loss, IReadOnlyList<LayerGradients> Layers, IReadOnlyList<(string Name, double Norm)> Parameters, NonFinite? FirstNonFinite)
{
    /// <summary>Of the layer with the gravest verdict: not finite, exploding, vanishing, healthy, none.</summary>
    public GradientVerdict Verdict => Layers.Select(layer => layer.Verdict).MinBy(verdict => Array.IndexOf(_gravest, verdict));

    /// <summary>By its name, such as <c>lstm.0.forward</c>.</summary>
    public LayerGradients this[string layer] => Layers.FirstOrDefault(one => one.FullName == layer)
        ?? throw new KeyNotFoundException($"There is no layer '{layer}'. There are: {string.Join(", ", Layers.Select(one => one.FullName))}.");

    private static readonly GradientVerdict[] _gravest = [GradientVerdict.NotFinite, GradientVerdict.Exploding, GradientVerdict.Vanishing, GradientVerdict.Healthy, GradientVerdict.None];
}
