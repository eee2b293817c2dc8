using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The names of a <c>state_dict</c>: <c>rnn.weight_ih_l0_reverse</c>, <c>fc.bias</c>.</summary>
internal sealed class TorchDialect() : Dialect("pytorch", "PyTorch")
{
    /// <summary>The metadata that Hugging Face's libraries look for in PyTorch's files.</summary>
    private const string FormatKey = "format", Format = "pt";

    /// <summary>The parameters of the other layers that PyTorch has too, under the same names.</summary>
    private static readonly Dictionary<string, Func<JsonObject, string[]>> _plain = new()
    {
        [Dense<float>.Kind] = options => IsFalse(options, "bias") ? ["weight"] : ["weight", "bias"],
        [Embedding<float>.Kind] = _ => ["weight"],
        [LayerNorm<float>.Kind] = options => IsFalse(options, "affine") ? [] : ["weight", "bias"],
        [Scale<float>.Down] = _ => ["center", "width"],
        [Scale<float>.Up] = _ => ["center", "width"],
    };

    private protected override bool Knows(ArrayFile file) => true;

    public override DialectModel Infer(ArrayFile file, LoadOptions options) => new ModuleInference(file, options, new TorchReading(ModuleHabits.Torch)).Model();

    public override IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file) => Match(description.Nodes.SelectMany(node => Pairs(node, node.Name + ".")), file);

    public override ArrayFile Write(ModelDescription description, ArrayFile own)
    {
        description = description with { Nodes = [.. description.Nodes.Select(WithTwoBiases)] };
        var file = new ArrayFile();
        foreach (ArrayPair pair in description.Nodes.SelectMany(node => Pairs(node, node.Name + ".")))
            file.Add(pair.ToTheirs(own.TryGet(pair.Ours, out NamedArray? array) ? array : SecondBias(own, pair.Ours)));
        file.Metadata[FormatKey] = Format;
        file.Metadata[ModelArrays.DescriptionKey] = description.ToJson().ToJsonString();
        file.Metadata[Key] = Name;
        file.Metadata[ModelArrays.ProducerKey] = own.Metadata[ModelArrays.ProducerKey];
        return file;
    }

    /// <summary>The arrays of a node whose modules are named with this prefix.</summary>
    public static IEnumerable<ArrayPair> Pairs(NodeDescription node, string prefix)
    {
        if (node.Layer.Kind == RecurrentStack<float>.Kind)
        {
            LayerSpec[] layers = StackDescription.Read(node.Layer.Options).Layers;
            return TorchCell.Holding(node.Name, layers).Pairs(node.Name, prefix, layers);
        }
        if (SilentLayers.Has(node.Layer.Kind)) return [];
        return _plain.TryGetValue(node.Layer.Kind, out Func<JsonObject, string[]>? names)
            ? names(node.Layer.Options).Select(name => new ArrayPair($"{node.Name}.{name}", prefix + name))
            : throw new NotSupportedException($"Node '{node.Name}' is of kind '{node.Layer.Kind}', which PyTorch's dialect does not know. Known: {RecurrentStack<float>.Kind}, {string.Join(", ", _plain.Keys)}, {SilentLayers.Known}. Save without a dialect.");
    }

    /// <summary>Every array used once and every parameter found, or one error that names all misses.</summary>
    public static Dictionary<string, NamedArray> Match(IEnumerable<ArrayPair> pairs, ArrayFile file)
    {
        var arrays = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        var misses = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (ArrayPair pair in pairs)
        {
            if (file.TryGet(pair.Theirs, out NamedArray? array)) arrays[pair.Ours] = pair.ToOurs(array);
            else misses.Add($"'{pair.Theirs}' is missing");
            used.Add(pair.Theirs);
        }
        misses.AddRange(file.Where(array => !used.Contains(array.Name)).Select(array => $"'{array.Name}' {array.Shape} belongs to no module"));
        TorchModules.Refuse(file, misses);
        return arrays;
    }

    /// <summary>PyTorch has two biases or none; one bias is two of which the second is zero.</summary>
    private static NodeDescription WithTwoBiases(NodeDescription node)
    {
        if (node.Layer.Kind != RecurrentStack<float>.Kind) return node;
        (int inputs, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        LayerSpec[] two = [.. layers.Select(layer => layer.Bias == BiasKind.One ? layer with { Bias = BiasKind.Two } : layer)];
        return node with { Layer = new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, two)) };
    }

    private static NamedArray SecondBias(ArrayFile own, string name)
    {
        NamedArray first = own[name.Replace(TorchCell.Parameters[3].Ours, TorchCell.Parameters[2].Ours, StringComparison.Ordinal)];
        return new(name, first.Type, first.Shape, new byte[first.Bytes.Length]);
    }

    private static bool IsFalse(JsonObject options, string name) => options[name] is JsonValue value && value.TryGetValue(out bool flag) && !flag;
}
