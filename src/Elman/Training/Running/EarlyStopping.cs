namespace Elman.Training;

/// <summary>Ends a training that no longer gets better, and puts the best weights back.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without a gain after which the training ends; at least 1.</summary>
    public int Patience
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Early stopping waits for at least 1 epoch.");
    } = 10;

    /// <summary>How much better an epoch must be to count; 0 or more.</summary>
    public double MinimumGain
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"The gain that counts is 0 or more, found {value}."));
    }

    /// <summary>The metric that is watched; null for the validation loss, or, without validation data, the loss.</summary>
    public string? Metric { get; init; }

    /// <summary>Whether the weights of the best epoch are in the model in the end, also where all epochs were run.</summary>
    public bool RestoresBest { get; init; } = true;
}

/// <summary>The best epoch so far.</summary>
internal sealed class BestEpoch
{
    /// <summary>The watched number; NaN before the first epoch.</summary>
    public double Value { get; set; } = double.NaN;

    /// <summary>Epochs since then.</summary>
    public int Waited { get; set; }

    /// <summary>Takes in the number of an epoch; true where it is the best.</summary>
    public bool Take(double value, bool higherIsBetter, double minimumGain)
    {
        double gain = higherIsBetter ? value - Value : Value - value;
        if (double.IsNaN(Value) ? !double.IsNaN(value) : gain > minimumGain)
        {
            (Value, Waited) = (value, 0);
            return true;
        }
        Waited++;
        return false;
    }
}
