using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Storage;

namespace Elman.Cli.Training;

/// <summary>The settings of a training, from a file and from the command line, which has the last word.</summary>
internal sealed class TrainingSettings(JsonObject values)
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("data", SettingKind.File, "a .csv, whose rows are the steps of a series, or an .npz with arrays x, y and lengths"),
        new("columns", SettingKind.Words, "of a .csv: the columns that the model sees; without it, all of them"),
        new("targets", SettingKind.Words, "of a .csv: the columns that it forecasts; without it, all that it sees"),
        new("window", SettingKind.Count, "of a .csv: steps that the model sees before it forecasts (24)"),
        new("horizon", SettingKind.Count, "of a .csv: steps that it forecasts at once (1)"),
        new("stride", SettingKind.Count, "of a .csv: steps from one window to the next (1)"),
        new("every_step", SettingKind.Flag, "of a .csv: forecast the next step after every step of a window, not only after the last"),
        new("scaling", SettingKind.Word, "of a .csv: standard, minmax or none, fitted to the part that is trained on and saved with the model (standard)"),
        new("validation", SettingKind.Number, "the share of the data, its last part, that is not trained on but measured after every epoch (0.2)"),
        new("test", SettingKind.Number, "of a .csv: the share behind that, which is left alone for 'elman evaluate' (0)"),
        new("model", SettingKind.File, "a model to train further; without it, one is made of what follows"),
        new("cell", SettingKind.Word, "the cell of its recurrent layers: lstm, gru, elman, indrnn, mgu, lstm_peephole, … (lstm)"),
        new("hidden", SettingKind.Counts, "the size of each recurrent layer, from the input up (32)"),
        new("direction", SettingKind.Word, "forward, reverse or bidirectional (forward)"),
        new("embedding", SettingKind.Count, "numbers for each id, where the data are ids (16)"),
        new("dropout", SettingKind.Number, "the rate of dropout behind each recurrent layer (0)"),
        new("loss", SettingKind.Named, "what is made small; without it, mse for numbers and cross_entropy for classes"),
        new("metrics", SettingKind.SeveralNamed, "what else is measured on the validation data"),
        new("optimizer", SettingKind.Named, "how the weights are moved (adam)"),
        new("learning_rate", SettingKind.Number, "how far; without it, the optimizer's usual rate"),
        new("schedule", SettingKind.Named, "how the learning rate changes along the training"),
        new("average", SettingKind.Named, "a mean of the weights for validation and in the end: ema:decay=0.99, or swa"),
        new("epochs", SettingKind.Count, "passes over the data (20)"),
        new("batch", SettingKind.Count, "sequences of a step (32)"),
        new("accumulate", SettingKind.Count, "batches whose gradients make one step (1)"),
        new("truncate", SettingKind.Counts, "train long sequences in parts of so many steps, the states carried; a second number says how far gradients go back"),
        new("clip_norm", SettingKind.Number, "the most that the norm of all gradients may be"),
        new("patience", SettingKind.Count, "stop after so many epochs without a gain, and keep the best weights"),
        new("seed", SettingKind.Whole, "decides first weights, order and dropout (0)"),
        new("shards", SettingKind.Count, "groups of a batch whose sums are added one after another (1)"),
        new("double", SettingKind.Flag, "compute in double precision"),
        new("checkpoint_every", SettingKind.Count, "steps from one checkpoint to the next; without it, one after every epoch"),
        new("keep", SettingKind.Count, "checkpoints that are kept (3)"),
        new("output", SettingKind.File, "where the trained model goes; without it, model.safetensors in the folder"),
    ];

    /// <summary>As a file holds them.</summary>
    public JsonObject Values => values;

    /// <summary>Reads a file of settings, and refuses by name what it does not know.</summary>
    public static JsonObject Read(string path)
    {
        JsonObject settings;
        try
        {
            if (!File.Exists(path)) throw new BadFileException(path, $"there is no such file of settings. Check the path, or give options alone; see 'elman train --help'.");
            settings = JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                ?? throw new BadFileException(path, $"expected one object of settings, such as {{ \"data\": \"series.csv\", \"epochs\": 20 }}.");
        }
        catch (JsonException error)
        {
            throw new BadFileException(path, $"is no proper JSON: {error.Message}", null, error);
        }
        return Checked(settings, path);
    }

    /// <summary>Refuses by name what is no setting, or holds something else.</summary>
    public static JsonObject Checked(JsonObject settings, string path)
    {
        foreach ((string name, JsonNode? value) in settings)
        {
            Setting setting = All.FirstOrDefault(one => one.Name == name) ?? throw new WrongUseException($"'{path}': there is no setting '{name}'. Known: {string.Join(", ", All.Select(one => one.Name))}.");
            if (value is null || !setting.Kind.Accepts(value)) throw new WrongUseException($"'{path}': '{name}' expects {setting.Kind.Expected}; found {value?.ToJsonString() ?? "null"}.");
        }
        return settings;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => (string?)values[name];

    public int Count(string name, int otherwise) => values[name] is { } node ? (int)node : otherwise;

    public int? Count(string name) => (int?)values[name];

    public double Number(string name, double otherwise) => values[name] is { } node ? (double)node : otherwise;

    public double? Number(string name) => (double?)values[name];

    public bool Flag(string name) => values[name] is { } node && (bool)node;

    public string[] Words(string name) => values[name] switch
    {
        null => [],
        JsonArray array => [.. array.Select(item => (string)item!)],
        var one => [(string)one!],
    };

    public int[] Counts(string name, params int[] otherwise) => values[name] switch
    {
        null => otherwise,
        JsonArray array => [.. array.Select(item => (int)item!)],
        var one => [(int)one],
    };

    /// <summary>A name, and the settings of what it names.</summary>
    public (string Name, JsonObject Settings)? Named(string name) => values[name] is { } node ? NameOf(node) : null;

    public IEnumerable<(string Name, JsonObject Settings)> SeveralNamed(string name) => values[name] switch
    {
        null => [],
        JsonArray array => array.Select(item => NameOf(item!)),
        var one => [NameOf(one)],
    };

    private static (string Name, JsonObject Settings) NameOf(JsonNode node)
    {
        if (node is not JsonObject known) return ((string)node!, []);
        var settings = known.DeepClone().AsObject();
        string name = (string)settings["name"]!;
        settings.Remove("name");
        return (name, settings);
    }
}
