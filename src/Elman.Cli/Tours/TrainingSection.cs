using Elman.Cli.Training;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Cli.Tours;

/// <summary>The part of the tour in which the network is trained anew: from PyTorch's first weights and in its order, so that its losses can be compared too.</summary>
internal sealed class TrainingSection
{
    public const string Title = "Trained here, in a moment";

    public static readonly string[] Sentences =
    [
        "So far PyTorch had done the training. Now the same network starts from its first, random weights and learns the",
        "years to 1939 here: the same order of the data, Adam, 40 times through. Losses, epoch by epoch:",
    ];

    /// <summary>How far a loss of a step may be from PyTorch's.</summary>
    private const double Tolerance = 1e-4;

    private readonly Sunspots _data;
    private readonly Trainer<float> _trainer;
    private readonly float[] _forecasts, _again;
    private readonly int _steps, _beyond;
    private readonly double _furthest;

    public TrainingSection(Sunspots data, CancellationToken cancellation)
    {
        _data = data;
        Model<float> model = data.LoadStart();
        _trainer = new(model, Loss.MeanSquaredError, new Adam<float>(data.LearningRate));
        var years = new ArrayExamples<float>(data.TrainWindows, data.TrainTargets);
        double[] losses = [.. _trainer.Run(years.InBatches(data.BatchSize, new() { Orders = data.Orders }), data.Orders.Count, cancellation).Where(progress => !progress.IsEpochEnd).Select(progress => progress.Loss)];
        double[] apart = [.. losses.Zip(data.Losses, (found, expected) => Math.Abs(found / expected - 1))];
        (_steps, _beyond, _furthest) = (losses.Length, apart.Count(distance => !(distance <= Tolerance)), apart.Max());
        _forecasts = model.Predict(data.Windows).Output.Values.ToArray();
        Error = data.RootMeanSquaredError(index => data.InSunspots(index, _forecasts[index]));

        // Saved with its scaling, so that it takes and gives sunspots.
        Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("elman-tour-").FullName, "sunspots.safetensors");
        var scaling = new Scaling([data.Mean], [data.Deviation]);
        Model<float> saved = model.WithScaling(scaling, scaling);
        saved.Save(Path);
        Tensor<float> years22 = scaling.Undo(data.Windows);
        _again = Model.Load<float>(Path).Predict(years22).Output.Values.ToArray();
        SavedDiffering = _again.Zip(saved.Predict(years22).Output.Values.ToArray()).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
    }

    /// <summary>Where the trained network is.</summary>
    public string Path { get; }

    /// <summary>Root mean squared error of the tested years.</summary>
    public double Error { get; }

    public int SavedDiffering { get; }

    /// <summary>What one may type next.</summary>
    private string[] Next =>
    [
        $"elman summary {Path}",
        $"printf '5\\n11\\n16\\n' | elman stream {Path}",
        $"elman explain {Path}",
        $"elman convert {Path} sunspots.pt",
    ];

    public IEnumerable<Check> Checks =>
    [
        new($"trained here, each loss is PyTorch's within {Invariant.Text(Tolerance, "0e-0")} of it", _beyond == 0 ? $"all {Invariant.Text(_steps)} steps; largest {Invariant.Difference(_furthest)}" : $"{Invariant.Text(_beyond)} of {Invariant.Text(_steps)} beyond", _beyond == 0),
        new("saved and loaded again, it forecasts the same bits", $"{Invariant.Text(SavedDiffering)} of {Invariant.Text(_data.Count)} forecasts differ", SavedDiffering == 0),
    ];

    public void Show(Page page, string indent)
    {
        new LossPlot(_trainer.History).Draw(page, indent);
        page.Line();
        page.Line($"{indent}{Invariant.Text(_steps)} steps. The largest distance of a loss from PyTorch's in the same step: {Invariant.Difference(_furthest)} of it.");
        page.Line($"{indent}Error on the years from {Invariant.Text(_data.Year(0))} on: {SunspotTour.Two(Error)} sunspots; PyTorch's {SunspotTour.Two(_data.PyTorchError)}.");
        page.Line();
        page.Line($"{indent}The trained network is saved; it takes and gives sunspots. Other commands take it:");
        page.Line();
        foreach (string line in Next) page.Line($"{indent}  {Page.Escape(line)}");
        page.Line();
        page.Line($"{indent}A table of your own is learnt by: elman train --data FILE.csv.");
    }
}
