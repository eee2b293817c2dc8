using System.Numerics;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Keeps the norms of what comes back to the states of each recurrent layer of a model; used by one pass.</summary>
internal sealed class FlowRecorder : GradientWatch
{
    private readonly List<Place> _places = [];
    private readonly LayerGradients?[] _found;

    private FlowRecorder(List<Place> places) => (_places, _found) = (places, new LayerGradients?[places.Count]);

    public static FlowRecorder Of<TModel>(Model<TModel> model) where TModel : unmanaged, IBinaryFloatingPointIeee754<TModel>
    {
        List<Place> places = [];
        foreach (ModelNode<TModel> node in model.Nodes)
            if (node.Layer is RecurrentStack<TModel> stack)
                foreach ((int number, RecurrentLayer<TModel> layer) in stack.Layers.Index())
                    places.AddRange(layer.Cells.Select(cell => new Place(node.Name, number, layer, cell.Reverse)));
        return places.Count > 0
            ? new(places)
            : throw new InvalidOperationException($"The model has no recurrent layer, so no gradient goes through time. Its nodes are: {string.Join(", ", model.Nodes.Select(node => node.Name))}.");
    }

    /// <summary>The first number that is not finite, as the backward pass meets them.</summary>
    public NonFinite? First { get; private set; }

    /// <summary>From the input up; layers that nothing came back to have zeros.</summary>
    public LayerGradients[] Finish() => [.. _places.Zip(_found, (place, found) => found ?? new(place.Node, place.Number, place.Reverse, new Tensor<double>(new Shape(1, 1)), null))];

    public override void Add<T>(object layer, bool reverse, Tensor<T> hidden, int[]? lengths)
    {
        int index = _places.FindIndex(place => ReferenceEquals(place.Layer, layer) && place.Reverse == reverse);
        if (index < 0) return;      // of a layer within a layer: the model shows its own
        (int n, int steps, int units) = (hidden.Shape[0], hidden.Shape[1], hidden.Shape[2]);
        var norms = new Tensor<double>(new Shape(n, steps));
        for (int visited = 0; visited < steps; visited++)
            for (int sequence = 0; sequence < n; sequence++)
            {
                int step = reverse ? visited : steps - 1 - visited;
                if (step >= (lengths?[sequence] ?? steps)) continue;
                double sum = 0;
                for (int unit = 0; unit < units; unit++)
                {
                    double value = double.CreateChecked(hidden.Values[(sequence * steps + step) * units + unit]);
                    sum += value * value;
                    if (!double.IsFinite(value))
                        First ??= new(TraceKind.Gradient, "∂L/∂h", value) { Node = _places[index].Node, Layer = _places[index].Number, Reverse = reverse, Sample = sequence, Step = step, Unit = unit };
                }
                norms.Span[sequence * steps + step] = Math.Sqrt(sum);
            }
        _found[index] = new(_places[index].Node, _places[index].Number, reverse, norms, lengths);
    }

    private sealed record Place(string Node, int Number, object Layer, bool Reverse);
}
