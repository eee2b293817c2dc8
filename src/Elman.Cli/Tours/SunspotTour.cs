using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Numerics;

namespace Elman.Cli.Tours;

/// <summary>One run over all tested years.</summary>
/// <param name="Fingerprint">The first digits of the SHA-256 of all bits.</param>
/// <param name="Differing">Forecasts whose bits are not those of the first run.</param>
internal sealed record WidthRun(string Kernel, int Threads, string Fingerprint, int Differing);

/// <summary>Everything that the tour shows, computed: forecasts of the network, and what they are compared with.</summary>
internal sealed class SunspotTour
{
    private const double Absolute = 1e-6, Relative = 1e-5;

    /// <summary>Far less than anybody would round an error in sunspots to.</summary>
    private const double ErrorTolerance = 1e-4;

    private static readonly int[] _threads = [1, 2, 3];

    public SunspotTour(Sunspots data, CancellationToken cancellation)
    {
        Data = data;
        Predictions = Predict(data, cancellation);
        Forecasts = [.. Predictions.Select((value, index) => data.InSunspots(index, value))];
        Error = data.RootMeanSquaredError(index => Forecasts[index]);
        PyTorchError = data.RootMeanSquaredError(index => data.InSunspots(index, data.PyTorch[index]));
        PersistenceError = data.RootMeanSquaredError(data.YearBefore);
        float[] differences = [.. Predictions.Zip(data.PyTorch, (found, expected) => Math.Abs(found - expected))];
        LargestDifference = differences.Max();
        LargestYear = data.Year(Array.IndexOf(differences, LargestDifference));
        Stepped = Step(data, cancellation);
        SteppedDiffering = Differing(Stepped, Predictions);
        Runs = [.. AllRuns(data, cancellation)];
        Explanation = data.Loaded.Model.Explain(data.Windows, new ExplainOptions { Cancellation = cancellation });
        Training = new(data, cancellation);
    }

    public Sunspots Data { get; }

    /// <summary>Standardised, as the network gives them.</summary>
    public float[] Predictions { get; }

    /// <summary>In sunspots.</summary>
    public double[] Forecasts { get; }

    public double Error { get; }
    public double PyTorchError { get; }
    public double PersistenceError { get; }

    /// <summary>Of a standardised forecast from PyTorch's.</summary>
    public float LargestDifference { get; }

    public int LargestYear { get; }

    /// <summary>The forecasts of a session that was given each window step by step.</summary>
    public float[] Stepped { get; }

    public int SteppedDiffering { get; }

    public IReadOnlyList<WidthRun> Runs { get; }

    /// <summary>The network written out, and compared with a plain loop over all windows.</summary>
    public Explanation Explanation { get; }

    /// <summary>The same network trained anew.</summary>
    public TrainingSection Training { get; }

    private int Beyond => Predictions.Where((found, index) => !(Math.Abs((double)found - Data.PyTorch[index]) <= Absolute + Relative * Math.Abs(Data.PyTorch[index]))).Count();

    public IReadOnlyList<Check> Checks =>
    [
        new($"each forecast is PyTorch's, within {Invariant.Text(Absolute, "0e-0")} + {Invariant.Text(Relative, "0e-0")}·|PyTorch's|",
            Beyond == 0 ? $"all {Invariant.Text(Data.Count)}; largest difference {Invariant.Difference(LargestDifference)}" : $"{Invariant.Text(Beyond)} of {Invariant.Text(Data.Count)} beyond", Beyond == 0),
        new("its error is the one that PyTorch reported", $"{Two(Error)} and {Two(Data.PyTorchError)}", Math.Abs(Error - Data.PyTorchError) <= ErrorTolerance),
        new("it is better than expecting no change", $"{Two(Error)} against {Two(PersistenceError)}", Error < PersistenceError),
        new("step by step gives the same bits", Of(SteppedDiffering, Data.Count, "forecasts differ"), SteppedDiffering == 0),
        new("every vector width and thread count gives the same bits",
            Of(Runs.Count(run => run.Differing > 0), Runs.Count, "runs differ"), Runs.All(run => run.Differing == 0)),
        ExplainSection.CheckOf(Explanation),
        .. Training.Checks,
    ];

    public static string Two(double number) => Invariant.Text(number, "0.00");

    private static string Of(int count, int all, string what) => $"{Invariant.Text(count)} of {Invariant.Text(all)} {what}";

    private static float[] Predict(Sunspots data, CancellationToken cancellation) =>
        data.Loaded.Model.Predict(data.Windows, new PredictOptions { Cancellation = cancellation }).Output.Values.ToArray();

    private static float[] Step(Sunspots data, CancellationToken cancellation)
    {
        using Session<float> session = data.Loaded.Model.OpenSession();
        var forecasts = new float[data.Count];
        for (int i = 0; i < data.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            session.Reset();
            // The network says after every year what it expects next; the last word is the forecast.
            for (int year = 0; year < data.Window; year++) session.Step(data.Windows.Values.Slice(i * data.Window + year, 1), forecasts.AsSpan(i, 1));
        }
        return forecasts;
    }

    private IEnumerable<WidthRun> AllRuns(Sunspots data, CancellationToken cancellation)
    {
        foreach (KernelRow kernel in Kernels.BestFirst.Where(row => row.IsSupported))
            foreach (int threads in _threads)
            {
                float[] found;
                using (Compute.Use(kernel.Name, threads)) found = Predict(data, cancellation);
                yield return new(kernel.Name, threads, Fingerprint(found), Differing(found, Predictions));
            }
    }

    public static string Fingerprint(float[] numbers) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())), 0, 4);

    private static int Differing(float[] a, float[] b) => a.Zip(b).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
}
