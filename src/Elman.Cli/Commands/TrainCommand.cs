using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Cli.Training;
using Elman.Formats;
using Elman.Models;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli.Commands;

/// <summary>Trains a model on the data of a file.</summary>
internal sealed class TrainCommand : ElmanCommand
{
    private const string ModelName = "model.safetensors", ConfigName = "config.json";

    private readonly Argument<string?> _config = new("CONFIG") { Description = "a file of settings in JSON, named as the options without dashes (learning_rate); options have the last word", Arity = ArgumentArity.ZeroOrOne };
    private readonly Dictionary<string, Option> _options = [];
    private readonly Option<string?> _folder = new("--folder") { Description = "where checkpoints, history.csv, loss.svg, config.json and the model go (training)", HelpName = "FOLDER" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on from the last checkpoint in the folder, with its settings" };
    private readonly Option<bool> _json = JsonOption.New();

    public TrainCommand() : base("train", "trains a model on a series or on arrays")
    {
        Add(_config);
        foreach (Setting setting in TrainingSettings.All)
        {
            Option option = setting.Kind == SettingKind.Flag ? new Option<bool>(setting.Option) : new Option<string?>(setting.Option) { HelpName = setting.Kind.Form };
            option.Description = setting.Purpose;
            _options.Add(setting.Name, option);
            Add(option);
        }
        foreach (Option option in new Option[] { _folder, _resume, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman train --data sunspots.csv --columns sunspots --window 22 --cell gru --hidden 16 --epochs 40 --patience 10", "a series: forecast the next value from the 22 before"),
        ("elman train --data sentences.npz --hidden 64,64 --dropout 0.2 --optimizer adamw --clip-norm 1 --folder tagger", "arrays x, y and lengths of an .npz; classes where y is of whole numbers"),
        ("elman train --folder tagger --resume", "goes on after Ctrl-C, a crash or a power cut, with the bits of a run that was left alone"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        string folder = arguments.GetValue(_folder) ?? "training", config = Path.Combine(folder, ConfigName);
        bool resumes = arguments.GetValue(_resume);
        JsonObject values = resumes ? Kept(config) : arguments.GetValue(_config) is { } path ? TrainingSettings.Read(path) : [];
        if (resumes && arguments.GetValue(_config) is not null) throw new WrongUseException($"train: --resume goes on with the settings in '{config}'. Leave CONFIG out.");
        foreach (Setting setting in TrainingSettings.All)
        {
            if (arguments.GetResult(_options[setting.Name]) is not { Implicit: false }) continue;
            // More epochs make no other training of the epochs before.
            if (resumes && setting.Name is not ("epochs" or "output" or "keep")) throw new WrongUseException($"train: {setting.Option} was settled when the training began, in '{config}'. Leave it out, or begin anew in another --folder.");
            values[setting.Name] = Typed(arguments, setting);
        }
        // Read back, all values are of one kind, wherever they came from.
        var settings = new TrainingSettings(JsonNode.Parse(values.ToJsonString())!.AsObject());
        return settings.Flag("double") ? Run<double>(settings, folder, resumes, arguments, here) : Run<float>(settings, folder, resumes, arguments, here);
    }

    private static JsonObject Kept(string config) => File.Exists(config)
        ? TrainingSettings.Read(config)
        : throw new BadFileException(config, $"there are no settings of a training to resume. Name its --folder, or begin one without --resume.");

    private JsonNode Typed(ParseResult arguments, Setting setting)
    {
        if (_options[setting.Name] is Option<bool> flag) return arguments.GetValue(flag);
        string text = arguments.GetValue((Option<string?>)_options[setting.Name])!;
        return setting.Kind.Parse(text) ?? throw new WrongUseException($"train: {setting.Option} expects {setting.Kind.Expected}; found '{text}'.");
    }

    private Exit Run<T>(TrainingSettings settings, string folder, bool resumes, ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long began = Stopwatch.GetTimestamp();
        TrainingData<T> data = TrainingData<T>.Read(settings);
        Model<T> model = TrainingModel.Of(settings, data);
        Trainer<T> trainer = TrainerOf.Settings(settings, data, model, folder);
        string output = settings.Text("output") ?? Path.Combine(folder, ModelName);
        CheckOutput(output, TrainingModel.Finished(model, data));
        if (!resumes) Begin(folder, trainer, settings);
        else if (trainer.Resume() is { } resumed)
        {
            foreach (string passed in resumed.PassedOver) here.Errors.Text($"elman: passed over: {CommandLine.OneLine(passed)}");
            here.Errors.Text($"resumed at step {Invariant.Grouped(resumed.Step)}, after {Invariant.Text(resumed.Epoch)} epochs, from {resumed.File}");
        }
        foreach (string line in Introduction(data, model, trainer, settings)) here.Errors.Line(line);
        here.Errors.Flush();
        try
        {
            new TrainingPage(here.Errors).Follow(trainer.Run(data.Train.InBatches(settings.Count("batch", 32)), settings.Count("epochs", 20), here.Cancellation));
        }
        catch (OperationCanceledException)
        {
            trainer.Save();
            Leave(folder, trainer);
            here.Errors.Text($"stopped and saved at step {Invariant.Grouped(trainer.Step)}; go on with: elman train --folder {folder} --resume");
            return Exit.Cancelled;
        }
        TrainingModel.Finished(model, data).Save(output);
        Leave(folder, trainer);
        var result = new TrainingResult<T>(trainer, folder, output, Stopwatch.GetElapsedTime(began));
        if (arguments.GetValue(_json)) here.Page.Json(result.ToJson());
        else result.Write(here.Page);
        return Exit.Fine;
    }

    /// <summary>Refuses before the training, not after it, a file that the model cannot be written into: by writing one elsewhere.</summary>
    private static void CheckOutput<T>(string output, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FormatTable.ForWriting(output);
        if (Path.GetDirectoryName(output) is { Length: > 0 } folder && File.Exists(folder)) throw new WrongUseException($"train: '{output}' cannot be written: '{folder}' is a file. Name another --output.");
        string elsewhere = Directory.CreateTempSubdirectory("elman-trial-").FullName;
        try
        {
            model.Save(Path.Combine(elsewhere, Path.GetFileName(output)));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    private static void Begin<T>(string folder, Trainer<T> trainer, TrainingSettings settings) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (trainer.Checkpoints!.Files.Count > 0)
            throw new WrongUseException($"train: '{folder}' holds the checkpoints of a training already. Go on with it by --resume, or begin anew in another --folder.");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, ConfigName), settings.Values.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException(folder, $"the folder of the training cannot be written: {error.Message} Name another --folder.", null, error);
        }
    }

    private static void Leave<T>(string folder, Trainer<T> trainer) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (trainer.History.Count == 0) return;
        HistoryFile.Write(Path.Combine(folder, HistoryFile.Name), trainer.History);
        File.WriteAllText(Path.Combine(folder, LossPlot.Name), new LossPlot(trainer.History).ToSvg($"{trainer.Loss}, {trainer.Optimizer.Name}"));
    }

    private static IEnumerable<string> Introduction<T>(TrainingData<T> data, Model<T> model, Trainer<T> trainer, TrainingSettings settings) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string measured = data.Validation is null ? "none to validate on" : $"{Invariant.Grouped(data.Validation.Count)} to validate on";
        yield return $"data    {Page.Escape(settings.Text("data")!)}: {Invariant.Grouped(data.Train.Count)} sequences to train on, {measured}";
        yield return $"model   {Page.Escape(string.Join(" → ", model.Nodes.Select(node => node.Layer.ToString())))}, {Invariant.Grouped(model.Parameters.Sum(parameter => (long)parameter.Shape.Count))} parameters";
        yield return $"loss    {Page.Escape(trainer.Loss.Name)} by {Page.Escape(trainer.Optimizer.ToString())}{(trainer.Schedule is null ? "" : $", {trainer.Schedule}")}";
    }
}
