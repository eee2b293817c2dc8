using System.CommandLine;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Elman.Cli.Forecasts;
using Elman.Cli.Loading;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Cli.Commands;

/// <summary>What comes behind the end of a series.</summary>
internal sealed class ForecastCommand : ElmanCommand
{
    private const int MostRows = 24;

    private readonly Argument<string> _series = new("SERIES") { Description = "a .csv whose rows are steps, or a .npy or .npz of one array (steps, columns)" };
    private readonly LoadArguments _load;
    private readonly SeriesArguments _data;
    private readonly Option<int?> _steps = Typed.Count("--steps", "how many steps ahead");
    private readonly Option<double?> _level = Typed.Number("--level", "the share of truths that an interval should hold, between 0 and 1 (usual: 0.9)");
    private readonly Option<string?> _output = new("--output") { Description = "a .csv: step, and for each target forecast, low and high", HelpName = "FILE" };
    private readonly Option<bool> _noPlot = new("--no-plot") { Description = "leave out the picture" };
    private readonly Option<bool> _json = JsonOption.New();

    public ForecastCommand() : base("forecast", "forecasts a series, with intervals from the errors of earlier forecasts")
    {
        Add(_series);
        _load = new(this, isOption: true);
        _steps.Required = true;
        Add(_steps);
        _data = new(this);
        foreach (Option option in new Option[] { _level, _output, _noPlot, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman forecast samples/data/sunspots.csv --model sunspots.safetensors --steps 11", "the next eleven years, by a model that elman train made"),
        ("elman forecast history.csv --model weather.pt --columns temperature --window 24 --steps 12 --output forecast.csv", "a model that does not say what it was trained on"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        string path = arguments.GetRequiredValue(_series);
        (Forecaster<T> forecaster, Tensor<T> series) = _data.Read(arguments, loaded.Model, path);
        string? output = arguments.GetValue(_output);
        if (output is not null && !Path.GetExtension(output).Equals(".csv", StringComparison.OrdinalIgnoreCase)) throw new WrongUseException($"--output '{output}': a forecast is written as a .csv.");
        Forecast forecast = forecaster.Ahead(series, arguments.GetValue(_steps)!.Value, arguments.GetValue(_level) ?? 0.9, here.Cancellation);
        if (output is not null) File.WriteAllText(output, Csv(forecast));
        if (arguments.GetValue(_json))
        {
            here.Page.Json(ToJson(loaded.Assumptions, forecaster.Note, forecast, output));
            return Exit.Fine;
        }
        loaded.SayAssumptions(here.Page);
        here.Page.Line($"[bold]{Page.Escape(path)}[/] {series.Shape}: {Page.Escape(string.Join(", ", forecaster.Note.Columns))}; {How(forecaster.Note, forecast.Steps)}");
        here.Page.Line();
        for (int k = 0; k < forecast.Targets.Count && !arguments.GetValue(_noPlot); k++)
        {
            int column = forecaster.Note.Columns.ToList().IndexOf(forecast.Targets[k]);
            SeriesPlot.Draw(here.Page, forecast, k, [.. Enumerable.Range(0, series.Shape[0]).Select(row => double.CreateChecked(series[row, column]))]);
        }
        Show(here.Page, forecast);
        if (output is not null) here.Page.Line($"written to {Page.Escape(output)}");
        return Exit.Fine;
    }

    private static string How(SeriesNote note, int steps) => steps <= note.Horizon
        ? $"{Invariant.Text(steps)} ahead, said at once"
        : $"{Invariant.Text(steps)} ahead, {Invariant.Text(note.Horizon)} at a time, each from {Invariant.Text(note.Window)} steps, its own forecasts taken for truth";

    private static void Show(Page page, Forecast forecast)
    {
        string[] Cells(string target) => forecast.Intervals is null ? [target] : [target, "from", "to"];
        string[] head = ["step", .. forecast.Targets.SelectMany(Cells)];
        var table = new Columns(head, [.. Enumerable.Range(0, head.Length)]);
        for (int step = 0; step < Math.Min(forecast.Steps, MostRows); step++)
            table.Add([Invariant.Text(forecast.First + step + 1), .. Enumerable.Range(step * forecast.Targets.Count, forecast.Targets.Count)
                .SelectMany(i => forecast.Intervals is { } known ? new[] { forecast.Values[i], known.Low[i], known.High[i] } : [forecast.Values[i]]).Select(Invariant.Short)]);
        table.Write(page);
        if (forecast.Steps > MostRows) page.Line($"[grey]… {Invariant.Text(forecast.Steps - MostRows)} more steps; --output FILE writes all[/]");
        page.Line(forecast.Intervals is { } intervals
            ? $"from … to should hold {Invariant.Short(100 * intervals.Level)} % of truths, as the errors of {Invariant.Grouped(intervals.Residuals)} earlier forecasts tell{(intervals.SeenInTraining ? "; the model may have been trained on these, so they are too narrow" : "")}"
            : "no intervals: the series is too short to compare earlier forecasts with what came");
    }

    private static string Csv(Forecast forecast)
    {
        var text = new StringBuilder("step");
        foreach (string target in forecast.Targets.Select(Quoted)) text.Append(',').Append(target).Append(forecast.Intervals is null ? "" : $",{target}.low,{target}.high");
        text.Append('\n');
        for (int step = 0; step < forecast.Steps; step++)
        {
            text.Append(Invariant.Text(forecast.First + step + 1));
            for (int i = step * forecast.Targets.Count; i < (step + 1) * forecast.Targets.Count; i++)
            {
                text.Append(',').Append(Invariant.Shortest(forecast.Values[i]));
                if (forecast.Intervals is { } known) text.Append(',').Append(Invariant.Shortest(known.Low[i])).Append(',').Append(Invariant.Shortest(known.High[i]));
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A name as a cell: quoted where it holds what stands between cells.</summary>
    private static string Quoted(string name) => name.AsSpan().ContainsAny("\",;\n\r") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static JsonObject ToJson(IReadOnlyList<string> assumptions, SeriesNote note, Forecast forecast, string? output)
    {
        var json = new JsonObject
        {
            ["assumptions"] = new JsonArray([.. assumptions.Select(assumption => (JsonNode)assumption)]),
            ["columns"] = new JsonArray([.. note.Columns.Select(name => (JsonNode)name)]),
            ["first_step"] = forecast.First + 1,
            ["targets"] = new JsonArray([.. forecast.Targets.Select((name, k) => new JsonObject
            {
                ["name"] = name,
                ["forecast"] = Column(forecast, k, forecast.Values),
                ["low"] = forecast.Intervals is { } low ? Column(forecast, k, low.Low) : null,
                ["high"] = forecast.Intervals is { } high ? Column(forecast, k, high.High) : null,
            })]),
            ["level"] = forecast.Intervals?.Level,
            ["residuals"] = forecast.Intervals?.Residuals,
            ["seen_in_training"] = forecast.Intervals?.SeenInTraining,
        };
        if (output is not null) json["written"] = output;
        return json;
    }

    private static JsonArray Column(Forecast forecast, int target, IReadOnlyList<double> values) => [.. Enumerable.Range(0, forecast.Steps).Select(step => Invariant.Json(values[step * forecast.Targets.Count + target]))];
}
