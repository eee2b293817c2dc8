using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

public sealed partial class Model<T>
{
    /// <summary>Runs whole sequences (N, T, F), or one (T, F), whose result has no axis N either; examples (N, F) where the model has no steps.</summary>
    public Prediction<T> Predict(Tensor<T> x, PredictOptions? options = null) => Predict(Single(x), options);

    /// <summary>Runs sequences of ids (N, T), or one (T).</summary>
    public Prediction<T> Predict(Tensor<int> ids, PredictOptions? options = null) => Predict(Single(ids), options);

    /// <summary>Runs a model of several inputs, by name; each may have lengths of its own.</summary>
    public Prediction<T> Predict(IReadOnlyDictionary<string, Signal<T>> inputs, PredictOptions? options = null)
    {
        options ??= new();
        CheckedInputs<T> given = InputCheck.Check(_wiring.Inputs, inputs, options.Lengths);
        CheckIds(given);
        using (NoGradient.Scope()) return Batches.Run(_wiring, given, options);
    }

    /// <summary>Runs sequences (T, F) of unequal length; one result each, cut to its length, with the bits it would have alone.</summary>
    public IReadOnlyList<Prediction<T>> Predict(IReadOnlyList<Tensor<T>> sequences, PredictOptions? options = null) => Predict([.. sequences.Select(sequence => new Signal<T>(sequence))], options);

    /// <summary>Runs sequences of ids (T) of unequal length; one result each, cut to its length.</summary>
    public IReadOnlyList<Prediction<T>> Predict(IReadOnlyList<Tensor<int>> sequences, PredictOptions? options = null) => Predict([.. sequences.Select(ids => new Signal<T>(ids))], options);

    private Prediction<T>[] Predict(Signal<T>[] sequences, PredictOptions? options)
    {
        options ??= new();
        if (options.Lengths is not null) throw new ArgumentException("A list of sequences has its lengths already; give lengths with a padded batch only.");
        if (Inputs.Count == 1 && !Inputs[0].Shape.HasSteps)
            throw new InvalidOperationException($"Input '{Inputs[0]}' has no steps, so there are no sequences of unequal length; give one batch.");
        var given = new Signal<T>[sequences.Length];
        for (int i = 0; i < sequences.Length; i++)
        {
            try
            {
                CheckedInputs<T> one = InputCheck.Check(_wiring.Inputs, Single(sequences[i]), null);
                if (!one.Unbatched) throw new ArgumentException($"Input '{Inputs[0].Name}' has shape {InputCheck.ShapeOf(sequences[i])} with an axis N; in a list each sequence stands alone, without it.");
                CheckIds(one);
                given[i] = one.Signals[0];
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Sequence {i} of the list: {error.Message}", error);
            }
        }
        using (NoGradient.Scope()) return Batches.RunEach(_wiring, given, options);
    }

    private Dictionary<string, Signal<T>> Single(Signal<T> value) => Inputs.Count == 1
        ? new() { [Inputs[0].Name] = value }
        : throw new ArgumentException($"The model takes {Inputs.Count} inputs: {string.Join(", ", Inputs)}. Give them by name.");

    /// <summary>Refuses ids that a node cannot look up, before anything is computed.</summary>
    private void CheckIds(CheckedInputs<T> given)
    {
        for (int i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Layer is not Embedding<T> embedding || given.Signals.ElementAtOrDefault(_wiring.NodeSources[i][0].Place) is not { Ids: { } ids } signal) continue;
            int steps = ids.Shape.Rank == 2 ? ids.Shape[1] : 1;
            for (int place = 0; place < ids.Shape.Count; place++)
            {
                int id = ids.Values[place], sequence = place / steps, step = place % steps;
                if ((uint)id < (uint)embedding.Count || step >= (signal.Lengths?[sequence] ?? steps)) continue;
                throw new ArgumentException($"Node '{Nodes[i].Name}' has ids 0 to {embedding.Count - 1}; input '{Nodes[i].Inputs[0]}' has {id} at sequence {sequence}, step {step}.");
            }
        }
    }
}
