using System.Globalization;
using System.Text.RegularExpressions;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>
/// The names of the first notebook's network in NumPy: for layer I <c>weight.I</c> (inputs, units), <c>h_weight.I</c> (units, units), both multiplied from the left, and one joint
/// <c>bias.I</c> (1, units). Plain recurrent layers that run forward, each of its own size.
/// </summary>
internal sealed partial class NumPyDialect() : Dialect("numpy", "NumPy's notebook")
{
    private const string Node = "rnn";

    /// <summary>Their names before the number of the layer, ours, and whether it is a matrix that is turned.</summary>
    private static readonly (string Theirs, string Ours, bool IsMatrix)[] _parameters = [("weight", "input_weight", true), ("h_weight", "recurrent_weight", true), ("bias", "input_bias", false)];

    private protected override bool Knows(ArrayFile file) => file.Count > 0 && file.Contains("h_weight.0") && file.Names.All(name => Known.IsMatch(name));

    public override DialectModel Infer(ArrayFile file, LoadOptions options)
    {
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Activation) }, $"'{file.Source ?? "memory"}' has nothing that it concerns: it is the notebook's recurrent network");
        Activation activation = options.Activation ?? Activation.Tanh;
        int layers = file.Count / _parameters.Length;
        LayerSpec[] specs = [.. Enumerable.Range(0, layers).Select(k => new LayerSpec(CellCatalog.Elman(activation), Matrix(file, $"h_weight.{Number(k)}").Shape[0], Bias: BiasKind.One))];
        int inputs = Matrix(file, "weight.0").Shape[0];
        var description = new ModelDescription([ModelInput.Sequences(inputs)], [new(Node, new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, specs)), [ModelInput.Usual])], [new(ModelOutput.Usual, Node)]);
        string[] assumptions = options.Activation is null ? [$"The activation of every layer is {activation}; {nameof(LoadOptions)}.{nameof(LoadOptions.Activation)} sets another."] : [];
        return new(description, Read(description, file), assumptions);
    }

    public override IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file)
    {
        (NodeDescription node, LayerSpec[] layers) = Stack(description);
        var arrays = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        for (int k = 0; k < layers.Length; k++)
            foreach ((string theirs, string ours, bool isMatrix) in _parameters)
            {
                NamedArray array = file[$"{theirs}.{Number(k)}"];
                if (!isMatrix && (array.Shape.Rank is 0 or > 2 || array.Shape.Count != array.Shape[^1])) throw Bad(file, $"'{array.Name}' has shape {array.Shape}; expected (1, units)");
                arrays[Ours(node, k, ours)] = isMatrix ? Turned(Matrix(file, array.Name), array.Name) : Shaped(array, new Shape(array.Shape.Count));
            }
        if (file.FirstOrDefault(array => !_parameters.Any(row => array.Name.StartsWith(row.Theirs + ".", StringComparison.Ordinal)) || int.Parse(array.Name.AsSpan(array.Name.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture) >= layers.Length) is { } other)
            throw Bad(file, $"'{BadFileException.Shown(other.Name)}' {other.Shape} belongs to none of the {layers.Length} layers");
        return arrays;
    }

    public override ArrayFile Write(ModelDescription description, ArrayFile own)
    {
        (NodeDescription node, LayerSpec[] layers) = Stack(description);
        var file = new ArrayFile();
        for (int k = 0; k < layers.Length; k++)
        {
            RefuseSecondBias(node, k, own);
            foreach ((string theirs, string ours, bool isMatrix) in _parameters)
            {
                string name = $"{theirs}.{Number(k)}";
                NamedArray array = own.TryGet(Ours(node, k, ours), out NamedArray? found) ? found : throw Refused($"layer {Number(k)} has no bias, and the notebook's layers have one");
                file.Add(isMatrix ? Turned(array, name) : Shaped(array, new Shape(1, array.Shape.Count)).Renamed(name));
            }
        }
        file.Metadata[ModelArrays.DescriptionKey] = (description with { Nodes = [WithOneBias(node)] }).ToJson().ToJsonString();
        file.Metadata[Key] = Name;
        file.Metadata[ModelArrays.ProducerKey] = own.Metadata[ModelArrays.ProducerKey];
        return file;
    }

    /// <summary>The one stack of a model that the notebook could hold.</summary>
    private static (NodeDescription Node, LayerSpec[] Layers) Stack(ModelDescription description)
    {
        if (description.Nodes is not [{ Layer: { Kind: RecurrentStack<float>.Kind } layer } node]) throw Refused($"the model has {string.Join(", ", description.Nodes.Select(one => one.Layer.Kind))}, and the notebook has one stack of plain recurrent layers");
        LayerSpec[] layers = StackDescription.Read(layer.Options).Layers;
        if (layers.FirstOrDefault(one => one.Cell.Spec.Name != "elman" || one.Direction != Direction.Forward) is { } wrong) throw Refused($"the model has a layer {wrong.Cell}, {wrong.Direction}, and the notebook's layers are plain and run forward");
        // Whatever else a layer has would be lost in silence.
        if (layers.FirstOrDefault(one => one != new LayerSpec(one.Cell, one.Hidden, Bias: one.Bias) || one.Cell.Options.Any(option => option.Key != "activation")) is { } rich)
            throw Refused($"the layer of {Number(rich.Hidden)} units has options besides its activation");
        return (node, layers);
    }

    /// <summary>Two biases are one only where the second is zero: their sum would be rounded.</summary>
    private static void RefuseSecondBias(NodeDescription node, int layer, ArrayFile own)
    {
        if (own.TryGet(Ours(node, layer, "recurrent_bias"), out NamedArray? second) && second.Bytes.ContainsAnyExcept((byte)0))
            throw Refused($"layer {Number(layer)} has two biases, and the notebook has one; their sum would be rounded. Build the layer with one");
    }

    private static NodeDescription WithOneBias(NodeDescription node)
    {
        (int inputs, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        return node with { Layer = new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, [.. layers.Select(layer => layer with { Bias = BiasKind.One })])) };
    }

    private static string Ours(NodeDescription node, int layer, string name) => $"{node.Name}.{Number(layer)}.forward.{name}";

    private static NamedArray Matrix(ArrayFile file, string name) => file[name] is { Shape: { Rank: 2, Count: > 0 } } matrix ? matrix : throw Bad(file, $"'{name}' has shape {file[name].Shape}; expected a matrix");

    /// <summary>Rows and columns change places; the numbers stay as they are.</summary>
    private static NamedArray Turned(NamedArray array, string name)
    {
        var turned = new Shape(array.Shape[1], array.Shape[0]);
        return new(name, array.Type, turned, ByteOrder.RowMajor(array.Bytes.ToArray(), turned, array.Type.Size), array.Source);
    }

    private static NamedArray Shaped(NamedArray array, Shape shape) => new(array.Name, array.Type, shape, array.Bytes.ToArray(), array.Source);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static BadFileException Bad(ArrayFile file, InvariantText problem) => new(file.Source ?? "memory", $"{problem}. Expected weight.I (inputs, units), h_weight.I (units, units) and bias.I (1, units) of each layer.");

    private static NotSupportedException Refused(string why) => new($"The model cannot be saved as the first notebook has it: {why}. Save as .safetensors, which keeps everything.");

    [GeneratedRegex(@"^(weight|h_weight|bias)\.[0-9]{1,4}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Known { get; }
}
