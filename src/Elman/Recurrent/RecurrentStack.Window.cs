using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

// A window of a longer sequence: the way there goes on from what is carried, the way back begins at the window's end.
public sealed partial class RecurrentStack<T>
{
    /// <summary>Runs a window of one sequence.</summary>
    /// <param name="x">(1, window, inputs)</param>
    /// <param name="chunk">Steps after which the state is carried on.</param>
    /// <param name="carried">Of the directions that run forwards; zero where null.</param>
    internal (Tensor<T> Output, StackState<T> Carried) RunWindow(Tensor<T> x, int chunk, StackState<T>? carried)
    {
        var next = new LayerState<T>[_layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            Tensor<T> below = x;
            (x, DirectionState<T>[] ends, DirectionState<T>? after) = _layers[i].RunWindow(x, chunk, carried?[i].Of(reverse: false));
            if (_layers[i].IsFramed) _layers[i].Frame(below, ref x, ends, null, Pass.Inference);
            next[i] = new(after, null);
        }
        return (x, new(next));
    }
}
