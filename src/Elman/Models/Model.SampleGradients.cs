using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

public sealed partial class Model<T>
{
    /// <summary>
    /// The gradients of each sequence of a batch by itself, as values: with the bits of the sequence alone, whatever its batch. They cost a forward and a backward pass each.
    /// Nothing is added to the model's own gradients.
    /// </summary>
    /// <param name="inputs">A batch, with lengths where there are any.</param>
    /// <param name="loss">From the outputs of one sequence (N = 1, cut to its length) and its number in the batch to a single number.</param>
    /// <param name="pass">Inference where null. A pass that trains draws for one sequence after the other.</param>
    public IReadOnlyList<SampleGradients<T>> GradientsPerSample(IReadOnlyDictionary<string, Signal<T>> inputs, Func<IReadOnlyDictionary<string, Signal<T>>, int, Tensor<T>> loss, Pass? pass = null)
    {
        CheckedInputs<T> given = InputCheck.Check(_wiring.Inputs, inputs, null);
        if (given.Unbatched) throw new ArgumentException($"{nameof(GradientsPerSample)} takes a batch; input '{Inputs[0].Name}' has no axis of sequences (N). Add it.");
        Parameter<T>[] trained = [.. Parameters.Where(parameter => parameter.IsTrained)];
        var samples = new SampleGradients<T>[given.Sequences];
        for (int i = 0; i < samples.Length; i++)
        {
            Tensor<T> number = loss(Forward(Inputs.Zip(given.Signals).ToDictionary(pair => pair.First.Name, pair => Alone(pair.First, pair.Second, i), StringComparer.Ordinal), pass ?? Pass.Inference), i);
            T value = number.Values[0];
            IReadOnlyList<Tensor<T>> gradients = number.GradientsOf([.. trained.Select(parameter => parameter.Value)]);
            samples[i] = new(value, trained.Zip(gradients).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal));
        }
        return samples;
    }

    /// <summary>The same for a model of one input and one output.</summary>
    public IReadOnlyList<SampleGradients<T>> GradientsPerSample(Signal<T> input, Func<Signal<T>, int, Tensor<T>> loss, Pass? pass = null) => Outputs.Count == 1
        ? GradientsPerSample(Single(input), (outputs, i) => loss(outputs[Outputs[0].Name], i), pass)
        : throw new InvalidOperationException($"The model has {Outputs.Count} outputs ({string.Join(", ", Outputs.Select(output => output.Name))}); give the inputs by name.");

    /// <summary>One row of a batch, cut to its length; a sequence without steps keeps one that is not there.</summary>
    private static Signal<T> Alone(ModelInput input, Signal<T> signal, int row)
    {
        int? length = signal.Lengths?[row];
        int[]? lengths = length is int known ? [known] : null;
        Range steps = length is int cut && input.Shape.HasSteps ? ..Math.Max(1, cut) : ..;
        return signal.Ids is { } ids ? new(Rows(ids), lengths) : new(Rows(signal.Numbers!), lengths);

        Tensor<TValue> Rows<TValue>(Tensor<TValue> x) where TValue : unmanaged
        {
            int wide = x.Shape.CountFrom(1), step = x.Shape.Rank > 1 ? x.Shape.CountFrom(2) : 1;
            int there = x.Shape.Rank > 1 && input.Shape.HasSteps ? steps.GetOffsetAndLength(x.Shape[1]).Length : -1;
            return there < 0
                ? new(new Shape([1, .. x.Shape.Dimensions[1..]]), x.Values.Slice(row * wide, wide).ToArray())
                : new(new Shape([1, there, .. x.Shape.Dimensions[2..]]), x.Values.Slice(row * wide, there * step).ToArray());
        }
    }
}
