using System.Text.Json.Nodes;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A result of a layer that is being written.</summary>
/// <param name="IsReversed">Whether Keras gives it with the last step first, where ours has the order of time.</param>
internal sealed record KerasOutput(string Layer, int Index = 0, bool IsReversed = false);

/// <summary>One array of Keras made of ours, and ours taken out of it again.</summary>
/// <param name="Place">Below the layer, as in <c>cell/vars/0</c>.</param>
internal sealed record KerasWrittenWeight(string Place, Func<ArrayFile, NamedArray> Make, IReadOnlyList<KerasPlace> Places)
{
    /// <summary>Whether it is the sum of two of ours.</summary>
    public bool IsSum { get; init; }
}

/// <summary>A layer that is being written.</summary>
internal sealed record KerasWritten(string Class, string Name, JsonObject Config, IReadOnlyList<KerasOutput> Inputs)
{
    public IReadOnlyList<KerasOutput> InitialState { get; init; } = [];

    /// <summary>Whether it is called with a causal mask.</summary>
    public bool IsCausal { get; set; }

    /// <summary>Whether its inputs are arguments one by one, and not one argument that is a list.</summary>
    public bool TakesEach { get; set; }

    public List<KerasWrittenWeight> Weights { get; } = [];

    /// <summary>As Keras 3 writes a thing with a class.</summary>
    public static JsonObject Object(string module, string kind, JsonObject config) =>
        new() { ["module"] = module, ["class_name"] = kind, ["config"] = config, ["registered_name"] = null };

    public JsonObject ToJson() => Object("keras.layers", Class, (JsonObject)Config.DeepClone());

    /// <summary>Options every layer has.</summary>
    public static JsonObject Options(string name, params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        var json = new JsonObject { ["name"] = name, ["trainable"] = true, ["dtype"] = "float32" };
        foreach ((string option, JsonNode? value) in options) json[option] = value;
        return json;
    }

    /// <summary>An array as it is.</summary>
    public void Same(string place, string ours) => Weights.Add(new(place, own => own[ours], [KerasPlace.Same(ours)]));

    /// <summary>(outputs, inputs) here is (inputs, outputs) in Keras.</summary>
    public void Turned(string place, string ours) => Weights.Add(new(place, own => KerasPlace.Transposed(own[ours]), [KerasPlace.Turned(ours)]));
}
