using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>Runs a recurrent stack on golden arrays both ways: outputs, states, and the gradient of everything.</summary>
/// <param name="parameters">Our parameters and the framework's names for them.</param>
/// <param name="stateNames">The arrays of initial states, their cotangents' names aside: one per state of the cell, each (layers · directions, N, hidden).</param>
internal sealed class GoldenStack<T>(ArrayFile arrays, RecurrentStack<T> stack, IReadOnlyList<(Parameter<T> Ours, string Theirs)> parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required Layout Layout { get; init; }
    public int[]? Lengths { get; init; }

    /// <summary>Initial and final states by name, as in (<c>h0</c>, <c>hn</c>), in the order of the cell's states.</summary>
    public required IReadOnlyList<(string Initial, string Final)> States { get; init; }

    /// <summary>The cotangent of a final state by its name; null where the framework gave none.</summary>
    public Func<string, string?> CotangentOf { get; init; } = _ => null;

    /// <summary>The name of the gradient of an input or initial state.</summary>
    public Func<string, string> GradientOf { get; init; } = name => $"grad.{name}";

    public void Check()
    {
        foreach ((Parameter<T> ours, string theirs) in parameters)
        {
            NamedArray array = arrays[$"param.{theirs}"];
            Assert.Equal(ours.Shape, array.Shape);
            array.As<T>().Values.CopyTo(ours.Value.Span);
        }
        Tensor<T> x = Leaf(arrays["x"].As<T>());
        Tensor<T>[][]? initial = arrays.Contains(States[0].Initial) ? [.. States.Select(state => Split(arrays[state.Initial].As<T>()))] : null;
        RecurrentResult<T> result = stack.Run(x, Layout, Lengths, initial is null ? null : StateOf(initial));

        Tolerance.Near(arrays["y"].As<T>().Values, result.Output.Values, "y");
        Tensor<T>[] final = [.. Elman.Tests.Recurrent.EveryCell.Tensors(result.State)];
        foreach ((int s, (string _, string name)) in States.Index())
            foreach ((int i, Tensor<T> expected) in Split(arrays[name].As<T>()).Index())
                Tolerance.Near(expected.Values, final[i * States.Count + s].Values, $"{name}[{i}]");

        if (!arrays.Contains("dy")) return;
        Tensor<T> loss = (result.Output * arrays["dy"].As<T>()).Sum();
        foreach ((int s, (string _, string name)) in States.Index())
            if (CotangentOf(name) is { } cotangent)
                foreach ((int i, Tensor<T> given) in Split(arrays[cotangent].As<T>()).Index()) loss += (final[i * States.Count + s] * given).Sum();
        loss.Backward();
        Near(x, GradientOf("x"));
        foreach ((Parameter<T> ours, string theirs) in parameters) Near(ours.Value, $"grad.{theirs}");
        if (initial is null) return;
        foreach ((int s, (string name, string _)) in States.Index())
            if (arrays.Contains(GradientOf(name)))
                foreach ((int i, Tensor<T> expected) in Split(arrays[GradientOf(name)].As<T>()).Index())
                    Tolerance.NearGradient(expected.Values, initial[s][i].Gradient!.Values, $"{GradientOf(name)}[{i}]");
    }

    private void Near(Tensor<T> leaf, string name) => Tolerance.NearGradient(arrays[name].As<T>().Values, leaf.Gradient!.Values, name);

    private static Tensor<T> Leaf(Tensor<T> x) => new(x.Shape, x.Values.ToArray()) { RequiresGradient = true };

    /// <summary>(layers · directions[, N], hidden) as one (N, hidden) for each layer and direction.</summary>
    private static Tensor<T>[] Split(Tensor<T> states)
    {
        var each = new Shape(states.Shape.Rank == 2 ? 1 : states.Shape[1], states.Shape[^1]);
        return [.. Enumerable.Range(0, states.Shape[0]).Select(i => Leaf(Tensor.From(states.Values.Slice(i * each.Count, each.Count), each)))];
    }

    private StackState<T> StateOf(Tensor<T>[][] initial)
    {
        int place = 0;
        DirectionState<T>? Next(DirectedCell<T>? cell)
        {
            if (cell is null) return null;
            int mine = place++;
            return new(cell.Cell.Spec.States, [.. initial.Select(state => state[mine])]);
        }
        return new([.. stack.Layers.Select(layer => new LayerState<T>(Next(layer.Forward), Next(layer.Backward)))]);
    }
}
