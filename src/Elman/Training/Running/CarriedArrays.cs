using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Carried states as arrays named <c>node.0.forward.h</c>.</summary>
internal static class CarriedArrays
{
    public static IEnumerable<NamedArray> Of<T>(Model<T> model, CarriedStates carried) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ModelNode<T> node in model.Nodes)
            if (node.Layer is RecurrentStack<T> stack && carried.Of<StackState<T>>(stack) is { } states)
                foreach ((string name, Tensor<T> state) in FurtherResult.States(stack).Zip(Flat(stack, states), (row, state) => (row.Name, state)))
                    yield return NamedArray.From($"{node.Name}.{name}", state);
    }

    public static void Take<T>(Model<T> model, CarriedStates carried, IReadOnlyList<NamedArray> arrays) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var there = arrays.ToDictionary(array => array.Name, StringComparer.Ordinal);
        carried.Clear();
        foreach (ModelNode<T> node in model.Nodes)
        {
            if (node.Layer is not RecurrentStack<T> stack || !there.ContainsKey($"{node.Name}.{FurtherResult.States(stack).First().Name}")) continue;
            Signal<T>[] states = [.. FurtherResult.States(stack).Select(row => there.Remove($"{node.Name}.{row.Name}", out NamedArray? array)
                ? (Signal<T>)array.As<T>()
                : throw new ArgumentException($"the carried state '{node.Name}.{row.Name}' is missing."))];
            carried.Keep(stack, stack.InitialOf([states[0], .. states])!);
        }
        if (there.Count > 0) throw new ArgumentException($"no layer of the model has the carried states {string.Join(", ", there.Keys)}.");
    }

    private static IEnumerable<Tensor<T>> Flat<T>(RecurrentStack<T> stack, StackState<T> states) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        stack.Layers.SelectMany((layer, i) => layer.Cells.SelectMany(cell => states[i].Of(cell.Reverse)!.Values));
}
