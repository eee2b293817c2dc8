using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

// Several layers at the same time.
public sealed partial class RecurrentStack<T>
{
    /// <summary>
    /// Whether the layers run behind each other: of one sequence threads share neither rows nor, below <see cref="Sharing.StepWorthSharing"/>, the units of a step. All layers visit the
    /// steps in one order, nothing stands between them, and nobody asks for gradients or a trace.
    /// </summary>
    private bool RunsAsPipeline(Tensor<T> x, Border border, StackState<T>? initial, bool isTraced, Pass pass)
    {
        if (_layers.Length < 2 || Compute.Threads < 2 || border.Sequences != 1 || border.Steps < 2 * Sharing.StepsHandedOver || isTraced || pass.Training) return false;
        bool isReverse = _layers[0].Backward is not null;
        if (!Array.TrueForAll(_layers, layer => !layer.IsFramed && layer.Cells.Count == 1 && layer.Cells[0].Reverse == isReverse)) return false;
        if (_layers.Max(layer => (long)layer.Cells[0].Cell.Shape.Products * layer.Cells[0].Hidden * layer.Cells[0].Outputs) >= Sharing.StepWorthSharing) return false;
        if (_layers.Sum(layer => layer.MultiplyAdds) * border.Steps < Sharing.LayersWorthSharing) return false;
        Tensor<T>[] given = initial is null ? [] : [.. Enumerable.Range(0, _layers.Length).SelectMany(i => initial[i].Of(isReverse)!.Values)];
        return !Operation.IsRecorded<T>([x, .. given, .. Parameters.Select(parameter => parameter.Value)]);
    }

    private RecurrentResult<T> Pipeline(Tensor<T> x, Layout layout, Border border, int[]? lengths, StackState<T>? initial, Pass pass, Tensor<T>? into)
    {
        Shape shape = Border.ShapeOf(layout, 1, border.Steps, Features);
        if (into is not null) RecurrentLayer<T>.CheckOutput(into, shape);
        DirectedCell<T>[] cells = [.. _layers.Select(layer => layer.Cells[0])];
        var y = new Tensor<T>[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            y[i] = i + 1 < cells.Length ? Between(layout, border, _layers[i]) : into ?? Tensor<T>.Uninitialized(shape);
            // Steps that are not there are zero.
            if (lengths is not null) y[i].Span.Clear();
        }
        Tensor<T>[] read = [x, .. y[..^1]];
        DirectedRun<T>[] runs = [.. cells.Select((cell, i) => new DirectedRun<T>(cell, Border.Of(read[i].Shape, layout, "The input"), lengths, keep: false, threads: 1, mostBlockSteps: Sharing.StepsHandedOver))];
        Tensor<T>?[][] before = [.. cells.Select((cell, i) => initial?[i].Of(cell.Reverse)?.Values.ToArray() ?? cell.Start(1))];
        Tensor<T>[][] after = [.. cells.Select(cell => Enumerable.Range(0, cell.States).Select(state => new Tensor<T>(new Shape(1, cell.SizeOf(state)))).ToArray())];
        Crew.Run(cells.Length, new LayerPipeline<T>(runs, read, y, layout, before, after, pass.Cancellation));
        for (int i = 0; i + 1 < cells.Length; i++) Arrays<T>.Return(y[i].Array);
        DirectionState<T>[] states = [.. cells.Select((cell, i) => new DirectionState<T>(cell.Cell.Spec.States, after[i]))];
        return new(y[^1], after[^1][0], new StackState<T>([.. states.Select((state, i) => cells[i].Reverse ? new LayerState<T>(null, state) : new LayerState<T>(state, null))]));
    }
}
