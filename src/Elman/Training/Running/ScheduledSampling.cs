using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>
/// A model that will be fed with what it said itself gets used to that: in training, a share of the steps takes the model's own prediction of the step before in place of the true input,
/// the more the longer the training lasts. Without it every step takes the true input (teacher forcing).
/// </summary>
/// <remarks>
/// Bengio et al. 2015. For a model of one input and one output of steps, where what comes out at a step is what goes in at the next: ids and their scores, or as many numbers. The
/// predictions are made step by step with the weights as they are; no gradient goes through the choice. Which steps, the training's random stream draws.
/// </remarks>
/// <param name="share">The share of steps, 0 to 1, after so many steps of the optimiser.</param>
public sealed class ScheduledSampling(Func<long, double> share)
{
    /// <summary>From one share to another in equal steps.</summary>
    public static ScheduledSampling Linear(double from, double to, long steps) => new(step => from + (to - from) * Math.Min(1, (double)step / Math.Max(1, steps)));

    /// <summary>1 − kˢ after s steps, k below 1.</summary>
    public static ScheduledSampling Exponential(double k) => new(step => 1 - Math.Pow(k, step));

    /// <summary>1 − k/(k + exp(s/k)) after s steps, k at least 1.</summary>
    public static ScheduledSampling InverseSigmoid(double k) => new(step => 1 - k / (k + Math.Exp(Math.Min(700, step / k))));

    /// <summary>Whether an id is drawn by its probability, in place of the likeliest.</summary>
    public bool Draws { get; init; }

    internal double ShareAt(long step) => share(step) is >= 0 and <= 1 and var found
        ? found
        : throw new ArgumentException(FormattableString.Invariant($"The share of steps that take the model's own prediction is from 0 to 1, found {share(step)} after {step} steps."));

    internal static void Check<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Truncation.Check(model);
        (ModelInput input, SignalShape output) = (model.Inputs[0], model.Wiring.ShapeOf(model.Wiring.OutputSources[0]));
        if (model.Inputs.Count > 1 || model.Outputs.Count > 1 || !input.Shape.HasSteps || !output.HasSteps || (!input.Shape.IsIds && input.Shape.Features != output.Features))
            throw new ArgumentException($"Scheduled sampling feeds what a step gives to the next step, so it takes a model of one input and one output of steps and of the same size; this one takes {string.Join(", ", model.Inputs)} and gives {output}.");
    }

    /// <summary>The piece with some of its inputs replaced.</summary>
    /// <param name="carried">What the piece begins with; left as it is.</param>
    internal Piece<T> Mix<T>(Model<T> model, Piece<T> piece, CarriedStates carried, RandomStream random, long step) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double now = ShareAt(step);
        if (now == 0) return piece;
        (string name, Signal<T> input) = piece.Inputs.First();
        int sequences = input.Size[0], steps = input.Size[1], width = input.Ids is null ? input.Size[2] : 1;
        var own = new bool[sequences * steps];
        random.Bernoulli(own, now);
        Tensor<int>? ids = input.Ids is null ? null : Tensor.From(input.Ids.Values, input.Ids.Shape);
        Tensor<T>? numbers = input.Numbers is null ? null : Tensor.From(input.Numbers.Values, input.Numbers.Shape);
        Signal<T> mixed = ids is not null ? new(ids, input.Lengths) : new(numbers!, input.Lengths, input.Mask);
        using IDisposable scope = NoGradient.Scope();
        CarriedStates states = piece.GoesOn ? carried.Copy() : new();
        for (int t = 0; t + 1 < steps; t++)
        {
            var one = new Dictionary<string, Signal<T>>(StringComparer.Ordinal) { [name] = Piece<T>.Cut(mixed, t, t + 1) };
            Tensor<T> said = model.Forward(one, new Pass { Carried = states }).Values.First().Numbers!;
            for (int n = 0; n < sequences; n++)
            {
                int next = n * steps + t + 1;
                if (!own[next]) continue;
                ReadOnlySpan<T> row = said.Values.Slice(n * said.Shape[2], said.Shape[2]);
                if (ids is not null) ids.Span[next] = Draws ? Drawn(row, random) : Likeliest(row);
                else row.CopyTo(numbers!.Span.Slice(next * width, width));
            }
        }
        return piece with { Inputs = new Dictionary<string, Signal<T>>(StringComparer.Ordinal) { [name] = mixed } };
    }

    private static int Likeliest<T>(ReadOnlySpan<T> scores) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }

    private static int Drawn<T>(ReadOnlySpan<T> scores, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shares = new T[scores.Length];
        Softmax.Forward(scores, scores.Length, shares);
        double left = random.NextDouble();
        for (int i = 0; i < shares.Length; i++)
            if ((left -= double.CreateChecked(shares[i])) < 0) return i;
        return shares.Length - 1;
    }
}
