using System.Text.Json.Nodes;

namespace Elman.Training;

public abstract partial record Loss
{
    private static readonly NamedRow<Loss>[] _rows =
    [
        new(["mse", "mean_squared_error", "MSELoss"], _ => new MeanSquaredErrorLoss()),
        new(["l1", "mae", "mean_absolute_error", "L1Loss"], _ => new MeanAbsoluteErrorLoss()),
        new(["smooth_l1", "SmoothL1Loss"], s => SmoothL1(s.Number("beta", 1))),
        new(["huber", "HuberLoss"], s => Huber(s.Number("delta", 1))),
        new(["cross_entropy", "CrossEntropyLoss"],
            s => new CrossEntropyLoss { LabelSmoothing = s.Number("label_smoothing", 0), ClassWeights = s.Numbers("class_weights"), IgnoreId = s.Whole("ignore_id", -100) }),
        new(["nll", "NLLLoss"], s => new NegativeLogLikelihoodLoss { ClassWeights = s.Numbers("class_weights"), IgnoreId = s.Whole("ignore_id", -100) }),
        new(["bce_logits", "BCEWithLogitsLoss"], s => new BinaryCrossEntropyLoss { PositiveWeights = s.Numbers("positive_weights") }),
        new(["kl", "KLDivLoss"], _ => new DivergenceLoss()),
        new(["ctc", "CTCLoss"], s => new CtcLoss { Blank = s.Whole("blank", 0), ZeroInfinity = s.Flag("zero_infinity", false) }),
    ];

    /// <summary>(x − y)², mean over steps and features.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>|x − y|, mean over steps and features.</summary>
    public static Loss MeanAbsoluteError { get; } = new MeanAbsoluteErrorLoss();

    /// <summary>A parabola up to a distance of β, a line of slope 1 beyond.</summary>
    public static Loss SmoothL1(double beta = 1) => new SmoothL1Loss { Beta = beta };

    /// <summary>A parabola up to a distance of δ, a line of slope δ beyond.</summary>
    public static Loss Huber(double delta = 1) => new HuberLoss { Delta = delta };

    /// <summary>Cross entropy of scores with ids or distributions; <c>new CrossEntropyLoss { LabelSmoothing = 0.1 }</c> has its settings.</summary>
    public static Loss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>Negative log likelihood of logarithms of probabilities.</summary>
    public static Loss NegativeLogLikelihood { get; } = new NegativeLogLikelihoodLoss();

    /// <summary>Binary cross entropy of scores, number by number.</summary>
    public static Loss BinaryCrossEntropy { get; } = new BinaryCrossEntropyLoss();

    /// <summary>Kullback–Leibler divergence of logarithms of probabilities from a distribution.</summary>
    public static Loss Divergence { get; } = new DivergenceLoss();

    /// <summary>Connectionist temporal classification.</summary>
    public static Loss Ctc { get; } = new CtcLoss();

    /// <summary>The names of all losses.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _rows.Select(row => row.Names[0])];

    /// <summary>A loss by its name, with settings by theirs; the names of PyTorch and Keras are understood where they mean the same. An unknown one is refused with the known ones.</summary>
    public static Loss Named(string name, JsonObject? settings = null)
    {
        LossReduction reduction = default;
        Loss loss = NameTable.Make("loss", [.. _rows.Select(row => new NamedRow<Loss>(row.Names, reader =>
        {
            reduction = reader.Choice("reduction", LossReduction.MeanOverSteps);
            return row.Make(reader);
        }))], name, settings);
        return loss with { Reduction = reduction };
    }
}
