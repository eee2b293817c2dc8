using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Tours;

/// <summary>
/// The yearly sunspot numbers, and the network that PyTorch trained on them; <c>samples/data/README.md</c> says what each array means. They are
/// built into the command, so that it finds them wherever it is started.
/// </summary>
internal sealed record Sunspots
{
    /// <summary>The numbers are those of 1700 to 2008, and the tested years are the last of them.</summary>
    private const int LastYear = 2008;

    public const string ModelFile = "sunspots.end.safetensors", StartFile = "sunspots.start.safetensors";

    public required LoadedModel<float> Loaded { get; init; }

    /// <summary>The years before each tested one, standardised: (years, window, 1).</summary>
    public required Tensor<float> Windows { get; init; }

    /// <summary>What PyTorch's network predicts, standardised.</summary>
    public required float[] PyTorch { get; init; }

    /// <summary>The sunspots of the tested years.</summary>
    public required double[] Truth { get; init; }

    /// <summary>What a standardised 0 means in sunspots, year by year.</summary>
    public required double[] Zero { get; init; }

    /// <summary>Sunspots to one unit of a standardised number.</summary>
    public required double Deviation { get; init; }

    /// <summary>The root mean squared error that PyTorch's training reported for the tested years.</summary>
    public required double PyTorchError { get; init; }

    /// <summary>The version of PyTorch that trained it.</summary>
    public required string PyTorchVersion { get; init; }

    /// <summary>What a standardised number of 0 is in sunspots, over the years that are trained on.</summary>
    public required double Mean { get; init; }

    /// <summary>(218, 22, 1): the windows that PyTorch trained on.</summary>
    public required Tensor<float> TrainWindows { get; init; }

    /// <summary>(218, 1): the year after each.</summary>
    public required Tensor<float> TrainTargets { get; init; }

    /// <summary>The order of the windows in each epoch of PyTorch's training.</summary>
    public required IReadOnlyList<int[]> Orders { get; init; }

    /// <summary>The loss of each of its steps.</summary>
    public required double[] Losses { get; init; }

    public required double LearningRate { get; init; }
    public required int BatchSize { get; init; }

    public int Count => Truth.Length;

    public int Window => Windows.Shape[1];

    public int Year(int index) => LastYear - Count + 1 + index;

    public double InSunspots(int index, double standardised) => Zero[index] + Deviation * standardised;

    /// <summary>The last year before a tested one, in sunspots: the forecast of somebody who expects no change.</summary>
    public double YearBefore(int index) => InSunspots(index, Windows[index, Window - 1, 0]);

    public double RootMeanSquaredError(Func<int, double> forecast) =>
        Math.Sqrt(Enumerable.Range(0, Count).Average(index => Math.Pow(forecast(index) - Truth[index], 2)));

    public static Sunspots Load()
    {
        ArrayFile data = Arrays("sunspots.npz");
        using Stream text = Open("sunspots.json");
        JsonNode training = JsonNode.Parse(text)!, config = training["config"]!;
        return new()
        {
            // The file has arrays only. That the head reads the last step is known from the training.
            Loaded = LoadedModel<float>.Read(Arrays(ModelFile), ModelFile, "safetensors", new LoadOptions { Heads = Heads.Last }),
            Windows = data["x_test"].As<float>(),
            PyTorch = data["pred_test"].As<float>().Values.ToArray(),
            Truth = data["truth_test"].As<double>().Values.ToArray(),
            Zero = data["zero_test"].As<double>().Values.ToArray(),
            Deviation = (double)config["std"]!,
            PyTorchError = (double)config["test"]!,
            Mean = (double)config["mean"]!,
            TrainWindows = data["x_train"].As<float>(),
            TrainTargets = Tensor.From(data["y_train"].As<float>().Values, new Shape(data["y_train"].Shape.Count, 1)),
            Orders = [.. data["order"].As<int>().Values.ToArray().Chunk(data["order"].Shape[1])],
            Losses = [.. data["loss_step"].As<double>().Values],
            LearningRate = (double)config["optimizer"]!["lr"]!,
            BatchSize = (int)config["batch_size"]!,
            PyTorchVersion = ((string)training["version"]!).Split('+')[0],
        };
    }

    /// <summary>The network with the weights that PyTorch's training began with.</summary>
    public Model<float> LoadStart() => LoadedModel<float>.Read(Arrays(StartFile), StartFile, "safetensors", new LoadOptions { Heads = Heads.Last }).Model;

    private static ArrayFile Arrays(string name)
    {
        using Stream stream = Open(name);
        return ArrayFile.Read(stream, name);
    }

    private static Stream Open(string name) => typeof(Sunspots).Assembly.GetManifestResourceStream(name)
        ?? throw new BadFileException(name, $"is not built into this command. Build it from a whole clone.");
}
