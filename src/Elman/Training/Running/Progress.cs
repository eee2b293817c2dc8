namespace Elman.Training;

/// <summary>How far a training is: a value after every step of the optimiser, and one at the end of every epoch. The caller prints.</summary>
public sealed record Progress
{
    /// <summary>Steps of the optimiser made so far, over all epochs.</summary>
    public required long Step { get; init; }

    /// <summary>The epoch that is under way, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The epochs that were asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>Of this epoch, from 0 to 1; NaN where the data does not know its size.</summary>
    public required double EpochShare { get; init; }

    /// <summary>Of the batch of this step; at the end of an epoch the mean over all its sequences.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean over the sequences of the epoch so far.</summary>
    public required double MeanLoss { get; init; }

    /// <summary>√Σ g² over all gradients of the step, before they were clipped.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Sequences trained on in a second, since this run began.</summary>
    public required double SequencesPerSecond { get; init; }

    /// <summary>To the end of the last epoch at this speed; null where the data does not know its size.</summary>
    public required TimeSpan? TimeLeft { get; init; }

    /// <summary>Whether the epoch ends here: then what follows is known.</summary>
    public bool IsEpochEnd { get; init; }

    /// <summary>At the end of an epoch, where there is data to validate on: the loss on it.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>At the end of an epoch: the metrics on the validation data by name, in the order in which they were given.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether no epoch has been better so far, by what early stopping watches, or by the validation loss, or else the loss.</summary>
    public bool IsBest { get; init; }

    /// <summary>Whether the training ends here because nothing got better for long enough.</summary>
    public bool StopsEarly { get; init; }
}
