using System.Text.Json.Nodes;

namespace Elman.Formats.Dialects;

/// <summary>The config of a whole model in the form of Keras 3.</summary>
internal static class KerasWrittenGraph
{
    private const string ChainName = "sequential", GraphName = "functional";

    public static JsonObject Chain(IEnumerable<KerasWritten> layers) => KerasWritten.Object("keras", KerasGraph.Sequential, new()
    {
        ["name"] = ChainName,
        ["trainable"] = true,
        ["dtype"] = "float32",
        ["layers"] = new JsonArray([.. layers.Select(layer => layer.ToJson())]),
    });

    /// <param name="plan">Knows the shapes of all results; null where they are not needed yet.</param>
    public static JsonObject Graph(IReadOnlyList<KerasWritten> layers, int inputs, IReadOnlyList<KerasOutput> outputs, KerasPlan? plan)
    {
        var nodes = new JsonArray();
        foreach (KerasWritten layer in layers)
        {
            JsonObject node = layer.ToJson();
            node["name"] = layer.Name;
            node["inbound_nodes"] = layer.Inputs.Count == 0 ? [] : new JsonArray(Call(layer, plan));
            nodes.Add((JsonNode)node);
        }
        return KerasWritten.Object("keras.src.models.functional", "Functional", new()
        {
            ["name"] = GraphName,
            ["trainable"] = true,
            ["layers"] = nodes,
            ["input_layers"] = Listed([.. layers.Take(inputs).Select(layer => new KerasOutput(layer.Name))]),
            ["output_layers"] = Listed(outputs),
        });
    }

    private static JsonObject Call(KerasWritten layer, KerasPlan? plan)
    {
        var tensors = new JsonArray([.. layer.Inputs.Select(input => Tensor(input, plan))]);
        // A layer that merges takes one argument, which is a list.
        JsonArray arguments = layer.Inputs.Count > 1 && !layer.TakesEach ? new((JsonNode)tensors) : tensors;
        JsonObject named = layer.InitialState.Count == 0 ? [] : new() { ["initial_state"] = new JsonArray([.. layer.InitialState.Select(state => Tensor(state, plan))]) };
        if (layer.IsCausal) named["use_causal_mask"] = true;
        return new() { ["args"] = arguments, ["kwargs"] = named };
    }

    private static JsonNode Tensor(KerasOutput output, KerasPlan? plan)
    {
        int?[] shape = plan?.Layers.First(layer => layer.Name == output.Layer).Results[output.Index].Shape ?? [null];
        return new JsonObject
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject { ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode?)size)]), ["dtype"] = "float32", ["keras_history"] = History(output) },
        };
    }

    /// <summary>One stands alone, several in a list.</summary>
    private static JsonArray Listed(IReadOnlyList<KerasOutput> outputs) => outputs.Count == 1 ? History(outputs[0]) : new([.. outputs.Select(History)]);

    private static JsonArray History(KerasOutput output) => new(output.Layer, 0, output.Index);
}
