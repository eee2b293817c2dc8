using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>
/// A graph that encodes one sequence and writes another, id by id: nodes that do not depend on the target run once, the others are the decoder, which runs on whole targets to be
/// trained, and step by step to find one.
/// </summary>
/// <remarks>
/// A decoder is made of layers that work on each step alone, recurrent layers that run forwards (their initial states may be those of the encoder), and attention over what
/// the encoder gives. Anything else is refused by name. Step by step it has the bits of the whole sequence.
/// </remarks>
public sealed class SequenceModel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DecoderPlan<T> _plan;

    public SequenceModel(Model<T> model, SequenceRoles roles) => (Model, Roles, _plan) = (model, roles, new(model, roles));

    /// <summary>The graph, with all parameters.</summary>
    public Model<T> Model { get; }

    public SequenceRoles Roles { get; }

    /// <summary>Ids that can be written.</summary>
    public int Vocabulary => _plan.Vocabulary;

    /// <summary>Scores of every id of given targets, each with the ids before it (teacher forcing): what training differentiates.</summary>
    /// <param name="source">(N, S, features) or ids (N, S), with lengths where there are any.</param>
    /// <param name="targets">Ids (N, T) as they ought to come out, the end among them; the start is put before.</param>
    /// <param name="lengths">Ids of each target; null for all of T.</param>
    /// <returns>(N, T, V): entry t is the score of the id at t.</returns>
    public Signal<T> Forward(Signal<T> source, Tensor<int> targets, int[]? lengths = null, Pass? pass = null)
    {
        if (targets.Shape.Rank != 2) throw new ArgumentException($"Targets are ids (N, T), found shape {targets.Shape}.");
        (int n, int steps) = (targets.Shape[0], targets.Shape[1]);
        var shifted = new Tensor<int>(targets.Shape);
        for (int i = 0; i < n; i++)
            for (int t = 0; t < steps; t++) shifted.Span[i * steps + t] = t == 0 ? Roles.Start : targets.Values[i * steps + t - 1];
        return Model.Forward(new Dictionary<string, Signal<T>> { [Roles.Source] = source, [Roles.Target] = new(shifted, lengths) }, pass ?? Pass.Inference)[Roles.Scores];
    }

    /// <summary>ln p of each id of given targets, (N, T); zero beyond a target's length.</summary>
    public Tensor<double> LogProbabilities(Signal<T> source, Tensor<int> targets, int[]? lengths = null)
    {
        using IDisposable scope = NoGradient.Scope();
        Tensor<T> scores = Forward(source, targets, lengths).Numbers!;
        (int n, int steps, int v) = (scores.Shape[0], scores.Shape[1], scores.Shape[2]);
        Tensor<T> logs = DecoderPlan<T>.Logarithms(scores.Reshape(n * steps, v), Roles.Kind);
        var found = new Tensor<double>(new Shape(n, steps));
        for (int i = 0; i < n; i++)
            for (int t = 0; t < (lengths?[i] ?? steps); t++)
            {
                int id = targets.Values[i * steps + t];
                if ((uint)id >= (uint)v) throw new ArgumentException($"Target {i} has the id {id} at {t}; the model writes ids 0 to {v - 1}.");
                found.Span[i * steps + t] = double.CreateChecked(logs.Values[(i * steps + t) * v + id]);
            }
        return found;
    }

    /// <summary>The likeliest sequences that a search finds for each source, the best first.</summary>
    /// <remarks>
    /// A hypothesis is given up only for one with a greater sum of log-probabilities of the same length; of equal ones the one with the smaller ids stays, so the result is the same everywhere.
    /// The search ends when no hypothesis in hand can still come before those that are finished, or at the maximum length.
    /// </remarks>
    /// <param name="source">(N, S, features) or ids (N, S), with lengths where there are any.</param>
    /// <returns>For each source at most <see cref="DecodeOptions.Best"/>.</returns>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Decode(Signal<T> source, DecodeOptions options)
    {
        options.Check();
        using IDisposable scope = NoGradient.Scope();
        return new BeamSearch<T>(_plan, Roles, options).Run(source);
    }
}
