using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Cli.Training;
using Elman.Formats;
using Elman.Models;
using Elman.Training;

namespace Elman.Cli.Commands;

/// <summary>Trains with many settings and compares them.</summary>
internal sealed class SearchCommand : ElmanCommand
{
    private const string Results = "results.csv", BestModel = "best.safetensors", BestSettings = "best.json";
    private const int MostRows = 10;

    private readonly Argument<string> _config = new("CONFIG") { Description = "a file in JSON: train (settings of elman train), over (settings to search, each a list or {\"from\": …, \"to\": …, \"log\": true, \"whole\": true}), trials (so many drawn; without it, every combination), seeds (0)" };
    private readonly Option<string?> _folder = new("--folder") { Description = $"where {Results}, {BestModel} and {BestSettings} go (search)", HelpName = "FOLDER" };
    private readonly Option<bool> _json = JsonOption.New();

    public SearchCommand() : base("search", "trains with many settings, every one with every seed, and keeps the best")
    {
        Add(_config);
        foreach (Option option in new Option[] { _folder, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman search search.json --folder sunspots", """search.json: { "train": { "data": "sunspots.csv", "window": 22 }, "over": { "hidden": [8, 16], "learning_rate": [0.003, 0.01] }, "seeds": [0, 1, 2] }"""),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        string path = arguments.GetRequiredValue(_config), folder = arguments.GetValue(_folder) ?? "search";
        SearchFile file = SearchFile.Read(path);
        if (File.Exists(Path.Combine(folder, Results))) throw new WrongUseException($"search: '{folder}' holds the results of a search already. Name another --folder.");
        Directory.CreateDirectory(folder);
        bool isDouble = new TrainingSettings(file.Train).Flag("double");
        if (isDouble) Run<double>(file, path, folder, arguments.GetValue(_json), here);
        else Run<float>(file, path, folder, arguments.GetValue(_json), here);
        return Exit.Fine;
    }

    private static void Run<T>(SearchFile file, string path, string folder, bool asJson, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var search = new Search();
        var models = new Dictionary<(int Trial, long Seed), Model<T>>();
        Model<T>? last = null;
        JsonObject[] choices = [.. file.Choices()];
        int all = choices.Length * file.Seeds.Count;
        foreach (SearchRun run in search.Run(choices, file.Seeds, (choice, seed) => Train(file.Settings(choice, seed, path), here.Cancellation, out last), here.Cancellation))
        {
            // Written after every run: whoever stops early has what there is.
            File.WriteAllText(Path.Combine(folder, Results), search.ToCsv());
            if (run.Failure is null) models[(run.Trial, run.Seed)] = last!;
            int best = search.Ranked[0].Trial;
            foreach ((int Trial, long Seed) key in models.Keys.Where(key => key.Trial != best && key.Trial != run.Trial).ToArray()) models.Remove(key);
            here.Errors.Text(string.Create(CultureInfo.InvariantCulture, $"{search.Runs.Count}/{all}  trial {run.Trial}, seed {run.Seed}: {(run.Failure is null ? Invariant.Short(run.Score) : $"failed: {CommandLine.OneLine(run.Failure)}")}"));
            here.Errors.Flush();
        }
        SearchResult winner = search.Ranked[0];
        if (double.IsNaN(winner.Mean)) throw new WrongUseException($"search: no choice of settings could be trained with all seeds. The first failed so: {search.Runs.First(run => run.Failure is not null).Failure}");
        SearchRun chosen = winner.Runs.MinBy(run => run.Score)!;
        models[(winner.Trial, chosen.Seed)].Save(Path.Combine(folder, BestModel));
        File.WriteAllText(Path.Combine(folder, BestSettings), file.Settings(winner.Settings, chosen.Seed, path).Values.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        if (asJson) here.Page.Json(ToJson(search, folder));
        else Show(here.Page, search, folder);
    }

    /// <summary>The validation loss of the epoch whose weights the model keeps.</summary>
    private static double Train<T>(TrainingSettings settings, CancellationToken cancellation, out Model<T> finished) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingData<T> data = TrainingData<T>.Read(settings);
        if (data.Validation is null) throw new WrongUseException($"search: choices are compared by their validation loss, and there is no data to validate on. Give 'validation' a share above 0.");
        Model<T> model = TrainingModel.Of(settings, data);
        Trainer<T> trainer = TrainerOf.Settings(settings, data, model, null);
        foreach (Progress _ in trainer.Run(data.Train.InBatches(settings.Count("batch", 32)), settings.Count("epochs", 20), cancellation)) { }
        finished = TrainingModel.Finished(model, data);
        return (trainer.EarlyStopping is null ? trainer.History[^1].ValidationLoss : trainer.History.Min(row => row.ValidationLoss))!.Value;
    }

    private static void Show(Page page, Search search, string folder)
    {
        string[] names = [.. search.Ranked[0].Settings.Select(pair => pair.Key)];
        var table = new Columns(["trial", .. names, "validation", "±", "seeds"], [0, .. Enumerable.Range(1, names.Length + 3)]);
        foreach (SearchResult result in search.Ranked.Take(MostRows))
            table.Add([Invariant.Text(result.Trial), .. names.Select(name => Page.Escape(Short(result.Settings[name]))), double.IsNaN(result.Mean) ? "failed" : Invariant.Short(result.Mean), double.IsNaN(result.Mean) ? "" : Invariant.Text(result.Deviation, "G3"), Invariant.Text(result.Runs.Count)]);
        table.Write(page);
        if (search.Ranked.Count > MostRows) page.Line($"[grey]… {Invariant.Text(search.Ranked.Count - MostRows)} more in {Results}[/]");
        page.Line();
        page.Line($"[bold]{Page.Escape(Path.Combine(folder, BestModel))}[/] is the best model, {BestSettings} its settings, {Results} every run. Chosen by this loss, it looks better on it than it is:");
        page.Line("measure it on data that took no part, once (elman evaluate).");
    }

    private static string Short(JsonNode? value) => value is JsonValue known && known.TryGetValue(out double number) ? Invariant.Short(number) : value is JsonValue word && word.TryGetValue(out string? text) ? text : value?.ToJsonString() ?? "";

    private static JsonObject ToJson(Search search, string folder) => new()
    {
        ["best"] = Path.Combine(folder, BestModel),
        ["trials"] = new JsonArray([.. search.Ranked.Select(result => new JsonObject
        {
            ["trial"] = result.Trial,
            ["settings"] = result.Settings.DeepClone(),
            ["mean"] = Invariant.Json(result.Mean),
            ["deviation"] = Invariant.Json(result.Deviation),
            ["scores"] = new JsonArray([.. result.Runs.Select(run => Invariant.Json(run.Score))]),
        })]),
    };
}
