using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Bounds on gradients, between Backward and the optimiser's step. Each returns the norm over all gradients as it was before, as PyTorch's does.</summary>
/// <remarks>By the norm c: PyTorch g ← g·min(1, c/(‖g‖ + 1e-6)); Keras g ← g·c/‖g‖ where ‖g‖ > c. A norm that is not a number leaves the gradients as they are.</remarks>
public static class GradientClip
{
    /// <summary>√Σ g² over the gradients of all parameters that are trained; those of one tensor are summed as a row, the tensors in order.</summary>
    public static double Norm<T>(IReadOnlyList<Parameter<T>> parameters) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Norm(parameters, 0, parameters.Count);

    /// <summary>Shortens all gradients together to a norm of at most <paramref name="limit"/>. PyTorch's <c>clip_grad_norm_</c>, Keras's <c>global_clipnorm</c>.</summary>
    public static double ByNorm<T>(IReadOnlyList<Parameter<T>> parameters, double limit, OptimizerProfile profile = OptimizerProfile.PyTorch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(limit);
        double norm = Norm(parameters);
        Shorten(parameters, 0, parameters.Count, norm, limit, profile);
        return norm;
    }

    /// <summary>The same for the gradient of each parameter by itself. Keras's <c>clipnorm</c>.</summary>
    public static double EachByNorm<T>(IReadOnlyList<Parameter<T>> parameters, double limit, OptimizerProfile profile = OptimizerProfile.PyTorch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(limit);
        double norm = Norm(parameters);
        for (int i = 0; i < parameters.Count; i++) Shorten(parameters, i, i + 1, Norm(parameters, i, i + 1), limit, profile);
        return norm;
    }

    /// <summary>The same for the gradients of each layer together: of neighbours whose names agree up to the last dot.</summary>
    public static double LayersByNorm<T>(IReadOnlyList<Parameter<T>> parameters, double limit, OptimizerProfile profile = OptimizerProfile.PyTorch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(limit);
        double norm = Norm(parameters);
        for (int first = 0, end; first < parameters.Count; first = end)
        {
            for (end = first + 1; end < parameters.Count && LayerOf(parameters[end]).SequenceEqual(LayerOf(parameters[first])); end++) { }
            Shorten(parameters, first, end, Norm(parameters, first, end), limit, profile);
        }
        return norm;
    }

    /// <summary>Holds every gradient between −<paramref name="limit"/> and <paramref name="limit"/>. PyTorch's <c>clip_grad_value_</c>, Keras's <c>clipvalue</c>.</summary>
    public static double ByValue<T>(IReadOnlyList<Parameter<T>> parameters, double limit) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(limit);
        double norm = Norm(parameters);
        for (int i = 0; i < parameters.Count; i++)
            if (GradientOf(parameters[i]) is { } gradient) Bounds.Hold(gradient.Span, -limit, limit);
        return norm;
    }

    private static double Norm<T>(IReadOnlyList<Parameter<T>> parameters, int first, int end) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = first; i < end; i++)
            if (GradientOf(parameters[i]) is { } gradient) sum += double.CreateChecked(Reduction.SumOfProducts(gradient.Values, gradient.Values));
        return Math.Sqrt(sum);
    }

    private static void Shorten<T>(IReadOnlyList<Parameter<T>> parameters, int first, int end, double norm, double limit, OptimizerProfile profile)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double factor = profile == OptimizerProfile.Keras ? (norm > limit ? limit / norm : 1) : Math.Min(1, limit / (norm + 1e-6));
        if (!(factor < 1)) return;
        for (int i = first; i < end; i++)
            if (GradientOf(parameters[i]) is { } gradient) RowNorm.Scale<T>([T.CreateChecked(factor)], gradient.Span);
    }

    private static Tensor<T>? GradientOf<T>(Parameter<T> parameter) where T : unmanaged => parameter.IsTrained ? parameter.Value.Gradient : null;

    private static ReadOnlySpan<char> LayerOf<T>(Parameter<T> parameter) where T : unmanaged => parameter.Name.AsSpan(0, Math.Max(0, parameter.Name.LastIndexOf('.')));

    private static void Check(double limit)
    {
        if (!(limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), $"Gradients are bounded by a number above 0, found {SavedNumbers.Text(limit)}.");
    }
}
