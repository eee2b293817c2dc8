using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>A layer of a stack: one cell each way it runs. To autograd a whole sequence is one operation.</summary>
public sealed unsafe partial class RecurrentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DirectedCell<T>[] _cells;

    internal RecurrentLayer(LayerSpec spec, int inputs)
    {
        if (inputs < 1) throw new ArgumentException($"A recurrent layer needs at least 1 input, found {inputs}.");
        (Spec, Inputs) = (spec, inputs);
        if (spec.Direction != Direction.Reverse) Forward = new(spec, inputs, reverse: false);
        if (spec.Direction != Direction.Forward) Backward = new(spec.Back ?? spec, inputs, reverse: true);
        _cells = [.. new[] { Forward, Backward }.OfType<DirectedCell<T>>()];
        Merged = spec.Merge == DirectionMerge.Concatenate ? _cells.Sum(cell => cell.Outputs) : _cells[0].Outputs;
        Connection = new(spec.Connection, inputs, Merged);
    }

    public LayerSpec Spec { get; }
    public int Inputs { get; }

    /// <summary>Features of the output: those of each direction, merged, and what goes past the layer.</summary>
    public int Features => Connection.Features;

    /// <summary>Features of the merged outputs of the directions.</summary>
    private int Merged { get; }

    internal LayerConnection<T> Connection { get; }

    /// <summary>Of the products of one step of one sequence.</summary>
    public long MultiplyAdds => _cells.Sum(cell => cell.MultiplyAdds) + Connection.MultiplyAdds;

    /// <summary>The cell that visits the steps in the order of time; null in a reversed layer.</summary>
    public DirectedCell<T>? Forward { get; }

    /// <summary>The cell that visits the steps from the end; null in a forward layer.</summary>
    public DirectedCell<T>? Backward { get; }

    internal IReadOnlyList<DirectedCell<T>> Cells => _cells;

    internal (Tensor<T> Output, Tensor<T>[][] Final) Run(Tensor<T> x, Layout layout, int[]? lengths, Tensor<T>?[][] initial, List<DirectionTrace<T>>? traces, Pass pass, Tensor<T>? into, StepMarks<T>? marks = null)
    {
        Border input = Border.Of(x.Shape, layout, "The input");
        Shape shape = Border.ShapeOf(layout, input.Sequences, input.Steps, _cells.Sum(cell => cell.Outputs));
        if (into is not null) CheckOutput(into, shape);
        Tensor<T> y = into ?? (lengths is null ? Tensor<T>.Uninitialized(shape) : new Tensor<T>(shape));
        // Steps that are not there are zero.
        if (into is not null && lengths is not null) y.Span.Clear();
        Border output = Border.Of(shape, layout, "The output");
        Tensor<T>[][] final = [.. _cells.Select(cell => Enumerable.Range(0, cell.States).Select(state => new Tensor<T>(new Shape(input.Sequences, cell.SizeOf(state)))).ToArray())];

        // The places of the inputs that may want gradients: x, then for each direction its given states and its parameters.
        List<Tensor<T>> inputs = [x];
        foreach ((DirectedCell<T> cell, Tensor<T>?[] given) in _cells.Zip(initial))
            inputs.AddRange([.. given.OfType<Tensor<T>>(), .. cell.Parameters.All.Select(parameter => parameter.Value)]);
        bool recorded = Operation.IsRecorded<T>([.. inputs]), keep = recorded || traces is not null;

        if (into is not null && recorded)
        {
            if (into.RequiresGradient || inputs.Contains(into)) throw new ArgumentException("The tensor given for the output is an input of this run or a leaf that takes gradients; give one that holds nothing else.");
            // Whatever it came from before: a Backward through that would find it changed.
            into.Origin = null;
        }

        DirectionMasks<T>?[] masks = [.. _cells.Select(cell => MaskDraw.Of(cell, input.Sequences, input.Steps, lengths, pass))];
        if (pass.MemoryBudget is not null && (marks is not null || _cells.Any(cell => cell.Spec.Decay is not null)))
            throw new NotSupportedException("A backward pass within a budget of memory (MemoryBudget) cuts the steps into segments, and resets and the time between steps are not cut with them. Leave the budget out, or Resets and Decay.");
        if (recorded && traces is null && pass.MemoryBudget is long budget && PlanSegments(budget, input, lengths, masks) is { } plan)
        {
            var segmented = new Segmented(plan, input, output, lengths, masks, pass.Watch);
            fixed (T* px = x.Values, py = into is null ? y.Array : y.Span) segmented = ForwardInSegments(segmented, px, py, initial, final, pass.Cancellation);
            Operation.Apply<T>(Spec.Cell.Spec.Name, [.. inputs], [y, .. final.SelectMany(states => states)], gradients => Derive(gradients, [], input, output, initial, inputs, pass.Watch, lengths, segmented));
            return (y, final);
        }
        DirectedRun<T>[] runs = [.. _cells.Zip(masks, (cell, drawn) => new DirectedRun<T>(cell, input, lengths, keep, Math.Max(1, Compute.Threads / _cells.Length), drawn, marks: marks))];
        fixed (T* px = x.Values, py = into is null ? y.Array : y.Span)
            Crew.Run(runs.Sum(run => run.Groups.Count), new ForwardWork(runs, px, py, output, initial, final, pass.Cancellation));
        traces?.AddRange(runs.Select(run => run.Trace()));
        if (recorded)
            Operation.Apply<T>(Spec.Cell.Spec.Name, [.. inputs], [y, .. final.SelectMany(states => states)], gradients => Derive(gradients, runs, input, output, initial, inputs, pass.Watch, lengths));
        else if (keep)
            foreach (DirectedRun<T> run in runs) run.Return();
        return (y, final);
    }

    /// <summary>Whether a tensor that somebody gives for the output has its shape.</summary>
    internal static void CheckOutput(Tensor<T> into, Shape shape)
    {
        if (!into.Shape.Equals(shape)) throw new ArgumentException($"The output has shape {shape}; the tensor given for it has {into.Shape}.");
    }

    private void Derive(Gradients<T> gradients, DirectedRun<T>[] runs, Border input, Border output, Tensor<T>?[][] initial, List<Tensor<T>> inputs, GradientWatch? watch, int[]? lengths, Segmented? segmented = null)
    {
        int result = 1, place = 1;
        var final = new Tensor<T>?[_cells.Length][];
        var dInitial = new Tensor<T>?[_cells.Length][];
        var dx = new T[_cells.Length][];
        for (int d = 0; d < _cells.Length; d++)
        {
            final[d] = [.. initial[d].Select((_, state) => Reached(gradients, result++, input.Sequences, _cells[d].SizeOf(state)))];
            dInitial[d] = [.. initial[d].Select(given => given is null ? null : new Tensor<T>(given.Shape))];
            dx[d] = gradients.Wants(0) ? Arrays<T>.Take(inputs[0].Shape.Count) : [];
        }
        Tensor<T>?[] hidden = [.. _cells.Select(cell => watch is null ? null : new Tensor<T>(new Shape(input.Sequences, input.Steps, cell.Outputs)))];
        fixed (T* dy = gradients.OfResult(0), x = inputs[0].Values)
        {
            if (segmented is null) Crew.Run(runs.Sum(run => run.Groups.Count), new BackwardWork(runs, dy, output, final, dx, dInitial, hidden));
            for (int d = 0; d < _cells.Length; d++)
            {
                int behindStates = place + dInitial[d].Count(given => given is not null);
                // Of each parameter that learns, in the order of the inputs.
                Dictionary<Parameter<T>, T[]> sums = [];
                RecurrentParameters<T> parameters = _cells[d].Parameters;
                foreach ((int i, Parameter<T> parameter) in parameters.All.Index())
                    if (gradients.Wants(behindStates + i)) sums.Add(parameter, Arrays<T>.Take(parameter.Shape.Count));
                if (segmented is null) watch?.Held(runs[d].Bytes);
                if (segmented is null) runs[d].AccumulateParameters(parameters, sums);
                else BackwardInSegments(segmented, d, x, dy, final[d], dx[d], dInitial[d], hidden[d], sums);
                watch?.Add(this, _cells[d].Reverse, hidden[d]!, lengths);
                gradients.Give(0, dx[d]);
                foreach (Tensor<T> gradient in dInitial[d].OfType<Tensor<T>>()) gradients.Give(place++, gradient.Array);
                foreach (Parameter<T> parameter in parameters.All)
                {
                    if (sums.TryGetValue(parameter, out T[]? sum)) gradients.Give(place, sum);
                    place++;
                }
            }
        }
    }

    private static Tensor<T>? Reached(Gradients<T> gradients, int result, int sequences, int hidden) =>
        gradients.Reaches(result) ? Tensor.From(gradients.OfResult(result), new Shape(sequences, hidden)) : null;

    /// <summary>Part p is a group of a direction: all groups of all directions may run at the same time.</summary>
    private static (int Direction, DirectedRun<T>.Group Group) Part(DirectedRun<T>[] runs, int part)
    {
        int direction = 0;
        while (part >= runs[direction].Groups.Count) part -= runs[direction++].Groups.Count;
        return (direction, runs[direction].Groups[part]);
    }

    /// <summary>Where a direction's features begin in a tensor of both.</summary>
    private static T* Side(DirectedRun<T>[] runs, T* y, Border output, int direction, out Border side)
    {
        side = output with { Features = runs[direction].Outputs };
        return y + (direction == 0 ? 0 : runs[0].Outputs) * output.FeatureStride;
    }

    private sealed class ForwardWork(DirectedRun<T>[] runs, T* x, T* y, Border output, Tensor<T>?[][] initial, Tensor<T>[][] final, CancellationToken cancellation) : IParallelWork
    {
        public void Run(int part)
        {
            (int d, DirectedRun<T>.Group group) = Part(runs, part);
            group.Forward(x, initial[d], new Writer(Side(runs, y, output, d, out Border side), side, group.Rows, runs[d].Width), final[d], cancellation);
        }
    }

    private sealed class BackwardWork(DirectedRun<T>[] runs, T* dy, Border output, Tensor<T>?[][] final, T[][] dx, Tensor<T>?[][] dInitial, Tensor<T>?[] hidden) : IParallelWork
    {
        public void Run(int part)
        {
            (int d, DirectedRun<T>.Group group) = Part(runs, part);
            fixed (T* target = dx[d])
                group.Backward(new Reader(Side(runs, dy, output, d, out Border side), side, group.Rows), final[d], target, dInitial[d], hidden[d]);
        }
    }

    internal sealed class Writer(T* y, Border output, int[] sequences, int width) : StepOutput<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Write(int step, int rows, T* values)
        {
            output.Write(y, sequences.AsSpan(0, rows), step, values, width);
        }
    }

    private sealed class Reader(T* dy, Border output, int[] sequences) : StepCotangent<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Read(int step, int rows, T* target, int width, UnitBlocks units)
        {
            int first = units.First * CellWeights<T>.Block, count = Math.Min(units.End * CellWeights<T>.Block, output.Features) - first;
            (output with { Features = count }).Read(dy + first * output.FeatureStride, sequences.AsSpan(0, rows), step, target + first, width);
        }
    }
}
