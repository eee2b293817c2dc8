using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>One kind of layer: its name in descriptions, and how it is built.</summary>
/// <param name="Least">
/// Numbers that a layer with these options keeps at least, checked against what a file holds before memory is taken; 0 where that is little.
/// </param>
public sealed record LayerKind<T>(string Name, Func<LayerDescription, Layer<T>> Build, Func<JsonObject, double> Least) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The kinds of layer by name, as descriptions and files call them. A new one of the library is one more row; one from outside joins by <see cref="Add"/>.</summary>
public static class LayerKinds<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Lock _lock = new();

    private static readonly Dictionary<string, LayerKind<T>> _rows = new LayerKind<T>[]
    {
        new(RecurrentStack<T>.Kind, Recurrent, Recurrent),
        new(Dense<T>.Kind, Dense<T>.From, options => Size(options, "inputs") * Size(options, "outputs")),
        new(BatchNorm<T>.Kind, BatchNorm<T>.From, options => 2 * Size(options, "features")),
        new(GroupNorm<T>.Kind, GroupNorm<T>.From, _ => 0),
        new(RmsNorm<T>.Kind, RmsNorm<T>.From, _ => 0),
        new(UnitNorm<T>.Kind, UnitNorm<T>.From, _ => 0),
        new(PRelu<T>.Kind, PRelu<T>.From, options => Size(options, "features") * Math.Max(1, Size(options, "steps"))),
        new(Reshape<T>.Kind, Reshape<T>.From, _ => 0),
        new(Permute<T>.Kind, Permute<T>.From, _ => 0),
        new(ZeroPadding<T>.Kind, ZeroPadding<T>.From, _ => 0),
        new(Cropping<T>.Kind, Cropping<T>.From, _ => 0),
        new(UpSampling<T>.Kind, UpSampling<T>.From, _ => 0),
        new(DotProduct<T>.Kind, DotProduct<T>.From, _ => 0),
        new(Attention<T>.Kind, Attention<T>.From, _ => 0),
        new(AttentionAverage<T>.Kind, AttentionAverage<T>.From, options => Size(options, "features")),
        new(MultiHeadAttention<T>.Kind, MultiHeadAttention<T>.From, options => Size(options, "heads") * Size(options, "key_size") * (Size(options, "query_features") + Size(options, "key_features"))),
        new(AttentionDecoder<T>.Kind, AttentionDecoder<T>.From, options => Recurrent(options) + Size(options, "memory")),
        new(Embedding<T>.Kind, Embedding<T>.From, options => Size(options, "count") * Size(options, "features")),
        new(LayerNorm<T>.Kind, LayerNorm<T>.From, options => options["affine"]?.ToJsonString() == "false" ? 0 : Size(options, "features")),
        new(ActivationLayer<T>.Kind, ActivationLayer<T>.From, _ => 0),
        new(Dropout<T>.Kind, Dropout<T>.From, _ => 0),
        new(LastStep<T>.Kind, LastStep<T>.From, _ => 0),
        new(Concatenate<T>.Kind, Concatenate<T>.From, _ => 0),
        new(Add<T>.Kind, Add<T>.From, _ => 0),
        new(Softmax<T>.Kind, Softmax<T>.From, _ => 0),
        new(Flatten<T>.Kind, Flatten<T>.From, _ => 0),
        new(Repeat<T>.Kind, Repeat<T>.From, _ => 0),
        new(ReverseSteps<T>.Kind, ReverseSteps<T>.From, _ => 0),
        new(Masking<T>.Kind, Masking<T>.From, _ => 0),
        new(PresentSteps<T>.Kind, PresentSteps<T>.From, _ => 0),
        new(PutBack<T>.Kind, PutBack<T>.From, _ => 0),
        new(EndMask<T>.Kind, EndMask<T>.From, _ => 0),
        new(OperatorLayer<T>.Kind, OperatorLayer<T>.From, options => OperatorStep.FromJson(options["step"]).Parameters.Sum(parameter => (double)parameter.Shape.Count)),
        new(Convolution<T>.Kind, Convolution<T>.From, options => Size(options, "inputs") / Math.Max(1, Size(options, "groups")) * Size(options, "size") * Size(options, "outputs")),
    }.Concat(Scale<T>.Kinds.Select(kind => new LayerKind<T>(kind, Scale<T>.From, options => 2 * Size(options, "features")))).Concat(Several(Merge<T>.Kinds, Merge<T>.From)).Concat(Several(Pooling<T>.Kinds, Pooling<T>.From)).Concat(Several(GlobalPooling<T>.Kinds, GlobalPooling<T>.From)).Concat(Several(Noise<T>.Kinds, Noise<T>.From))
        .ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _rows.Keys];
        }
    }

    /// <summary>Makes a kind from outside known by its name, so that models with it can be saved and loaded.</summary>
    public static void Add(LayerKind<T> kind)
    {
        lock (_lock)
            if (!_rows.TryAdd(kind.Name, kind)) throw new ArgumentException($"There is already a kind of layer named '{kind.Name}'. Give yours another name.");
    }

    /// <summary>The row of a name, or an error that lists the names.</summary>
    public static LayerKind<T> Of(string name)
    {
        LayerKind<T>? row;
        lock (_lock) _rows.TryGetValue(name, out row);
        return row ?? throw new NotSupportedException($"There is no kind of layer named '{name}'. Known: {string.Join(", ", Names)}. A kind of your own is made known by LayerKinds<T>.Add.");
    }

    /// <summary>The kinds of one layer that has several.</summary>
    private static IEnumerable<LayerKind<T>> Several(IReadOnlyList<string> kinds, Func<LayerDescription, Layer<T>> build) => kinds.Select(kind => new LayerKind<T>(kind, build, _ => 0));

    private static RecurrentStack<T> Recurrent(LayerDescription description)
    {
        (int inputs, LayerSpec[] layers) = StackDescription.Read(description.Options);
        return new(inputs, layers);
    }

    /// <summary>A gate of each layer has hidden · (inputs + hidden) weights.</summary>
    private static double Recurrent(JsonObject options)
    {
        double inputs = Size(options, "inputs"), least = 0;
        foreach (JsonNode? layer in options["layers"] as JsonArray ?? [])
        {
            double hidden = layer is JsonObject known ? Size(known, "hidden") : 0;
            least += hidden * (inputs + hidden);
            inputs = hidden;
        }
        return least;
    }

    /// <summary>0 for what is no size; the layer itself refuses that by name.</summary>
    private static double Size(JsonObject options, string name) => options[name] is JsonValue value && value.TryGetValue(out int size) ? Math.Max(0, size) : 0;
}
