using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

public sealed partial class Model<T>
{
    /// <summary>Runs whole sequences as <see cref="Predict(Tensor{T}, PredictOptions?)"/> does, and keeps every pre-activation, gate, state and output of every step.</summary>
    public Trace<T> Trace(Tensor<T> x, TraceOptions? options = null) => Trace(Single(x), options);

    /// <summary>The same for sequences of ids.</summary>
    public Trace<T> Trace(Tensor<int> ids, TraceOptions? options = null) => Trace(Single(ids), options);

    /// <summary>The same for a model of several inputs, by name.</summary>
    public Trace<T> Trace(IReadOnlyDictionary<string, Signal<T>> inputs, TraceOptions? options = null)
    {
        options ??= new();
        var recorder = new TraceRecorder<T>(_wiring.Nodes, options);
        CheckedInputs<T> given = InputCheck.Check(_wiring.Inputs, inputs, options.Lengths);
        CheckIds(given);
        using (NoGradient.Scope())
        {
            NonFinite? wrong = NonFiniteSearch.AmongGiven(_wiring, given);
            Prediction<T> prediction = Batches.Run(_wiring, given, options.Predicting, recorder);
            return new(prediction, recorder.Finish(), wrong);
        }
    }
}
