using System.Globalization;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;

namespace Elman.Models.Explanations;

/// <summary>Two sides compared number by number: |difference| ≤ atol + rtol·|other|.</summary>
/// <param name="Name">Of the output, the state or the node.</param>
/// <param name="Other">Beside the engine: the witness, or what was expected.</param>
/// <param name="IsInner">Neither an output nor a final state: read only when something is wrong, to see where it began.</param>
/// <param name="Largest">The largest difference; where something is beyond what is allowed, the one that is furthest beyond.</param>
/// <param name="Step">Null where there is no time.</param>
public sealed record AllClose(
    string Name, string Other, bool IsInner, double Relative, double Absolute, bool Holds, long Count, double Largest,
    int Sample, int? Step, int Unit, double Engine, double Expected)
{
    public override string ToString()
    {
        string where = $"sample {Text(Sample)}{(Step is int step ? $", step {Text(step)}" : "")}, unit {Text(Unit)}";
        string numbers = Holds ? "" : $" (engine {Engine.ToString("R", CultureInfo.InvariantCulture)}, {Other} {Expected.ToString("R", CultureInfo.InvariantCulture)})";
        return $"allclose(engine, {Other}, rtol={Tiny(Relative)}, atol={Tiny(Absolute)}): {(Holds ? "True" : "False")}, largest difference {Tiny(Largest)} at {where}{numbers}";
    }

    /// <param name="engine">(N, T, F) or (N, F)</param>
    internal static AllClose Of<T>(string name, string other, bool isInner, bool isDouble, Tensor<T> engine, WitnessSignal signal) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int steps = signal.Values[0].Length, features = signal.Features;
        if (engine.Shape.Count != signal.Values.Length * steps * features)
            throw new ArgumentException($"'{name}' is {engine.Shape} by the engine, and ({signal.Values.Length}, {steps}, {features}) by the {other}.");
        (double relative, double absolute) = isDouble ? (1e-12, 1e-12) : (1e-5, 1e-6);
        var none = new AllClose(name, other, isInner, relative, absolute, true, 0, 0, 0, signal.HasTime ? 0 : null, 0, 0, 0);
        // The largest difference where all are allowed; where not, the one that is furthest beyond.
        (AllClose largest, AllClose worst) = (none, none);
        (double factor, long count) = (-1, 0);
        for (int n = 0; n < signal.Values.Length; n++)
            for (int t = 0; t < signal.Lengths[n]; t++)
                for (int f = 0; f < features; f++, count++)
                {
                    double a = double.CreateChecked(engine.Values[(n * steps + t) * features + f]), b = signal.Values[n][t][f];
                    // NaN equals NaN, and an infinity itself.
                    double difference = a.Equals(b) ? 0 : Math.Abs(a - b);
                    double times = double.IsNaN(difference) ? double.PositiveInfinity : difference / (absolute + relative * Math.Abs(b));
                    if (!(times > factor) && !(difference > largest.Largest)) continue;
                    AllClose here = none with { Holds = times <= 1, Largest = difference, Sample = n, Step = signal.HasTime ? t : null, Unit = f, Engine = a, Expected = b };
                    if (difference > largest.Largest) largest = here;
                    if (times > factor) (factor, worst) = (times, here);
                }
        return (worst.Holds ? largest : worst) with { Count = count };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As in 3.1e-8.</summary>
    private static string Tiny(double value) => value == 0 ? "0" : value.ToString("0.#e-0", CultureInfo.InvariantCulture);
}
