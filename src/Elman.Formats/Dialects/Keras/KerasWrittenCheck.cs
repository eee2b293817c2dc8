using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Reads what has been written before anybody gets it: the same cells, the same masks, a place for every array.</summary>
internal static class KerasWrittenCheck
{
    private static readonly string[] _masks = [PresentSteps<float>.Kind, PutBack<float>.Kind, ReverseSteps<float>.Kind, EndMask<float>.Kind];

    public static void Same(ModelDescription model, KerasWriter writer, KerasPlan plan, ArrayFile file)
    {
        ModelDescription read = plan.Description();
        LayerSpec[] before = Specs(model), after = Specs(read);
        foreach ((LayerSpec one, LayerSpec other) in before.Zip(after))
            if (one.Cell.Spec.Name != other.Cell.Spec.Name || !JsonNode.DeepEquals(one.Cell.Options, other.Cell.Options))
                throw new NotSupportedException($"The cell '{one.Cell.Spec.Name}' {one.Cell.Options.ToJsonString()} would be '{other.Cell.Spec.Name}' {other.Cell.Options.ToJsonString()} in Keras. Save as .safetensors.");
        foreach (string kind in _masks)
            if (before.Length != after.Length || Count(model, kind) != Count(read, kind))
                throw new NotSupportedException($"The model has {Count(model, kind)} nodes of kind '{kind}' and would have {Count(read, kind)} in Keras, where masks flow by rules of its own. Save as .safetensors.");
        KerasArrays.Match(plan, file, "the model as Keras has it");
        foreach (KerasWritten layer in writer.Layers)
            if (plan.Layers.First(planned => planned.Name == layer.Name).Weights.Count != layer.Weights.Count)
                throw new NotSupportedException($"Layer '{layer.Name}' ({layer.Class}) has other weights in Keras. Save as .safetensors.");
    }

    private static LayerSpec[] Specs(ModelDescription model) => [.. model.Nodes.Where(node => node.Layer.Kind == RecurrentStack<float>.Kind).SelectMany(node => StackDescription.Read(node.Layer.Options).Layers)];

    private static int Count(ModelDescription model, string kind) => model.Nodes.Count(node => node.Layer.Kind == kind);
}
