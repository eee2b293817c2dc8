using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>A mean of the weights of many steps, which often predicts better than the last ones do.</summary>
/// <remarks>Parameters that are kept beside the training (moving means) are not averaged: <c>Swap</c> leaves them as they are.</remarks>
public abstract class WeightAverage<T> : IStateful where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, Tensor<T>> _means = new(StringComparer.Ordinal);

    private protected WeightAverage() { }

    /// <summary>As files know it.</summary>
    public abstract string Name { get; }

    /// <summary>How many times weights were taken in.</summary>
    public long Updates { get; private set; }

    /// <summary>Whether the weights are swapped with their means at the moment.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>Takes in the weights as they are, after a step of the optimiser.</summary>
    public void Update(IReadOnlyList<Parameter<T>> parameters)
    {
        if (IsSwapped) throw new InvalidOperationException($"{Name}: the parameters hold their means, which are not to be averaged again. Call {nameof(Swap)} first.");
        double share = Updates == 0 ? 1 : Share(Updates);
        Updates++;
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter<T> parameter = parameters[i];
            if (!parameter.IsTrained) continue;
            if (_means.TryGetValue(parameter.Name, out Tensor<T>? mean)) Averages.Move(mean.Span, parameter.Value.Values, share);
            else _means.Add(parameter.Name, Tensor.From(parameter.Value.Values, parameter.Shape));
        }
    }

    /// <summary>Exchanges the weights and their means: the model predicts with the means until it is called again. Without an update nothing happens.</summary>
    public void Swap(IReadOnlyList<Parameter<T>> parameters)
    {
        if (Updates == 0) return;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!_means.TryGetValue(parameters[i].Name, out Tensor<T>? mean)) continue;
            Span<T> w = parameters[i].Value.Span, m = mean.Span;
            for (int k = 0; k < w.Length; k++) (w[k], m[k]) = (m[k], w[k]);
        }
        IsSwapped = !IsSwapped;
    }

    public IReadOnlyList<NamedArray> State()
    {
        if (IsSwapped) throw new InvalidOperationException($"{Name}: its state is that of a training under way; call {nameof(Swap)} first, the parameters hold their means.");
        return [SavedNumbers.Number("updates", Updates), .. _means.Select(row => NamedArray.From($"mean/{row.Key}", row.Value))];
    }

    public void Restore(IReadOnlyList<NamedArray> state)
    {
        double updates = SavedNumbers.Find(Name, state, "updates", Shape.Scalar).As<double>().Values[0];
        var means = new Dictionary<string, Tensor<T>>(StringComparer.Ordinal);
        foreach (NamedArray array in state)
        {
            if (array.Name == "updates") continue;
            if (!array.Name.StartsWith("mean/", StringComparison.Ordinal))
                throw new ArgumentException($"{Name}: its state has arrays 'updates' and 'mean/…', found '{array.Name}'. It is the state of something else.");
            means.Add(array.Name["mean/".Length..], array.As<T>());
        }
        _means.Clear();
        foreach ((string name, Tensor<T> mean) in means) _means.Add(name, mean);
        (Updates, IsSwapped) = ((long)updates, false);
    }

    /// <summary>How far the mean moves towards the weights, after so many updates.</summary>
    private protected abstract double Share(long updates);
}

/// <summary>m ← m + (1 − d)·(w − m), m = w at first: weights long past fade. PyTorch's <c>AveragedModel</c> with <c>get_ema_multi_avg_fn(decay)</c>.</summary>
public sealed class ExponentialAverage<T>(double decay = 0.999) : WeightAverage<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _decay = OptimizerChecks.Share("exponential average", "decay", decay);

    public override string Name => "ema";
    private protected override double Share(long updates) => 1 - _decay;
}

/// <summary>m ← m + (w − m)/(n + 1): the plain mean of all weights taken in (stochastic weight averaging, Izmailov et al. 2018). PyTorch's <c>AveragedModel</c> as it is.</summary>
public sealed class StochasticAverage<T> : WeightAverage<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override string Name => "swa";
    private protected override double Share(long updates) => 1.0 / (updates + 1);
}
