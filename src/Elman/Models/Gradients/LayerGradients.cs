using System.Globalization;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>‖∂L/∂h_t‖ of one direction of one recurrent layer.</summary>
/// <param name="Node">The node of the model.</param>
/// <param name="Layer">The layer within the node.</param>
/// <param name="Reverse">Whether this direction visits the steps from the end, so that its gradients go from the start.</param>
/// <param name="Norms">(N, T), one norm over the units for each sequence and step in the order of time; zero where a sequence has no step.</param>
/// <param name="Lengths">The steps of each sequence that are there; null for all.</param>
public sealed record LayerGradients(string Node, int Layer, bool Reverse, Tensor<double> Norms, int[]? Lengths)
{
    /// <summary>Growing or shrinking by less than this factor is healthy.</summary>
    public const double Bound = 1000;

    private readonly double[] _back = Back(Norms, Lengths, Reverse);

    /// <summary>As in <c>lstm.0.forward</c>.</summary>
    public string FullName => string.Create(CultureInfo.InvariantCulture, $"{Node}.{Layer}.{(Reverse ? "backward" : "forward")}");

    public int Sequences => Norms.Shape[0];
    public int Steps => Norms.Shape[1];

    /// <summary>At each step in the order of time, over all sequences and units together.</summary>
    public IReadOnlyList<double> ByStep => [.. Enumerable.Range(0, Steps).Select(step => Math.Sqrt(Enumerable.Range(0, Sequences).Sum(sequence => Square(sequence, step))))];

    /// <summary>
    /// On the way back: entry k is k steps before the last one visited of each sequence, the root of the mean square over the sequences that have it. What differs in length
    /// is so compared where its gradient begins.
    /// </summary>
    public IReadOnlyList<double> GoingBack => _back;

    /// <summary>Where on the way back the error begins: the first entry that is not zero.</summary>
    public int Begin => Math.Max(0, Array.FindIndex(_back, norm => norm != 0));

    /// <summary>What is left at the far end of what there is where the error begins; 1 where these are the same step.</summary>
    public double Ratio => _back.Length == 0 || _back[Begin] == 0 ? double.NaN : _back[^1] / _back[Begin];

    /// <summary>The same for one step, as a geometric mean: 0.5 where a gradient is halved at every step.</summary>
    public double Rate => Ratio == 0 ? 0 : Math.Pow(Ratio, 1.0 / Math.Max(1, _back.Length - 1 - Begin));

    public GradientVerdict Verdict =>
        _back.Any(norm => !double.IsFinite(norm)) ? GradientVerdict.NotFinite
        : Array.TrueForAll(_back, norm => norm == 0) ? GradientVerdict.None
        : _back.Max() > Bound * _back[Begin] ? GradientVerdict.Exploding
        : Ratio < 1 / Bound ? GradientVerdict.Vanishing
        : GradientVerdict.Healthy;

    /// <summary>The steps that a sequence has.</summary>
    public int LengthOf(int sequence) => Lengths?[sequence] ?? Steps;

    private double Square(int sequence, int step) => Norms[sequence, step] * Norms[sequence, step];

    private static double[] Back(Tensor<double> norms, int[]? lengths, bool reverse)
    {
        int LengthOf(int sequence) => lengths?[sequence] ?? norms.Shape[1];
        int longest = norms.Shape[0] == 0 ? 0 : Enumerable.Range(0, norms.Shape[0]).Max(LengthOf);
        var back = new double[longest];
        for (int k = 0; k < longest; k++)
        {
            double[] there = [.. Enumerable.Range(0, norms.Shape[0]).Where(sequence => LengthOf(sequence) > k).Select(sequence => norms[sequence, reverse ? k : LengthOf(sequence) - 1 - k])];
            back[k] = Math.Sqrt(there.Sum(norm => norm * norm) / there.Length);
        }
        return back;
    }
}
