using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>
/// What a recurrent node gives beside its output, by name: <c>last</c> is the output after the last step each direction has visited;
/// <c>0.forward.h</c> is a final state of layer 0. All are (N, features).
/// </summary>
internal static class FurtherResult
{
    public const string Last = "last";

    /// <summary>The names a layer has, with the shape of each; those of an operator are the numbers of its results after the first.</summary>
    public static IEnumerable<(string Name, SignalShape Shape)> Of<T>(Layer<T> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T> => layer switch
    {
        RecurrentStack<T> stack => States(stack).Prepend((Last, stack.Layers[^1].Features)).Select(row => (row.Item1, new SignalShape(row.Item2, HasSteps: false))),
        OperatorLayer<T> several => Enumerable.Range(1, several.Results - 1).Select(result => (result.ToString(CultureInfo.InvariantCulture), SignalShape.Tensor(null))),
        _ => [],
    };

    /// <summary>The states of a stack in the order in which a stream saves them.</summary>
    public static IEnumerable<(string Name, int Features)> States<T>(RecurrentStack<T> stack) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < stack.Layers.Count; i++)
            foreach (DirectedCell<T> cell in stack.Layers[i].Cells)
                foreach ((int number, string state) in cell.Cell.Spec.States.Index())
                    yield return (string.Create(CultureInfo.InvariantCulture, $"{i}.{Way(cell.Reverse)}.{state}"), cell.SizeOf(number));
    }

    public static Tensor<T> Read<T>(RecurrentResult<T> result, string name) where T : unmanaged
    {
        if (name == Last) return result.LastOutput;
        string[] parts = name.Split('.', 3);
        LayerState<T> layer = result.State[int.Parse(parts[0], CultureInfo.InvariantCulture)];
        return (parts[1] == Way(false) ? layer.Forward : layer.Backward)[parts[2]];
    }

    private static string Way(bool reverse) => reverse ? "backward" : "forward";
}
