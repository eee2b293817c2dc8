using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>A whole model as a stream: its states are inputs and outputs, and every step runs the graph once on one sequence of one step.</summary>
/// <remarks>Plain operators make new tensors, so such a step allocates. It has the bits of a call with the same states.</remarks>
internal sealed class GraphStream<T> : LayerStream<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Wiring<T> _wiring;
    private readonly int _given, _output;
    private readonly Shape _step;

    /// <summary>The states by number: the input, the output, and the numbers at hand.</summary>
    private readonly (int Input, int Output)[] _places;
    private readonly Tensor<T>[] _states;

    public GraphStream(Wiring<T> wiring, IReadOnlyList<ModelState> states, int output)
    {
        (_wiring, _output) = (wiring, output);
        _places = [.. states.Select(state => (Place(wiring.Inputs, input => input.Name == state.Input, state.Input), Place(wiring.Outputs, result => result.Name == state.Output, state.Output)))];
        int[] others = [.. Enumerable.Range(0, wiring.Inputs.Length).Where(place => !_places.Any(state => state.Input == place))];
        if (others.Length != 1)
            throw new NotSupportedException($"A step takes one input beside the states {string.Join(", ", states.Select(state => state.Input))}; this model has {others.Length}: {string.Join(", ", others.Select(place => wiring.Inputs[place].Name))}. Use Predict, and give the states by hand.");
        _given = others[0];
        Input = wiring.Inputs[_given];
        _step = ShapeOf(Input);
        _states = [.. _places.Select(state => new Tensor<T>(ShapeOf(wiring.Inputs[state.Input])))];
        Parts = [.. states.Zip(_states, (state, numbers) => (state.Input, numbers.Shape.Count))];
        // What a step gives is known when one has been made; it changes no state.
        Signal<T>[] results = Run(Input.Shape.IsIds ? new(new Tensor<int>(_step)) : new(new Tensor<T>(_step)));
        Outputs = Numbers(results[output]).Shape.Count;
        foreach (((int input, int result), Tensor<T> numbers) in _places.Zip(_states))
            if (Numbers(results[result]).Shape.Count != numbers.Shape.Count)
                throw new NotSupportedException($"State '{wiring.Inputs[input].Name}' of shape {numbers.Shape} comes out of a step as {Numbers(results[result]).Shape}, so it cannot be carried. Use Predict.");
    }

    public ModelInput Input { get; }

    /// <summary>Numbers that a step takes; 0 where it takes an id.</summary>
    public int Inputs => Input.Shape.IsIds ? 0 : _step.Count;

    public int Outputs { get; }

    public IReadOnlyList<(string Name, int Size)> Parts { get; }

    public override int StateSize => _states.Sum(state => state.Shape.Count);

    public override void Step(ReadOnlySpan<T> input, Span<T> output) => Step(new Signal<T>(new Tensor<T>(_step, input.ToArray())), output);

    public override void Step(int id, Span<T> output) => Step(new Signal<T>(new Tensor<int>(_step, [id])), output);

    public override void Save(Span<T> state)
    {
        foreach (Tensor<T> numbers in _states)
        {
            numbers.Values.CopyTo(state);
            state = state[numbers.Shape.Count..];
        }
    }

    public override void Restore(ReadOnlySpan<T> state)
    {
        foreach (Tensor<T> numbers in _states)
        {
            state[..numbers.Shape.Count].CopyTo(numbers.Span);
            state = state[numbers.Shape.Count..];
        }
    }

    private void Step(Signal<T> x, Span<T> output)
    {
        Signal<T>[] results = Run(x);
        Numbers(results[_output]).Values.CopyTo(output);
        for (int i = 0; i < _places.Length; i++) Numbers(results[_places[i].Output]).Values.CopyTo(_states[i].Span);
    }

    private Signal<T>[] Run(Signal<T> x)
    {
        var inputs = new Signal<T>[_wiring.Inputs.Length];
        inputs[_given] = x;
        for (int i = 0; i < _places.Length; i++) inputs[_places[i].Input] = _states[i];
        using (NoGradient.Scope()) return Evaluation.Run<T>(_wiring, inputs, Pass.Inference);
    }

    private static Tensor<T> Numbers(Signal<T> signal) => signal.Numbers ?? throw new NotSupportedException("A step gives numbers, and this model gives whole ones. Use Predict.");

    private static int Place<TRow>(TRow[] rows, Predicate<TRow> isIt, string name) =>
        Array.FindIndex(rows, isIt) is >= 0 and var place ? place : throw new NotSupportedException($"The model's state '{name}' is none of its inputs or outputs.");

    /// <summary>One sequence of one step: each axis that has a name has the size 1.</summary>
    private static Shape ShapeOf(ModelInput input)
    {
        SignalShape shape = input.Shape;
        if (!shape.IsTensor) return new((ReadOnlySpan<int>)[1, .. shape.HasSteps ? [1] : Array.Empty<int>(), .. shape.IsIds ? Array.Empty<int>() : [shape.Features]]);
        string[] axes = TensorInput.Axes(shape);
        if (axes.Length > 0 && TensorInput.SizeOf(axes[^1]) is null)
            throw new NotSupportedException($"Input '{input}' does not say how many numbers a step has: its last axis is '{axes[^1]}'. Fix it when the model is loaded: Set '{axes[^1]}' to a size.");
        return new((ReadOnlySpan<int>)[.. axes.Select(axis => TensorInput.SizeOf(axis) ?? 1)]);
    }
}
