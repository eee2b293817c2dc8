using System.Globalization;
using System.Text;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>The epochs of a training as a table that a spreadsheet opens: <c>history.csv</c>.</summary>
internal static class HistoryFile
{
    public const string Name = "history.csv";

    public static void Write(string path, IReadOnlyList<EpochResult> history)
    {
        bool isMeasured = history.Any(row => row.ValidationLoss is not null);
        string[] metrics = [.. history.SelectMany(row => row.Metrics.Keys).Distinct()];
        var text = new StringBuilder(string.Join(',', (string[])["epoch", "loss", .. isMeasured ? ["validation_loss"] : (string[])[], .. metrics, "learning_rate"])).Append('\n');
        foreach (EpochResult row in history)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Epoch},{row.Loss:R}");
            if (isMeasured) text.Append(CultureInfo.InvariantCulture, $",{row.ValidationLoss:R}");
            foreach (string metric in metrics) text.Append(CultureInfo.InvariantCulture, $",{row.Metrics[metric]:R}");
            text.Append(CultureInfo.InvariantCulture, $",{row.LearningRate:R}\n");
        }
        File.WriteAllText(path, text.ToString());
    }
}
