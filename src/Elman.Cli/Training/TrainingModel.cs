using System.Numerics;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>The model of a training: made of the settings, or read to be trained further.</summary>
internal static class TrainingModel
{
    private static readonly Dictionary<string, Direction> _directions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["forward"] = Direction.Forward, ["reverse"] = Direction.Reverse, ["bidirectional"] = Direction.Bidirectional,
    };

    /// <summary>The model that is trained, without scaling.</summary>
    public static Model<T> Of<T>(TrainingSettings settings, TrainingData<T> data) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (settings.Text("model") is not { } path) return Made(settings, data);
        string? useless = new[] { "cell", "hidden", "direction", "embedding", "dropout" }.FirstOrDefault(settings.Has);
        if (useless is not null) throw new WrongUseException($"train: {useless} makes a new model, and '{path}' is to be trained further. Leave one of the two out.");
        return Model.Load<T>(path).WithoutScaling().Model;
    }

    /// <summary>As it is saved: with the scaling of its data, and a note of the series.</summary>
    public static Model<T> Finished<T>(Model<T> model, TrainingData<T> data) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> finished = data.InputScaling is null ? model : model.WithScaling(data.InputScaling, data.OutputScaling);
        data.Note?.WriteTo(finished);
        return finished;
    }

    /// <summary>x → (embedding) → recurrent layers → (dropout) → head.</summary>
    private static Model<T> Made<T>(TrainingSettings settings, TrainingData<T> data) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string word = settings.Text("direction") ?? "forward";
        if (!_directions.TryGetValue(word, out Direction direction)) throw new WrongUseException($"train: direction is one of {string.Join(", ", _directions.Keys)}; found '{word}'.");
        double dropout = settings.Number("dropout", 0);
        if (dropout is not (>= 0 and < 1)) throw new WrongUseException($"train: dropout is a rate of 0 or more and below 1; found {dropout}.");
        int[] hidden = settings.Counts("hidden", 32);
        Cell cell = CellCatalog.Build(settings.Text("cell") ?? "lstm", []);
        int features = data.Features ?? settings.Count("embedding", 16);
        LayerSpec[] layers = [.. hidden.Select((size, i) => new LayerSpec(cell, size, direction, Dropout: i + 1 < hidden.Length ? dropout : 0))];
        var rnn = new RecurrentStack<T>(features, layers);

        ModelGraph<T> graph = Model.Graph<T>().Input(data.Features is int numbers ? ModelInput.Sequences(numbers) : ModelInput.Ids());
        string before = ModelInput.Usual;
        if (data.Features is null) Add("embedding", new Embedding<T>(data.Vocabulary, features));
        Add("rnn", rnn);
        if (!data.EveryStep) before = "rnn.last";
        if (dropout > 0) Add("dropout", new Dropout<T>(dropout));
        Add("head", new Dense<T>(rnn.Features, data.Outputs));
        return graph.Output(before, ModelOutput.Usual).Build().Initialize(InitialWeights<T>.PyTorch, new TorchRandom(settings.Count("seed", 0)));

        void Add(string name, Layer<T> layer)
        {
            graph.Node(name, layer, before);
            before = name;
        }
    }
}
