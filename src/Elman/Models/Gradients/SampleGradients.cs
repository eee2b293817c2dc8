using System.Numerics;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>The gradients of one sequence or example of a batch.</summary>
/// <param name="Loss">Its own error.</param>
/// <param name="Gradients">By the names of the model's trained parameters, each in the parameter's shape.</param>
public sealed record SampleGradients<T>(T Loss, IReadOnlyDictionary<string, Tensor<T>> Gradients) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>√Σ g² over all parameters: what clipping per sample bounds.</summary>
    public double Norm => Math.Sqrt(Gradients.Values.Sum(gradient => gradient.Values.ToArray().Sum(value => double.CreateChecked(value) * double.CreateChecked(value))));
}
