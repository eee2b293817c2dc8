using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What large weights cost: λ₁·Σ |w| + λ₂·Σ w², as Keras's <c>kernel_regularizer</c>, <c>recurrent_regularizer</c> and <c>bias_regularizer</c> have it. To be added to the loss of a batch.</summary>
/// <param name="Kind">The parameters that it is about; null for all.</param>
public sealed record WeightRegularizer(ParameterKind? Kind = null)
{
    /// <summary>λ₁</summary>
    public double L1 { get; init => field = OptimizerChecks.AtLeastZero("weight regulariser", "λ₁", value); }

    /// <summary>λ₂; its gradient is 2·λ₂·w, twice that of a weight decay λ₂ in PyTorch's optimisers.</summary>
    public double L2 { get; init => field = OptimizerChecks.AtLeastZero("weight regulariser", "λ₂", value); }

    /// <summary>A pattern of full names such as <c>encoder.*</c>; null for all.</summary>
    public string? Names { get; init; }

    /// <summary>The cost as a number that can be differentiated; 0 where no parameter is concerned.</summary>
    public Tensor<T> Of<T>(IReadOnlyList<Parameter<T>> parameters) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var named = Names is null ? null : new ParameterGroup(Names);
        Tensor<T>[] weights = [.. parameters.Where(parameter => parameter.IsTrained && (named?.Matches(parameter.Name) ?? true)
            && (Kind is null || ParameterKinds.Of(parameter.Name, parameter.Shape.Rank) == Kind)).Select(parameter => parameter.Value)];

        // y = Σ λ₁·|w| + λ₂·w²;  dw = dy·(λ₁·sign w + 2·λ₂·w)
        T sum = T.Zero;
        foreach (Tensor<T> w in weights) sum += Penalties.Sum(w.Values, L1, L2);
        return Operation.Apply("WeightRegularizer", weights, Tensor.Scalar(sum), gradients =>
        {
            for (int i = 0; i < weights.Length; i++)
                if (gradients.Wants(i)) Penalties.AddSlopes(weights[i].Values, L1, L2, gradients.OfResult()[0], gradients.OfInput(i));
        });
    }
}
