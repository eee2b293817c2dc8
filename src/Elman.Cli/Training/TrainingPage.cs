using System.Globalization;
using System.Text;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>How a training looks while it runs: a bar with the losses and their spark line where a person looks on, else a line for each epoch.</summary>
internal sealed class TrainingPage(Page page)
{
    private const int Sparks = 12;
    private const string Heights = "▁▂▃▄▅▆▇█";

    private readonly List<double> _losses = [];
    private double? _measured;

    /// <summary>Goes through all values of a run.</summary>
    public void Follow(IEnumerable<Progress> run) => page.WithBar("training", show =>
    {
        foreach (Progress progress in run)
        {
            if (progress.IsEpochEnd) EndOfEpoch(progress);
            double share = (progress.Epoch - 1 + (double.IsNaN(progress.EpochShare) ? 0 : progress.EpochShare)) / progress.Epochs;
            show(share, Live(progress));
        }
    });

    private void EndOfEpoch(Progress progress)
    {
        _losses.Add(progress.Loss);
        _measured = progress.ValidationLoss;
        if (page.IsColoured) return;
        page.Text(Line(progress));
        page.Flush();
    }

    /// <summary>The line of an epoch, which has no times in it, so that two runs can be compared.</summary>
    private static string Line(Progress progress)
    {
        int width = Invariant.Text(progress.Epochs).Length;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"epoch {Invariant.Text(progress.Epoch).PadLeft(width)}/{Invariant.Text(progress.Epochs)}  loss {Number(progress.Loss)}");
        if (progress.ValidationLoss is double measured) line.Append(CultureInfo.InvariantCulture, $"  validation {Number(measured)}");
        foreach ((string name, double value) in progress.Metrics) line.Append(CultureInfo.InvariantCulture, $"  {name} {Number(value)}");
        line.Append(CultureInfo.InvariantCulture, $"  rate {Invariant.Short(progress.LearningRate)}");
        if (progress.IsBest) line.Append("  best");
        if (progress.StopsEarly) line.Append("  stops: no gain");
        return line.ToString();
    }

    /// <summary>What stands beside the bar.</summary>
    private string Live(Progress progress)
    {
        string measured = _measured is double value ? $" · validation {Number(value)}" : "";
        string left = progress.TimeLeft is { } time && time < TimeSpan.FromDays(9) ? $" · {Clock(time)} left" : "";
        return $"{Invariant.Text(progress.Epoch)}/{Invariant.Text(progress.Epochs)} {Spark()} {Number(progress.MeanLoss)}{measured}{left}";
    }

    private string Spark()
    {
        double[] some = [.. _losses.TakeLast(Sparks)];
        if (some.Length == 0) return "";
        (double low, double high) = (some.Min(), some.Max());
        return string.Concat(some.Select(loss => Heights[high > low ? (int)Math.Round((loss - low) / (high - low) * (Heights.Length - 1)) : 0]));
    }

    private static string Clock(TimeSpan time) => Invariant.Text((int)time.TotalHours) is var hours && hours == "0" ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture) : hours + time.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture);

    public static string Number(double value) => double.IsFinite(value) ? Invariant.Text(value, Math.Abs(value) is >= 0.001 and < 10_000 or 0 ? "0.0000" : "0.000e+0") : Invariant.Text(value);
}
