using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary><c>elman train</c>.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private readonly Scratch _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_series_is_learnt_from_a_table_and_the_model_forecasts_in_its_units()
    {
        string[] arguments = ["train", "--data", Wave(), "--columns", "wave", "--window", "8", "--cell", "gru", "--hidden", "6", "--epochs", "12", "--batch", "16", "--learning-rate", "0.02", "--metrics", "rmse", "--patience", "4", "--folder", _files["run"]];
        ExpectedText.Is("train", ExpectedText.Of(Answer.Of(arguments), arguments), _files.Shown);
        Assert.Equal(["config.json", "history.csv", "loss.svg", "model.safetensors"], Directory.GetFiles(_files["run"]).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("step-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(3, Directory.GetFiles(_files["run"], "step-*.safetensors").Length);
        string[] history = File.ReadAllLines(_files["run/history.csv"]);
        Assert.Equal("epoch,loss,validation_loss,rmse,learning_rate", history[0]);

        // The wave lies around 100; a forecast that was not brought back would lie around 0.
        Answer forecast = Answer.Of("run", _files["run/model.safetensors"], "--input", _files["wave.csv"], "--columns", "wave", "--output", _files["y.csv"]);
        Assert.Equal((0, ""), (forecast.Exit, forecast.Errors));
        Assert.All(File.ReadAllLines(_files["y.csv"])[1..], line => Assert.InRange(double.Parse(line, CultureInfo.InvariantCulture), 80, 120));
    }

    [Fact]
    public void Classes_are_learnt_from_padded_sequences_of_ids()
    {
        // The class is whether the first id is above 2; the padding is garbage.
        int[] lengths = [.. Enumerable.Range(0, 40).Select(n => 1 + n % 6)];
        var file = new ArrayFile
        {
            { "x", Tensor.From<int>([.. Enumerable.Range(0, 240).Select(i => i * 7 % 5)], new Shape(40, 6)) },
            { "y", Tensor.From<int>([.. Enumerable.Range(0, 40).Select(n => n * 6 * 7 % 5 > 2 ? 1 : 0)]) },
            { "lengths", Tensor.From(lengths) },
        };
        file.Save(_files["ids.npz"]);
        Answer answer = Answer.Of("train", "--data", _files["ids.npz"], "--hidden", "12", "--epochs", "25", "--learning-rate", "0.03", "--metrics", "accuracy,f1", "--optimizer", "adamw:weight_decay=0.001", "--schedule", "step:every=10,factor=0.5", "--folder", _files["run"], "--json");
        Assert.Equal(0, answer.Exit);
        JsonNode result = JsonNode.Parse(answer.Output)!;
        Assert.Equal(1, (double)result["metrics"]!["accuracy"]!, 0.13);
        Assert.Equal(25, (int)result["epochs"]!);
    }

    [Fact]
    public void A_training_that_was_stopped_is_saved_and_resumed_with_its_own_settings()
    {
        string[] settings = ["train", "--data", Wave(), "--columns", "wave", "--window", "6", "--hidden", "4", "--epochs", "3", "--dropout", "0.2"];
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Answer stopped = Answer.With("", cancel.Token, [.. settings, "--folder", _files["a"]]);
        Assert.Equal(130, stopped.Exit);
        Assert.EndsWith($"stopped and saved at step 0; go on with: elman train --folder {_files["a"]} --resume\n", stopped.Errors, StringComparison.Ordinal);
        Answer resumed = Answer.Of("train", "--folder", _files["a"], "--resume", "--epochs", "2"), more = Answer.Of("train", "--folder", _files["a"], "--resume", "--epochs", "3"), whole = Answer.Of([.. settings, "--folder", _files["b"]]);
        Assert.Equal((0, 0, 0), (resumed.Exit, more.Exit, whole.Exit));
        Assert.Contains("after 2 epochs", more.Errors, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_files["b/model.safetensors"]), File.ReadAllBytes(_files["a/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_files["b/history.csv"]), File.ReadAllText(_files["a/history.csv"]));
    }

    [Fact]
    public void Settings_come_from_a_file_and_options_have_the_last_word()
    {
        string config = _files.Text("c.json", $$"""{ "data": "{{Wave()}}", "columns": ["wave"], "window": 6, "hidden": [4, 3], "loss": { "name": "huber", "delta": 0.5 }, "epochs": 9, }""");
        Assert.Equal(0, Answer.Of("train", config, "--epochs", "1", "--folder", _files["run"]).Exit);
        JsonNode kept = JsonNode.Parse(File.ReadAllText(_files["run/config.json"]))!;
        Assert.Equal((1, 0.5), ((int)kept["epochs"]!, (double)kept["loss"]!["delta"]!));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_with_a_word()
    {
        Answer.Of("train", "--data", Wave(), "--columns", "wave", "--window", "6", "--hidden", "4", "--epochs", "2", "--folder", _files["run"]);
        string newest = Directory.GetFiles(_files["run"], "step-*").Max()!;
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^5]);
        Answer answer = Answer.Of("train", "--folder", _files["run"], "--resume");
        Assert.Equal(0, answer.Exit);
        Assert.Contains("passed over: ", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("after 1 epochs", answer.Errors, StringComparison.Ordinal);
    }

    /// <summary>What is wrong, what is typed behind <c>train --folder run</c>, and the exit code.</summary>
    private static readonly (string Name, string[] Arguments, int Exit)[] _wrong =
    [
        ("no-data", [], 2),
        ("unknown-optimizer", ["--data", "WAVE", "--optimizer", "adamm"], 2),
        ("unknown-loss", ["--data", "WAVE", "--loss", "msee"], 2),
        ("unknown-metric", ["--data", "WAVE", "--metrics", "good"], 2),
        ("unknown-cell", ["--data", "WAVE", "--cell", "ltsm"], 2),
        ("unknown-setting-of-one", ["--data", "WAVE", "--optimizer", "adam:speed=3"], 2),
        ("rate-zero", ["--data", "WAVE", "--learning-rate", "0"], 2),
        ("rate-text", ["--data", "WAVE", "--learning-rate", "fast"], 2),
        ("epochs-zero", ["--data", "WAVE", "--epochs", "0"], 2),
        ("column", ["--data", "WAVE", "--columns", "wave,tide"], 3),
        ("target", ["--data", "WAVE", "--targets", "tide"], 2),
        ("window-too-long", ["--data", "WAVE", "--columns", "wave", "--window", "90"], 2),
        ("not-a-number", ["--data", "HOLE"], 3),
        ("encoding", ["--data", "LATIN"], 3),
        ("empty", ["--data", "EMPTY"], 3),
        ("no-lengths", ["--data", "ZEROS"], 2),
        ("shapes", ["--data", "SHAPES"], 2),
        ("diverged", ["--data", "WAVE", "--columns", "wave", "--window", "4", "--hidden", "3", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "5"], 5),
        ("nothing-to-resume", ["--resume"], 3),
        ("config-missing", ["nowhere.json"], 3),
        ("config-setting", ["CONFIG"], 2),
        ("output", ["--data", "WAVE", "--columns", "wave", "--window", "6", "--output", "model.txt"], 2),
        ("output-without-scale", ["--data", "WAVE", "--columns", "wave", "--window", "6", "--output", "model.keras"], 2),
        ("useless", ["--data", "SHAPES", "--window", "3"], 2),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.Name)];

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_one_line_with_what_to_do(string name)
    {
        (string _, string[] arguments, int exit) = _wrong.Single(row => row.Name == name);
        arguments = [.. arguments.Select(word => word switch
        {
            "WAVE" => Wave(),
            "HOLE" => _files.Text("hole.csv", "wave\n1\n2\nx\n4\n"),
            "EMPTY" => _files.Text("empty.csv", ""),
            "LATIN" => Bytes("latin.csv", [.. "größe\n1\n2\n".Select(letter => (byte)letter)]),
            "ZEROS" => Arrays("zeros.npz", ("x", new(new Shape(4, 3, 1))), ("y", new(new Shape(4, 1))), ("lengths", new(new Shape(4)))),
            "SHAPES" => Arrays("shapes.npz", ("x", new(new Shape(4, 3, 1))), ("y", new(new Shape(5, 1)))),
            "CONFIG" => _files.Text("c.json", """{ "data": "series.csv", "learningrate": 0.1 }"""),
            _ => word,
        })];
        string[] typed = ["train", "--folder", _files["run"], .. arguments];
        Answer answer = Answer.Of(typed);
        Assert.Equal(exit, answer.Exit);
        string[] lines = [.. answer.Errors.Split('\n').Where(line => line.StartsWith("elman: ", StringComparison.Ordinal))];
        ExpectedText.Is($"wrong-train-{name}", Assert.Single(lines) + "\n", _files.Shown);
    }

    [Fact]
    public void A_folder_that_holds_a_training_is_not_written_over()
    {
        string[] arguments = ["train", "--data", Wave(), "--columns", "wave", "--window", "6", "--hidden", "3", "--epochs", "1", "--folder", _files["run"]];
        Assert.Equal(0, Answer.Of(arguments).Exit);
        Answer again = Answer.Of(arguments);
        Assert.Equal(2, again.Exit);
        Assert.Contains("holds the checkpoints of a training already. Go on with it by --resume", again.Errors, StringComparison.Ordinal);
    }

    /// <summary>80 values around 100, and another column.</summary>
    private string Wave()
    {
        var text = new StringBuilder("time,wave\n");
        for (int i = 0; i < 80; i++) text.Append(CultureInfo.InvariantCulture, $"{i},{100 + 10 * Math.Sin(i * 0.7) + i * 37 % 11 * 0.1:0.###}\n");
        return _files.Text("wave.csv", text.ToString());
    }

    private string Bytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(_files[name], bytes);
        return _files[name];
    }

    private string Arrays(string name, params (string, Tensor<float>)[] arrays) => _files.Arrays(name, arrays);
}
