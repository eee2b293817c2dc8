using System.Text.Json.Nodes;

namespace Elman.Formats.Dialects;

/// <summary>A result of a layer: the layer, which of its calls, which of the call's results.</summary>
internal readonly record struct KerasReference(string Layer, int Call, int Result)
{
    public override string ToString() => $"{Layer}[{Call}][{Result}]";
}

/// <summary>One call of a layer in a functional model: what it was given.</summary>
/// <param name="Inputs">In their order, those in lists too.</param>
/// <param name="InitialState">Given by name; empty where the states begin at zero.</param>
/// <param name="Masks">Given by name; Keras writes the masks that flow along here too.</param>
/// <param name="Numbers">Given beside the inputs.</param>
internal sealed record KerasCall(IReadOnlyList<KerasReference> Inputs, IReadOnlyList<KerasReference> InitialState, IReadOnlyList<KerasReference> Masks, IReadOnlyList<double> Numbers)
{
    /// <summary>The names of masks as attentions take them.</summary>
    private static readonly string[] _masks = ["mask", "query_mask", "value_mask", "key_mask"];

    /// <summary>The names by which an attention may take its inputs, in the order in which they stand.</summary>
    private static readonly string[] _inputs = ["query", "value", "key"];

    /// <summary>Whether it was called with <c>use_causal_mask</c>.</summary>
    public bool IsCausal { get; init; }

    private const string Tensor = "__keras_tensor__";

    public IEnumerable<KerasReference> All => [.. Inputs, .. InitialState, .. Masks];

    /// <summary>The calls as Keras 3 writes them (objects with args and kwargs) or Keras 1 and 2 (lists of [layer, call, result, kwargs]).</summary>
    public static List<KerasCall> Read(KerasFields layer)
    {
        var calls = new List<KerasCall>();
        foreach (JsonNode? call in layer.List("inbound_nodes"))
        {
            if (call is JsonObject) calls.Add(OfObject(layer.Of(call, layer.Where)));
            else if (call is JsonArray { Count: > 0 } list) calls.Add(OfList(layer, list));
            else throw layer.Bad($"each of its 'inbound_nodes' must be an object or a list of results, found {KerasFields.Shown(call)}");
        }
        return calls;
    }

    /// <summary>One result, or a list of them, as in <c>input_layers</c>.</summary>
    public static List<KerasReference> References(KerasFields model, string name)
    {
        JsonArray list = model.List(name);
        bool isOne = list is [JsonValue value, ..] && value.TryGetValue(out string? _);
        return isOne ? [OfArray(model, list)] : [.. list.Select(node => OfArray(model, node))];
    }

    private static KerasCall OfObject(KerasFields call)
    {
        var inputs = new List<KerasReference>();
        Collect(call, call.List("args"), inputs);
        KerasFields named = call.Inside("kwargs");
        inputs.AddRange(_inputs.SelectMany(name => Named(named, name)));
        var result = new KerasCall(inputs, Named(named, "initial_state"), [.. _masks.SelectMany(name => Named(named, name))], [.. call.List("args").Select(KerasFields.AsNumber).OfType<double>()])
        {
            IsCausal = named.Flag("use_causal_mask", false),
        };
        RefuseOthers(named);
        return result;
    }

    private static KerasCall OfList(KerasFields layer, JsonArray call)
    {
        var inputs = new List<KerasReference>();
        List<KerasReference> states = [], masks = [];
        bool isCausal = false;
        foreach (JsonNode? given in call)
        {
            inputs.Add(OfArray(layer, given));
            if (given is not JsonArray { Count: > 3 } list) continue;
            KerasFields named = layer.Of(list[3], layer.Where);
            states.AddRange(Named(named, "initial_state"));
            inputs.AddRange(_inputs.SelectMany(name => Named(named, name)));
            masks.AddRange(_masks.SelectMany(name => Named(named, name)));
            isCausal |= named.Flag("use_causal_mask", false);
            RefuseOthers(named);
        }
        return new(inputs, states, masks, []) { IsCausal = isCausal };
    }

    private static List<KerasReference> Named(KerasFields named, string name)
    {
        var found = new List<KerasReference>();
        if (named.Raw(name) is { } given) Collect(named, given, found);
        return found;
    }

    /// <summary>All results anywhere in a value.</summary>
    private static void Collect(KerasFields at, JsonNode? node, List<KerasReference> found)
    {
        switch (node)
        {
            case JsonArray list when IsReference(list):
                found.Add(OfArray(at, list));
                break;
            case JsonArray list:
                foreach (JsonNode? item in list) Collect(at, item, found);
                break;
            case JsonObject value when value["class_name"] is JsonValue kind && kind.TryGetValue(out string? name) && name == Tensor:
                found.Add(OfArray(at, at.Of(value, at.Where).Inside("config").Raw("keras_history")));
                break;
        }
    }

    private static bool IsReference(JsonArray list) => list is [JsonValue layer, JsonValue call, JsonValue result, ..]
        && layer.TryGetValue(out string? _) && call.TryGetValue(out int _) && result.TryGetValue(out int _);

    private static KerasReference OfArray(KerasFields at, JsonNode? node)
    {
        if (node is JsonArray list && IsReference(list) && (int)list[1]! >= 0 && (int)list[2]! >= 0) return new((string)list[0]!, (int)list[1]!, (int)list[2]!);
        throw at.Bad($"a result of a layer must be written as [layer, call, result], found {KerasFields.Shown(node)}");
    }

    private static void RefuseOthers(KerasFields named)
    {
        foreach ((string name, string shown) in named.Unread)
            throw named.Bad($"it was called with {name} = {shown}, which this library does not have. Known: initial_state, use_causal_mask, {string.Join(", ", _inputs)}, {string.Join(", ", _masks)}");
    }
}
