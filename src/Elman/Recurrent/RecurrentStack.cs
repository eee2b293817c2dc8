using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>Recurrent layers one above the other; each may have another cell, size and direction.</summary>
public sealed partial class RecurrentStack<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "recurrent";

    private readonly RecurrentLayer<T>[] _layers;

    /// <param name="inputs">Features of one step.</param>
    /// <param name="layers">From the input up.</param>
    public RecurrentStack(int inputs, params IReadOnlyList<LayerSpec> layers)
    {
        if (layers.Count == 0) throw new ArgumentException("A recurrent stack needs at least one layer.");
        _layers = new RecurrentLayer<T>[layers.Count];
        int features = Inputs = inputs;
        for (int i = 0; i < layers.Count; i++)
        {
            layers[i].Check(i);
            _layers[i] = new RecurrentLayer<T>(layers[i], features);
            features = _layers[i].Features;
            StackDropout.Check(layers[i].Dropout, i, layers.Count);
        }
        Features = features;
        Parameters = [.. ParametersByName()];
    }

    /// <summary>Features of one step of the input.</summary>
    public int Inputs { get; }

    /// <summary>Features of one step of the output.</summary>
    public int Features { get; }

    public IReadOnlyList<RecurrentLayer<T>> Layers => _layers;

    /// <summary>Named <c>0.forward.input_weight</c>, <c>0.backward.input_weight</c>, … layer by layer, forward before backward.</summary>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(Kind, StackDescription.Write(Inputs, [.. _layers.Select(layer => layer.Spec)]));

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        int[] states = [.. StateSizes];
        if (inputs is not [{ IsIds: false, HasSteps: true } input, .. var initial] || input.Features != Inputs || (initial.Length > 0 && initial.Length != states.Length))
            throw new ArgumentException($"A recurrent layer takes one input of shape (N, T, {Inputs}), and may take its {states.Length} initial states after it; found {string.Join(" and ", inputs.ToArray())}.");
        for (int i = 0; i < initial.Length; i++)
            if (initial[i] != new SignalShape(states[i], HasSteps: false)) throw new ArgumentException($"Initial state {i} of the recurrent layer has the shape (N, {states[i]}), found {initial[i]}.");
        Expect.NoMask(this, input.HasMask);
        return new(new SignalShape(Features, HasSteps: true), _layers.Sum(layer => layer.MultiplyAdds));
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> x = inputs[0];
        Expect.NoMask(this, x.Mask is not null);
        RecurrentResult<T> result = Run(inputs, pass);
        return new(result.Output, x.Lengths);
    }

    /// <summary>As a node of a model, with everything that it gives.</summary>
    internal RecurrentResult<T> Run(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        StackState<T>? initial = pass.Carried?.Of<StackState<T>>(this) ?? InitialOf(inputs);
        RecurrentResult<T> result = Run(inputs[0].Numbers!, Layout.BatchFirst, inputs[0].Lengths, initial, null, pass);
        pass.Carried?.Keep(this, result.State.Detached());
        return result;
    }

    /// <summary>From given states on, or zero.</summary>
    internal RecurrentResult<T> Run(Signal<T> x, StackState<T>? initial, Pass pass) => Run(x.Numbers!, Layout.BatchFirst, x.Lengths, initial, null, pass);

    /// <summary>Runs whole sequences.</summary>
    /// <param name="x">In the given layout, <see cref="Inputs"/> features.</param>
    /// <param name="lengths">The steps each sequence has, 0 to T, in any order; null for all of T.</param>
    /// <param name="initial">States before the first step visited; zeros where null.</param>
    /// <param name="into">
    /// Takes the output in place of new memory, and is <see cref="RecurrentResult{T}.Output"/> then; fresh memory of many kilobytes can cost more than computing
    /// what goes into it. Where gradients are wanted, it may be given again after their Backward.
    /// </param>
    public RecurrentResult<T> Run(Tensor<T> x, Layout layout = Layout.BatchFirst, int[]? lengths = null, StackState<T>? initial = null, CancellationToken cancellation = default, Tensor<T>? into = null) =>
        Run(x, layout, lengths, initial, null, new Pass { Cancellation = cancellation }, into);

    /// <summary>The same, with every pre-activation, gate and state of every step by name.</summary>
    public RecurrentTrace<T> Trace(Tensor<T> x, Layout layout = Layout.BatchFirst, int[]? lengths = null, StackState<T>? initial = null, CancellationToken cancellation = default)
    {
        var layers = new List<LayerTrace<T>>();
        return new(layers, Run(x, layout, lengths, initial, layers, new Pass { Cancellation = cancellation }));
    }

    /// <summary>Runs whole sequences with what comes with them, such as where episodes begin and the time between steps.</summary>
    public RecurrentResult<T> Run(Tensor<T> x, SequenceRun<T> with) =>
        Run(x, with.Layout, with.Lengths, with.Initial, null, new Pass { Cancellation = with.Cancellation }, null, MarksOf(x, with));

    /// <summary>The same, with every pre-activation, gate and state of every step by name.</summary>
    public RecurrentTrace<T> Trace(Tensor<T> x, SequenceRun<T> with)
    {
        var layers = new List<LayerTrace<T>>();
        return new(layers, Run(x, with.Layout, with.Lengths, with.Initial, layers, new Pass { Cancellation = with.Cancellation }, null, MarksOf(x, with)));
    }

    private StepMarks<T>? MarksOf(Tensor<T> x, SequenceRun<T> with)
    {
        if (with.Elapsed is not null && !_layers.Any(layer => layer.Cells.Any(cell => cell.Spec.Decay is not null)))
            throw new ArgumentException("The time between steps is given (Elapsed), and no layer of this stack has states that decay. Give a layer a Decay, or leave Elapsed out.");
        if (with.Resets is not null && _layers.Any(layer => layer.Cells.Any(cell => cell.Spec.LearnsState)))
            throw new NotSupportedException("Resets set states to zero, and a layer of this stack learns the states that it begins with (LearnsState). Cut the sequences at the episodes, or leave LearnsState out.");
        return with.Marks(Border.Of(x.Shape, with.Layout, "The input"));
    }

    /// <summary>The states among the inputs of a node, behind the sequences: layer by layer, forward before backward, as the cell lists them. Null where there are none.</summary>
    internal StackState<T>? InitialOf(ReadOnlySpan<Signal<T>> inputs)
    {
        if (inputs.Length < 2) return null;
        var given = new Queue<Tensor<T>>();
        foreach (Signal<T> state in inputs[1..]) given.Enqueue(state.Numbers!);
        return new([.. _layers.Select(layer => new LayerState<T>(Next(layer.Forward), Next(layer.Backward)))]);

        DirectionState<T>? Next(DirectedCell<T>? cell) =>
            cell is null ? null : new(cell.Cell.Spec.States, [.. cell.Cell.Spec.States.Select(_ => given.Dequeue())]);
    }

    /// <summary>h of the top layer, which runs forwards.</summary>
    internal static Tensor<T> TopOf(StackState<T> state) => state[^1].Forward.Values[0];

    private IEnumerable<int> StateSizes => _layers.SelectMany(layer => layer.Cells).SelectMany(cell => Enumerable.Range(0, cell.States).Select(cell.SizeOf));

    private RecurrentResult<T> Run(Tensor<T> x, Layout layout, int[]? lengths, StackState<T>? initial, List<LayerTrace<T>>? traces, Pass pass, Tensor<T>? into = null, StepMarks<T>? marks = null)
    {
        Border border = Border.Of(x.Shape, layout, "The input");
        Check(border, lengths, initial);
        var states = new LayerState<T>[_layers.Length];
        bool turns = layout != Layout.BatchFirst && _layers.Any(layer => layer.IsFramed);
        if (turns) return TurnedBack(Run(Turned(x, layout), Layout.BatchFirst, lengths, initial, traces, pass, null, marks), layout, into);
        if (marks is null && RunsAsPipeline(x, border, initial, traces is not null, pass)) return Pipeline(x, layout, border, lengths, initial, pass, into);
        Tensor<T> y = x, last = x;
        Tensor<T>? between = null;
        for (int i = 0; i < _layers.Length; i++)
        {
            RecurrentLayer<T> layer = _layers[i];
            Tensor<T>?[][] given = [.. layer.Cells.Select(cell => initial?[i].Of(cell.Reverse)?.Values.ToArray() ?? cell.Start(border.Sequences))];
            List<DirectionTrace<T>>? trace = traces is null ? null : [];
            Tensor<T> below = y;
            if (layer.IsFramed) y = MaskDraw.Apply(y, layer.Spec.InputDropout, lengths, pass);
            Tensor<T>? target = layer.IsFramed ? null : i == _layers.Length - 1 ? into : Between(layout, border, layer);
            (y, Tensor<T>[][] final) = layer.Run(y, layout, lengths, given, trace, pass, target, marks);
            if (layer.Spec.Padding == PaddingRule.Compute && lengths is not null) y = layer.Continued(layer.IsFramed ? MaskDraw.Apply(below, layer.Spec.InputDropout, null, pass) : below, y, lengths, final, pass, marks);
            // A layer has its own copy of what it reads, so nobody reads that again, unless it is computed again.
            if (between is not null && !layer.IsFramed && pass.MemoryBudget is null) Arrays<T>.Return(between.Array);
            traces?.Add(new(layer.Forward is null ? null : trace![0], layer.Backward is null ? null : trace![^1]));
            DirectionState<T>[] named = [.. final.Select((values, d) => new DirectionState<T>(layer.Cells[d].Cell.Spec.States, values))];
            states[i] = new(layer.Forward is null ? null : named[0], layer.Backward is null ? null : named[^1]);
            last = layer.IsFramed ? layer.Frame(below, ref y, named, lengths, pass) : Last(named);
            between = null;
            if (i + 1 == _layers.Length) break;
            y = StackDropout.Apply(y, layer.Spec.Dropout, lengths, pass);
            if (ReferenceEquals(y, target)) between = target;
        }
        if (into is not null && !ReferenceEquals(y, into)) y = Copied(y, into);
        return new(y, last, new StackState<T>(states));
    }

    /// <summary>For what only the next layer reads.</summary>
    private static Tensor<T> Between(Layout layout, Border border, RecurrentLayer<T> layer)
    {
        Shape shape = Border.ShapeOf(layout, border.Sequences, border.Steps, layer.Features);
        return new(shape, Arrays<T>.Take(shape.Count, zero: false));
    }

    private static Tensor<T> Last(DirectionState<T>[] states) =>
        states.Length == 1 ? states[0].Values[0] : Ops.Concatenate<T>([states[0].Values[0], states[1].Values[0]], axis: 1);

    public override LayerStream<T> OpenStream()
    {
        int backward = Array.FindIndex(_layers, layer => layer.Backward is not null);
        if (backward >= 0)
            throw new NotSupportedException($"Layer {backward} of the stack visits the steps from the end, so it needs the whole sequence and cannot run as a stream. Use Predict on whole sequences, or OpenLookAhead, which sees a fixed number of steps ahead and gives outputs that much later.");
        int decaying = Array.FindIndex(_layers, layer => layer.Forward!.Spec.Decay is not null);
        if (decaying >= 0)
            throw new NotSupportedException($"Layer {decaying} of the stack has states that decay with the time between steps, and a step of a stream comes without a time. Use Run on whole sequences, with Elapsed.");
        return new RecurrentStream<T>(this);
    }

    public override string ToString() => $"Recurrent({Inputs} → {Features})";

    private void Check(Border border, int[]? lengths, StackState<T>? initial)
    {
        if (border.Features != Inputs)
            throw new ArgumentException($"The input has {border.Features} features a step; this stack takes {Inputs}.");
        if (border.Sequences == 0) throw new ArgumentException("The input has no sequence (N = 0); give at least one.");
        if (border.Steps == 0) throw new ArgumentException("The input has no step (T = 0); give at least one step, or a length of 0 for a sequence that is empty.");
        if (lengths is not null)
        {
            if (lengths.Length != border.Sequences)
                throw new ArgumentException($"There are {lengths.Length} lengths for {border.Sequences} sequences.");
            int wrong = Array.FindIndex(lengths, length => length < 0 || length > border.Steps);
            if (wrong >= 0)
                throw new ArgumentException($"Length {lengths[wrong]} of sequence {wrong} is outside 0 to {border.Steps}, the steps of the input.");
        }
        if (initial is null) return;
        if (initial.Count != _layers.Length)
            throw new ArgumentException($"The initial state has {initial.Count} layers; this stack has {_layers.Length}.");
        for (int i = 0; i < _layers.Length; i++)
            foreach (DirectedCell<T> cell in _layers[i].Cells)
                CheckState(initial[i].Of(cell.Reverse), cell, i, border.Sequences);
    }

    private static void CheckState(DirectionState<T>? state, DirectedCell<T> cell, int layer, int sequences)
    {
        string where = $"The initial state of layer {layer}, {(cell.Reverse ? "backward" : "forward")},";
        if (state is null) throw new ArgumentException($"{where} is missing.");
        if (state.Values.Count != cell.States)
            throw new ArgumentException($"{where} has {state.Values.Count} tensors; the cell '{cell.Cell}' has the states {string.Join(", ", cell.Cell.Spec.States)}.");
        if (!state.Names.SequenceEqual(cell.Cell.Spec.States))
            throw new ArgumentException($"{where} has {string.Join(", ", state.Names)}; the cell '{cell.Cell}' takes {string.Join(", ", cell.Cell.Spec.States)}, in this order.");
        foreach ((int number, Tensor<T> value) in state.Values.Index())
            if (new Shape(sequences, cell.SizeOf(number)) is var expected && !value.Shape.Equals(expected))
                throw new ArgumentException($"{where} has '{state.Names[number]}' of shape {value.Shape}, expected {expected}.");
    }

    private IEnumerable<Parameter<T>> ParametersByName()
    {
        for (int i = 0; i < _layers.Length; i++)
            foreach (DirectedCell<T> cell in _layers[i].Cells)
                foreach (Parameter<T> parameter in cell.Parameters.All)
                    yield return new Parameter<T>($"{i}.{(cell.Reverse ? "backward" : "forward")}.{parameter.Name}", parameter.Value);
        for (int i = 0; i < _layers.Length; i++)
            foreach (Parameter<T> parameter in _layers[i].Connection.Parameters) yield return new Parameter<T>($"{i}.{parameter.Name}", parameter.Value);
    }
}
