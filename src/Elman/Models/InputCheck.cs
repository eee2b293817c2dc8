using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>Inputs as a caller gives them, checked and brought into the order and the form (N, …) in which a model takes them.</summary>
/// <param name="Signals">One for each input of the model, in order.</param>
/// <param name="Unbatched">Whether the caller gave one sequence without an axis N, and gets results without one.</param>
/// <param name="Steps">The most steps of any input; 1 where none has steps.</param>
internal sealed record CheckedInputs<T>(Signal<T>[] Signals, int Sequences, int Steps, bool Unbatched) where T : unmanaged;

/// <summary>Refuses inputs that do not fit a model: what was expected, what was found, where, and what to do.</summary>
internal static class InputCheck
{
    public static CheckedInputs<T> Check<T>(ModelInput[] inputs, IReadOnlyDictionary<string, Signal<T>> given, int[]? lengths) where T : unmanaged
    {
        string known = string.Join(", ", inputs.AsEnumerable());
        foreach (string name in given.Keys)
            if (!Array.Exists(inputs, input => input.Name == name)) throw new ArgumentException($"The model has no input '{name}'. It takes: {known}.");
        foreach (ModelInput input in inputs)
            if (!given.ContainsKey(input.Name)) throw new ArgumentException($"Input '{input.Name}' is missing. The model takes: {known}.");
        if (lengths is not null && !Array.Exists(inputs, input => input.Shape.HasSteps))
            throw new ArgumentException($"Lengths were given, but no input has steps. The model takes: {known}.");

        int first = Array.FindIndex(inputs, input => !input.Shape.IsTensor);
        bool unbatched = first >= 0 && IsUnbatched(inputs[first], given[inputs[first].Name]);
        if (unbatched && inputs.Length > 1 && Array.Exists(inputs, input => input.Shape.IsTensor))
            throw new ArgumentException($"Input '{inputs[first].Name}' has shape {ShapeOf(given[inputs[first].Name])} without an axis of sequences. Beside tensors of their own axes it needs one: add it.");
        var signals = new Signal<T>[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            ModelInput input = inputs[i];
            Signal<T> signal = given[input.Name];
            if (input.Shape.IsTensor)
            {
                signals[i] = TensorInput.Checked(input, signal);
                continue;
            }
            if (IsUnbatched(input, signal) != unbatched)
                throw new ArgumentException($"Input '{inputs[first].Name}' has shape {ShapeOf(given[inputs[first].Name])} and input '{input.Name}' {ShapeOf(signal)}: one has an axis of sequences and the other has none. Give it to both or to neither.");
            if (unbatched) signal = Reshape(signal, shape => new Shape([1, .. shape.Dimensions]));
            signals[i] = With(input, signal, lengths);
            int sequences = ShapeOf(signals[i])[0];
            if (sequences == 0) throw new ArgumentException($"Input '{input.Name}' of shape {ShapeOf(signals[i])} has no sequence (N = 0); give at least one.");
            if (sequences != ShapeOf(signals[first])[0])
                throw new ArgumentException($"Input '{inputs[first].Name}' has {ShapeOf(signals[first])[0]} sequences and input '{input.Name}' {sequences}; give as many to each.");
        }
        int steps = inputs.Zip(signals, (input, signal) => input.Shape.HasSteps ? ShapeOf(signal)[1] : 1).Max();
        return new(signals, first < 0 ? 1 : ShapeOf(signals[first])[0], steps, unbatched);
    }

    public static Shape ShapeOf<T>(Signal<T> signal) where T : unmanaged => signal.Numbers?.Shape ?? signal.Ids!.Shape;

    /// <summary>The same numbers or ids in another shape, without a copy.</summary>
    public static Signal<T> Reshape<T>(Signal<T> signal, Func<Shape, Shape> change) where T : unmanaged => signal.Numbers is { } numbers
        ? new(new Tensor<T>(change(numbers.Shape), numbers.Array), signal.Lengths)
        : new(new Tensor<int>(change(signal.Ids!.Shape), signal.Ids.Array), signal.Lengths);

    private static bool IsUnbatched<T>(ModelInput input, Signal<T> signal) where T : unmanaged
    {
        if (signal.Numbers is null != input.Shape.IsIds)
            throw new ArgumentException($"Input '{input.Name}' takes {Taken(input)}; found {(input.Shape.IsIds ? "numbers" : "ids")} of shape {ShapeOf(signal)}.");
        Shape shape = ShapeOf(signal);
        int rank = Rank(input.Shape);
        if (shape.Rank != rank && shape.Rank != rank - 1)
            throw new ArgumentException($"Input '{input.Name}' takes {Taken(input)}; found shape {shape}. {(shape.Rank < rank ? "Add the missing axis" : "Take away an axis")}.");
        if (!input.Shape.IsIds && shape[^1] != input.Shape.Features)
            throw new ArgumentException($"Input '{input.Name}' takes {input.Shape.Features} features: {Taken(input)}; found {shape[^1]} in shape {shape}.");
        return shape.Rank < rank;
    }

    private static Signal<T> With<T>(ModelInput input, Signal<T> signal, int[]? common) where T : unmanaged
    {
        Shape shape = ShapeOf(signal);
        if (signal.Mask is not null) throw new ArgumentException($"Input '{input.Name}' was given with a mask; a mask is made inside a model, by a {nameof(Masking<>)} or an {nameof(Embedding<>)}. Give lengths where the last steps are not there.");
        if (!input.Shape.HasSteps)
            return signal.Lengths is null ? signal : throw new ArgumentException($"Input '{input.Name}' has no steps, so it takes no lengths; found {signal.Lengths.Length}.");
        if (shape[0] > 0 && shape[1] == 0)
            throw new ArgumentException($"Input '{input.Name}' of shape {shape} has no step (T = 0); give at least one, or a length of 0 for a sequence that is empty.");
        if (signal.Lengths is not null && common is not null)
            throw new ArgumentException($"Input '{input.Name}' has lengths of its own, and the options have lengths for all inputs. Give them in one place.");
        if ((signal.Lengths ?? common) is not { } lengths) return signal;
        if (lengths.Length != shape[0]) throw new ArgumentException($"Input '{input.Name}' has {shape[0]} sequences and {lengths.Length} lengths; give one length for each sequence.");
        int wrong = Array.FindIndex(lengths, length => length < 0 || length > shape[1]);
        if (wrong >= 0) throw new ArgumentException($"Input '{input.Name}': length {lengths[wrong]} of sequence {wrong} is outside 0 to {shape[1]}, the steps of the input.");
        return signal.Numbers is { } numbers ? new(numbers, lengths) : new(signal.Ids!, lengths);
    }

    private static int Rank(SignalShape shape) => 1 + (shape.HasSteps ? 1 : 0) + (shape.IsIds ? 0 : 1);

    /// <summary>As in <c>numbers (N, T, 3), or (T, 3) for one sequence</c>.</summary>
    private static string Taken(ModelInput input)
    {
        string batched = input.Shape.ToString(), one = "(" + batched[1..^1].Replace("N, ", "", StringComparison.Ordinal).Replace("N", "", StringComparison.Ordinal) + ")";
        return $"{(input.Shape.IsIds ? "ids" : "numbers")} {batched}, or {one} for one {(input.Shape.HasSteps ? "sequence" : "example")}";
    }
}
