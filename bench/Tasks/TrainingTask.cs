using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Formats.Dialects;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Training;

namespace Elman.Bench.Tasks;

/// <summary>A whole training out of a manifest: its data, the order of its batches, its first weights. The same that <c>train.py</c> reads.</summary>
internal sealed class TrainingTask
{
    private readonly JsonNode _config;
    private readonly ArrayFile _arrays;
    private readonly string _folder;

    private TrainingTask(string folder, JsonNode task)
    {
        (_folder, Name, _config) = (folder, (string)task["name"]!, task["config"]!);
        _arrays = ArrayFile.Load(Path.Combine(folder, (string)task["arrays"]!));
    }

    public string Name { get; }

    public int Hidden => (int)_config["model"]!["hidden"]!;

    /// <summary>Those of a folder that a list of layers can be; a network of two parts and one with recorded masks are not.</summary>
    public static IEnumerable<TrainingTask> All(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!["cases"]!.AsArray()
        .Where(task => task!["config"]!["dropout"] is null && !IsOfTwoParts(folder, task))
        .Select(task => new TrainingTask(folder, task!));

    private static bool IsOfTwoParts(string folder, JsonNode task) => ArrayFile.Load(Path.Combine(folder, $"{task["name"]}.start.safetensors")).Contains("embed_in.weight");

    /// <summary>Trains it whole, and gives the loss of the last epoch.</summary>
    public double Train()
    {
        Model<float> model = Build();
        JsonNode optimizer = _config["optimizer"]!;
        var named = new JsonObject { ["learning_rate"] = (double)optimizer["lr"]!, ["weight_decay"] = (double)optimizer["weight_decay"]! };
        int epochs = (int)_config["epochs"]!;
        var trainer = new Trainer<float>(model, IsClasses ? new CrossEntropyLoss { IgnoreId = -1 } : Loss.MeanSquaredError, Optimizer.Named<float>((string)optimizer["name"]!, named))
        {
            ClipNorm = (double?)_config["clip_norm"],
            Schedule = _config["schedule"] is JsonNode schedule ? Schedule.Named((string)schedule["name"]!, new() { ["period"] = (int)schedule["T_max"]!, ["pace"] = "steps" }) : null,
        };
        double last = 0;
        foreach (Progress progress in trainer.Run(Data(), epochs)) last = progress.MeanLoss;
        return last;
    }

    private bool IsClasses => _arrays["y_train"].Type != ElementType.Float32;

    private bool IsStateful => _config["stateful"] is not null;

    private Model<float> Build()
    {
        JsonNode model = _config["model"]!;
        ArrayFile start = ArrayFile.Load(Path.Combine(_folder, $"{Name}.start.safetensors"));
        int input = (int)model["input"]!, hidden = Hidden, layers = (int?)model["layers"] ?? 1;
        bool isBothWays = (bool?)model["bidirectional"] ?? false, everyStep = _arrays["y_train"].Shape.Rank > 1;
        Cell cell = CellCatalog.Build((string)model["kind"]! is "rnn" ? "elman" : (string)model["kind"]!, []);
        ModelGraph<float> graph = Model.Graph<float>().Input(start.Contains("embed.weight") ? ModelInput.Ids() : ModelInput.Sequences(input));
        string before = ModelInput.Usual;
        if (start.TryGet("embed.weight", out NamedArray? embed)) graph.Node(before = "embed", new Embedding<float>(embed.Shape[0], embed.Shape[1]), ModelInput.Usual);
        var spec = new LayerSpec(cell, hidden, isBothWays ? Direction.Bidirectional : Direction.Forward);
        graph.Node("rnn", new RecurrentStack<float>(input, [.. Enumerable.Repeat(spec, layers)]), before);
        Model<float> built = graph.Node("head", new Dense<float>(isBothWays ? 2 * hidden : hidden, start["head.weight"].Shape[0]), everyStep ? "rnn" : "rnn.last").Output("head").Build();
        foreach ((string name, NamedArray values) in Dialect.PyTorch.Read(built.Description, start)) values.As<float>().Values.CopyTo(built.Parameter(name).Value.Span);
        return built;
    }

    private DataSource<float> Data()
    {
        NamedArray x = _arrays["x_train"], y = _arrays["y_train"];
        int[]? lengths = ((string)_config["about"]!).Contains("packed", StringComparison.Ordinal) ? [.. _arrays["lengths_train"].As<int>().Values] : null;
        Signal<float> input = Input(x, lengths), target = IsClasses ? new(y.As<int>(), y.Shape.Rank > 1 ? lengths : null) : new(WithFeature(y.As<float>()));
        if (IsStateful) return new CarriedWindows<float>(input, target, (int)_config["window"]!);
        NamedArray order = _arrays["order"];
        return new ArrayExamples<float>(input, target).InBatches((int)_config["batch_size"]!, new() { Orders = [.. order.As<int>().Values.ToArray().Chunk(order.Shape[1])] });
    }

    private Signal<float> Input(NamedArray x, int[]? lengths)
    {
        if (_config["x_scale"] is JsonNode scale && x.Type == ElementType.UInt8) return new(x.As<float>() * (float)scale, lengths);
        if (x.Type == ElementType.Float32) return new(x.As<float>(), lengths);
        Tensor<int> ids = x.As<int>();
        if (!((string)_config["about"]!).Contains("one-hot", StringComparison.Ordinal)) return new(ids, lengths);
        int width = (int)_config["model"]!["input"]!;
        var hot = new Tensor<float>(new Shape([.. ids.Shape.Dimensions, width]));
        for (int i = 0; i < ids.Shape.Count; i++)
            if (ids.Values[i] >= 0) hot.Span[i * width + ids.Values[i]] = 1;
        return new(hot, lengths);
    }

    private static Tensor<float> WithFeature(Tensor<float> y) => Tensor.From(y.Values, new Shape([.. y.Shape.Dimensions, 1]));
}
