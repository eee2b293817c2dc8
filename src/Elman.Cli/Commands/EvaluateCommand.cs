using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Forecasts;
using Elman.Cli.Loading;
using Elman.Models;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Cli.Commands;

/// <summary>How good a model is on data whose answers are known.</summary>
internal sealed class EvaluateCommand : ElmanCommand
{
    private readonly LoadArguments _load;
    private readonly SeriesArguments _data;
    private readonly Option<string> _file = new("--data") { Description = "a series (.csv, .npy), or examples in an .npz: arrays x and y, and lengths where sequences differ", HelpName = "FILE", Required = true };
    private readonly Option<string[]> _metrics = Typed.List("--metrics", $"some of {string.Join(", ", Metric.Names)} (usual: {string.Join(", ", SeriesScores.Usual)} for numbers, {string.Join(", ", ExampleScores.UsualOfClasses)} for classes)", "A,B,…");
    private readonly Option<int?> _steps = Typed.Count("--steps", "for a series: how many steps ahead (usual: as many as the model says at once)");
    private readonly Option<int?> _from = Typed.Index("--from", "for a series: the first row that is forecast, from 0 (usual: the first that the model was not trained on)");
    private readonly Option<int?> _season = Typed.Count("--season", "for a series: compare also with the value this many steps before, such as 12 for months");
    private readonly Option<bool> _json = JsonOption.New();

    public EvaluateCommand() : base("evaluate", "measures a model on data, beside the simplest forecasts")
    {
        _load = new(this);
        Add(_file);
        _data = new(this);
        foreach (Option option in new Option[] { _metrics, _steps, _from, _season, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman evaluate digits.safetensors --data digits.npz --metrics accuracy,f1", "classes: the array y holds their numbers"),
        ("elman evaluate sunspots.safetensors --data samples/data/sunspots.csv --season 11", "a series: the years that the model was not trained on"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        string path = arguments.GetRequiredValue(_file);
        string[]? metrics = arguments.GetValue(_metrics) is { Length: > 0 } some ? some : null;
        bool isExamples = Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<ScoreRow> rows;
        string said;
        if (isExamples)
        {
            if (arguments.GetValue(_steps) is not null || arguments.GetValue(_from) is not null || arguments.GetValue(_season) is not null)
                throw new WrongUseException($"--steps, --from and --season belong to a series; '{path}' holds examples. Leave them out.");
            (Examples<T> examples, bool isClasses) = ExampleFile.Read(path, loaded.Model);
            rows = ExampleScores.Of(loaded.Model, examples, isClasses, metrics, here.Cancellation);
            said = $"{Invariant.Grouped(examples.Count)} examples";
        }
        else
        {
            (Forecaster<T> forecaster, Tensor<T> series) = _data.Read(arguments, loaded.Model, path);
            int steps = arguments.GetValue(_steps) ?? forecaster.Note.Horizon, from = arguments.GetValue(_from) ?? (forecaster.Note.Trained < series.Shape[0] ? forecaster.Note.Trained : 0);
            IReadOnlyList<SeriesScore> scores = SeriesScores.Of(forecaster, series, from, series.Shape[0], steps, metrics, arguments.GetValue(_season), here.Cancellation);
            rows = [.. scores.SelectMany(ScoreRow.Of)];
            said = $"{Invariant.Grouped(scores[0].Count)} forecasts, from row {Invariant.Text(Math.Max(from, forecaster.Note.Window))} on{(from < forecaster.Note.Trained ? ", on some of which the model was trained" : "")}";
        }
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(loaded.Assumptions, path, rows));
        else Show(here.Page, loaded, path, said, rows);
        return Exit.Fine;
    }

    private static void Show<T>(Page page, LoadedModel<T> loaded, string path, string said, IReadOnlyList<ScoreRow> rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        loaded.SayAssumptions(page);
        page.Line($"[bold]{Page.Escape(loaded.Path)}[/] on {Page.Escape(path)}: {said}");
        page.Line();
        string[] names = [.. rows[0].Values.Keys];
        var table = new Columns(["", "by", .. names], [.. Enumerable.Range(2, names.Length)]);
        foreach (ScoreRow row in rows) table.Add([Page.Escape(row.What), row.By, .. names.Select(name => Invariant.Short(row.Values[name]))]);
        table.Write(page);
    }

    private static JsonObject ToJson(IReadOnlyList<string> assumptions, string path, IReadOnlyList<ScoreRow> rows) => new()
    {
        ["assumptions"] = new JsonArray([.. assumptions.Select(assumption => (JsonNode)assumption)]),
        ["data"] = path,
        ["scores"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["what"] = row.What,
            ["by"] = row.By,
            ["count"] = row.Count,
            ["metrics"] = new JsonObject(row.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Invariant.Json(pair.Value)))),
        })]),
    };
}
