using Elman.Numerics;

namespace Elman.Training;

/// <summary>All ways of one sequence through the places of its labels, step by step, in logarithms.</summary>
/// <param name="logs">(steps, classes), logarithms of probabilities.</param>
internal sealed class CtcLattice(CtcLabels labels, double[] logs, int classes)
{
    // Two numbers of −∞ stand before the first place and behind the last.
    private const int Edge = 2;
    private readonly int _places = labels.Places.Length;
    private readonly double[] _alpha = Nothing(labels.Steps * (labels.Places.Length + 2 * Edge));
    private readonly double[] _emitted = new double[labels.Places.Length];

    /// <summary>log of the probability of the labels: α₀ at the first two places, αₜ(s) = e(t, s) + log Σ exp αₜ₋₁ over s, s − 1, and s − 2 where it may be skipped to.</summary>
    public double Forward()
    {
        var skipped = new double[_places];
        Emit(0);
        for (int s = 0; s < Math.Min(2, _places); s++) Alpha(0)[Edge + s] = _emitted[s];
        for (int t = 1; t < labels.Steps; t++)
        {
            Emit(t);
            ReadOnlySpan<double> before = Alpha(t - 1);
            for (int s = 0; s < _places; s++) skipped[s] = labels.MaySkipTo(s) ? before[Edge + s - 2] : double.NegativeInfinity;
            LogSums.OfThree(before.Slice(Edge, _places), before.Slice(Edge - 1, _places), skipped, _emitted, Alpha(t).Slice(Edge, _places));
        }
        ReadOnlySpan<double> last = Alpha(labels.Steps - 1);
        return LogSums.OfTwo(last[Edge + _places - 1], last[Edge + _places - 2]);
    }

    /// <summary>How often each class is passed through at each step, in the mean over all ways: γ(t, c) = Σ exp(αₜ(s) + βₜ(s) − z) over the places s of class c.</summary>
    /// <param name="z">What <see cref="Forward"/> gave.</param>
    public double[] Backward(double z)
    {
        var counts = new double[labels.Steps * classes];
        double[] beta = Nothing(_places + 2 * Edge), ahead = Nothing(_places + 2 * Edge), skipped = new double[_places], shares = new double[_places];
        beta[Edge + _places - 1] = 0;
        if (_places > 1) beta[Edge + _places - 2] = 0;
        for (int t = labels.Steps - 1; t >= 0; t--)
        {
            // βₜ(s) = log Σ exp(e(t + 1, s′) + βₜ₊₁(s′)) over s′ = s, s + 1, and s + 2 where it may be skipped to
            if (t < labels.Steps - 1)
            {
                Emit(t + 1);
                beta.AsSpan(Edge, _places).CopyTo(ahead.AsSpan(Edge));
                Zip.Add<double>(_emitted, ahead.AsSpan(Edge, _places));
                for (int s = 0; s < _places; s++) skipped[s] = s + 2 < _places && labels.MaySkipTo(s + 2) ? ahead[Edge + s + 2] : double.NegativeInfinity;
                LogSums.OfThree(ahead.AsSpan(Edge, _places), ahead.AsSpan(Edge + 1, _places), skipped, [0], beta.AsSpan(Edge, _places));
            }
            LogSums.Shares(Alpha(t).Slice(Edge, _places), beta.AsSpan(Edge, _places), z, shares);
            for (int s = 0; s < _places; s++) counts[t * classes + labels.Places[s]] += shares[s];
        }
        return counts;
    }

    private Span<double> Alpha(int t) => _alpha.AsSpan(t * (_places + 2 * Edge), _places + 2 * Edge);

    /// <summary>The logarithms of each place's class at a step.</summary>
    private void Emit(int t)
    {
        for (int s = 0; s < _places; s++) _emitted[s] = logs[t * classes + labels.Places[s]];
    }

    private static double[] Nothing(int count)
    {
        var values = new double[count];
        values.AsSpan().Fill(double.NegativeInfinity);
        return values;
    }
}
