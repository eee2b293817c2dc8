using System.Numerics;
using Elman.Layers;

namespace Elman.Models;

/// <summary>What styles show of a node.</summary>
/// <param name="Inputs">The names of what it takes.</param>
/// <param name="Parameters">The name within the layer, and how many numbers.</param>
internal sealed record StyledNode(string Name, LayerDescription Layer, IReadOnlyList<string> Inputs, SignalShape Output, IReadOnlyList<(string Name, long Count)> Parameters)
{
    /// <summary>Numbers that are kept and not trained, such as moving means; PyTorch calls them buffers and does not count them.</summary>
    public long Kept { get; init; }

    public long Count => Parameters.Sum(parameter => parameter.Count);
}

/// <summary>What styles show of a model, whatever the type of its numbers.</summary>
/// <param name="Outputs">Of each output of the model its source and shape.</param>
/// <param name="NumberBytes">Of one number.</param>
internal sealed record StyledModel(
    IReadOnlyList<ModelInput> Inputs, IReadOnlyList<StyledNode> Nodes, IReadOnlyList<(string Source, SignalShape Shape)> Outputs, ModelOrigin? Origin, int NumberBytes, ModelSummary Summary)
{
    /// <summary>Whether every node takes just what the one before gives.</summary>
    public bool IsList => Inputs.Count == 1 && Outputs.Count == 1 && Outputs[0].Source == Nodes[^1].Name
        && Nodes.Index().All(row => row.Item.Inputs is [var input] && input == (row.Index == 0 ? Inputs[0].Name : Nodes[row.Index - 1].Name));

    public bool HasSteps => Inputs.Any(input => input.Shape.HasSteps);

    /// <summary>The steps that each input and node gives, where the model is given so many.</summary>
    public IReadOnlyDictionary<string, int?> StepsOf(int? steps) => StepCounts.Of(Inputs.Select(input => input.Name), Nodes.Select(node => (node.Name, node.Layer, node.Inputs[0])), steps);

    public static unsafe StyledModel Of<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Wiring<T> wiring = model.Wiring;
        return new(
            wiring.Inputs,
            [.. wiring.Nodes.Select((node, index) => new StyledNode(
                node.Name, node.Layer.Description, [.. wiring.NodeSources[index].Select(wiring.NameOf)], wiring.Plans[index].Output,
                [.. node.Layer.Parameters.Select(parameter => (parameter.Name, (long)parameter.Shape.Count))])
            {
                Kept = node.Layer.Parameters.Where(parameter => !parameter.IsTrained).Sum(parameter => (long)parameter.Shape.Count),
            })],
            [.. wiring.OutputSources.Select(source => (wiring.NameOf(source), wiring.ShapeOf(source)))],
            model.Origin, sizeof(T), model.Summary());
    }
}
