using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Every loss with a prediction (4, 5, 3) and a target that suits it.</summary>
internal static class LossTable
{
    public const int Sequences = 4, Steps = 5, Width = 3;

    public static readonly IReadOnlyDictionary<string, Loss> Losses = new Dictionary<string, Loss>
    {
        ["mse"] = Loss.MeanSquaredError,
        ["l1"] = Loss.MeanAbsoluteError,
        ["smooth_l1"] = Loss.SmoothL1(0.8),
        ["huber"] = Loss.Huber(0.7),
        ["cross_entropy"] = Loss.CrossEntropy,
        ["cross_entropy, weighted"] = new CrossEntropyLoss { ClassWeights = [0.5, 2, 1.25] },
        ["cross_entropy, smoothed and weighted"] = new CrossEntropyLoss { LabelSmoothing = 0.2, ClassWeights = [0.5, 2, 1.25] },
        ["cross_entropy, probabilities"] = new CrossEntropyLoss { LabelSmoothing = 0.1, ClassWeights = [0.5, 2, 1.25] },
        ["nll"] = Loss.NegativeLogLikelihood,
        ["nll, weighted"] = new NegativeLogLikelihoodLoss { ClassWeights = [0.5, 2, 1.25] },
        ["bce_logits"] = Loss.BinaryCrossEntropy,
        ["bce_logits, weighted"] = new BinaryCrossEntropyLoss { PositiveWeights = [0.5, 2, 3] },
        ["kl"] = Loss.Divergence,
    };

    public static Tensor<T> Prediction<T>(int seed = 1) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Draw.Tensor<T>(seed, Sequences, Steps, Width);

    public static LossTarget<T> Target<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (name == "kl" || name.Contains("probabilities", StringComparison.Ordinal)) return Prediction<T>(7).Softmax();
        if (name.StartsWith("cross", StringComparison.Ordinal) || name.StartsWith("nll", StringComparison.Ordinal)) return Ids();
        if (!name.StartsWith("bce", StringComparison.Ordinal)) return Prediction<T>(7);
        var binary = new Tensor<T>(new Shape(Sequences, Steps, Width));
        for (int i = 0; i < binary.Shape.Count; i++) binary.Span[i] = T.CreateChecked(i * 7 % 3 == 0 ? 1 : 0);
        return binary;
    }

    private static Tensor<int> Ids() => Tensor.From<int>([.. Enumerable.Range(0, Sequences * Steps).Select(i => i * 5 % 7 % Width)], new Shape(Sequences, Steps));
}
