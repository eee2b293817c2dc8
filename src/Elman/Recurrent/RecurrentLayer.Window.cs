using Elman.Numerics;

namespace Elman.Recurrent;

public sealed unsafe partial class RecurrentLayer<T>
{
    /// <summary>A window of one sequence: forwards from what is carried, backwards from zero at its end.</summary>
    /// <returns>The outputs of the directions side by side, their states at the window's end, and the state of the way there after the chunk.</returns>
    internal (Tensor<T> Output, DirectionState<T>[] Ends, DirectionState<T>? After) RunWindow(Tensor<T> x, int chunk, DirectionState<T>? carried)
    {
        Border input = Border.Of(x.Shape, Layout.BatchFirst, "The window");
        var y = new Tensor<T>(new Shape(input.Sequences, input.Steps, _cells.Sum(cell => cell.Outputs)));
        Border output = Border.Of(y.Shape, Layout.BatchFirst, "The output");
        var pass = new Segmented(new(input.Steps, input.Steps), input, output, null, new DirectionMasks<T>?[_cells.Length], null);
        var ends = new DirectionState<T>[_cells.Length];
        DirectionState<T>? after = null;
        fixed (T* px = x.Values, py = y.Array)
            for (int d = 0; d < _cells.Length; d++)
            {
                DirectedCell<T> cell = _cells[d];
                Tensor<T>?[] state = cell.Reverse || carried is null ? cell.Start(input.Sequences) : [.. carried.Values];
                foreach ((int first, int count) in cell.Reverse || chunk == input.Steps ? [(0, input.Steps)] : new[] { (0, chunk), (chunk, input.Steps - chunk) })
                {
                    Tensor<T>[] end = States(d, input.Sequences);
                    DirectedRun<T> run = RunOf(pass, d, (first, count), keep: false);
                    Crew.Run(run.Groups.Count, new ForwardWork([run], px + first * input.StepStride, Corner(py, output, d, first), output, [state], [end], default));
                    ends[d] = new(cell.Cell.Spec.States, end);
                    if (!cell.Reverse && first == 0) after = ends[d];
                    state = [.. end];
                }
            }
        return (y, ends, after);
    }
}
