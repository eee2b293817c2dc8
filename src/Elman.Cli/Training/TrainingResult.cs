using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>What came of a training.</summary>
internal sealed record TrainingResult<T>(Trainer<T> Trainer, string Folder, string Output, TimeSpan Elapsed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Indent = "  ";

    /// <summary>The epoch whose weights the model has: the best, where early stopping keeps those, else the last.</summary>
    private EpochResult Kept => Trainer.EarlyStopping is null ? Trainer.History[^1] : Trainer.History.MinBy(row => row.ValidationLoss ?? row.Loss)!;

    public void Write(Page page)
    {
        page.Line();
        new LossPlot(Trainer.History).Draw(page, Indent);
        page.Line();
        string[] metrics = [.. Trainer.History[^1].Metrics.Keys];
        bool isMeasured = Trainer.Validation is not null;
        var table = new Columns(["epoch", "loss", .. isMeasured ? ["validation"] : (string[])[], .. metrics.Select(Page.Escape), "note"], [0, 1, .. Enumerable.Range(2, metrics.Length + (isMeasured ? 1 : 0))]);
        foreach ((string what, EpochResult row) in Shown())
            table.Add([Invariant.Text(row.Epoch), TrainingPage.Number(row.Loss), .. isMeasured ? [TrainingPage.Number(row.ValidationLoss ?? double.NaN)] : (string[])[], .. metrics.Select(name => TrainingPage.Number(row.Metrics[name])), what]);
        table.Write(page, Indent);
        page.Line();
        page.Line($"{Indent}[bold]{Page.Escape(Output)}[/] is the trained model: elman run, stream, explain and convert take it.");
        page.Line($"{Indent}{Page.Escape(Path.Combine(Folder, HistoryFile.Name))} has every epoch, {Page.Escape(Path.Combine(Folder, LossPlot.Name))} their picture; {Invariant.Grouped(Trainer.Step)} steps.");
    }

    private IEnumerable<(string What, EpochResult Row)> Shown()
    {
        EpochResult first = Trainer.History[0], last = Trainer.History[^1], kept = Kept;
        if (first != last && first != kept) yield return ("first", first);
        if (kept != last) yield return ("best: the model has its weights", kept);
        yield return (kept == last ? "last: the model has its weights" : "last", last);
    }

    public JsonObject ToJson() => new()
    {
        ["model"] = Output,
        ["steps"] = Trainer.Step,
        ["epochs"] = Trainer.Epoch,
        ["kept"] = Kept.Epoch,
        ["loss"] = Invariant.Json(Kept.Loss),
        ["validationLoss"] = Kept.ValidationLoss is double measured ? Invariant.Json(measured) : null,
        ["metrics"] = new JsonObject(Kept.Metrics.Select(row => KeyValuePair.Create(row.Key, (JsonNode?)Invariant.Json(row.Value)))),
        ["seconds"] = Math.Round(Elapsed.TotalSeconds, 3),
    };
}
