using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>The layers that Keras would need for a model that was built here, with the names it would give them.</summary>
internal sealed class KerasRows(StyledModel model, StyleOptions options, SummaryStyle style, KerasNames names)
{
    /// <summary>Kinds that are one layer of Keras.</summary>
    private static readonly Dictionary<string, string> _classes = new()
    {
        [Dense<float>.Kind] = "Dense",
        [Embedding<float>.Kind] = "Embedding",
        [LayerNorm<float>.Kind] = "LayerNormalization",
        [ActivationLayer<float>.Kind] = "Activation",
        [Dropout<float>.Kind] = DropoutClass,
        [Concatenate<float>.Kind] = "Concatenate",
        [Add<float>.Kind] = "Add",
        ["multiply"] = "Multiply",
        ["subtract"] = "Subtract",
        ["average"] = "Average",
        ["maximum"] = "Maximum",
        ["minimum"] = "Minimum",
        [Softmax<float>.Kind] = "Softmax",
        [Flatten<float>.Kind] = "Flatten",
        [Repeat<float>.Kind] = "RepeatVector",
        [Masking<float>.Kind] = "Masking",
        [Convolution<float>.Kind] = "Conv1D",
        [Pooling<float>.Max] = "MaxPooling1D",
        [Pooling<float>.Average] = "AveragePooling1D",
        [GlobalPooling<float>.Max] = "GlobalMaxPooling1D",
        [GlobalPooling<float>.Average] = "GlobalAveragePooling1D",
        [BatchNorm<float>.Kind] = "BatchNormalization",
        [GroupNorm<float>.Kind] = "GroupNormalization",
        [RmsNorm<float>.Kind] = "RMSNormalization",
        [UnitNorm<float>.Kind] = "UnitNormalization",
        [PRelu<float>.Kind] = "PReLU",
        [Noise<float>.Gaussian] = "GaussianNoise",
        [Noise<float>.GaussianDropout] = "GaussianDropout",
        [Noise<float>.SpatialDropout] = "SpatialDropout1D",
        [Reshape<float>.Kind] = "Reshape",
        [Permute<float>.Kind] = "Permute",
        [ZeroPadding<float>.Kind] = "ZeroPadding1D",
        [Cropping<float>.Kind] = "Cropping1D",
        [UpSampling<float>.Kind] = "UpSampling1D",
        [DotProduct<float>.Kind] = "Dot",
        [Attention<float>.Kind] = "Attention",
        [MultiHeadAttention<float>.Kind] = "MultiHeadAttention",
    };

    /// <summary>The class of a node; null where Keras has none.</summary>
    private static string? ClassOf(StyledNode node)
    {
        JsonObject options = node.Layer.Options;
        string? found = _classes.GetValueOrDefault(node.Layer.Kind);
        return found switch
        {
            "Conv1D" or "MaxPooling1D" or "AveragePooling1D" when (string?)options["padding"] == "explicit" => null,
            "MaxPooling1D" or "AveragePooling1D" when (string?)options["padding"] == "causal" || (int)options["dilation"]! > 1 => null,
            "Conv1D" when (int)options["groups"]! > 1 && JsonNode.DeepEquals(options["groups"], options["inputs"]) => "DepthwiseConv1D",
            "Attention" when (string?)options["score"] == Attention<float>.Additive => "AdditiveAttention",
            _ => found,
        };
    }

    /// <summary>Cells, and the biases that Keras's layer has.</summary>
    private static readonly Dictionary<string, (string Class, BiasKind Bias)> _cells = new()
    {
        ["elman"] = ("SimpleRNN", BiasKind.One),
        ["lstm"] = ("LSTM", BiasKind.One),
        ["gru"] = ("GRU", BiasKind.Two),
        ["gru_reset_before"] = ("GRU", BiasKind.One),
    };

    private const string DropoutClass = "Dropout", BothWaysClass = "Bidirectional";

    private readonly IReadOnlyDictionary<string, int?> _steps = model.StepsOf(options.Steps);
    private readonly List<KerasRow> _rows = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];

    /// <summary>Which row gives what a name of ours stands for.</summary>
    private readonly Dictionary<string, string> _givers = new(StringComparer.Ordinal);

    public KerasModel Model()
    {
        foreach (ModelInput input in model.Inputs) _givers[input.Name] = Add(KerasModel.InputClass, Shape(input.Shape, input.Name), 0, []);
        foreach (StyledNode node in model.Nodes)
        {
            string kind = node.Layer.Kind;
            if (kind == RecurrentStack<float>.Kind) Stack(node);
            else if (kind == LastStep<float>.Kind) Last(node);
            else if (kind == EndMask<float>.Kind) _givers[node.Name] = _givers[node.Inputs[0]];
            else _givers[node.Name] = Add(ClassOf(node) ?? throw style.Lacks(node.Name, $"layer for {kind}{(node.Layer.Options.Count == 0 ? "" : $" {node.Layer.Options.ToJsonString()}")}"), Shape(node.Output, node.Name), node.Count, [.. node.Inputs.Select(input => _givers[input])], node.Kept);
        }
        bool isSequential = model.Inputs.Count == 1 && model.Outputs.Count == 1 && _rows.Index().All(row => row.Index == 0 || row.Item.Inputs is [var input] && input.Layer == _rows[row.Index - 1].Name);
        int[] depths = KerasModel.Depths(_rows);
        KerasRow[] rows = isSequential ? [.. _rows[1..]] : [.. _rows.Index().OrderByDescending(row => depths[row.Index]).Select(row => row.Item)];
        return new(options.Name ?? (isSequential ? "sequential" : names.Functional), isSequential, rows, model.NumberBytes, _remarks);
    }

    private string Add(string name, IReadOnlyList<int?> shape, long parameters, IReadOnlyList<string> inputs, long notTrained = 0)
    {
        int number = _numbers[name] = _numbers.GetValueOrDefault(name, -1) + 1;
        _rows.Add(new(names.Layer(name, number), name, [shape], parameters, notTrained, [.. inputs.Select(input => (input, 0, 0))]));
        return _rows[^1].Name;
    }

    private int?[] Shape(SignalShape shape, string node) => [options.Sequences, .. shape.HasSteps ? [_steps[node]] : Array.Empty<int?>(), .. shape.IsIds ? [] : new int?[] { shape.Features }];

    /// <summary>A layer of Keras for each of the stack; the topmost gives all steps, or the last one where nobody takes the others.</summary>
    private void Stack(StyledNode node)
    {
        (int inputs, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        bool givesSteps = GivesSteps(node, layers[^1].Direction);
        string[] taken = [.. node.Inputs.Select(input => _givers[input])];
        if (taken.Length > 1 && layers.Length > 1) throw style.Lacks(node.Name, "stack of layers with initial states");
        foreach ((int index, LayerSpec layer) in layers.Index())
        {
            string cell = layer.Cell.Spec.Name;
            if (!_cells.TryGetValue(cell, out (string Class, BiasKind Bias) known)) throw style.Lacks(node.Name, $"layer of cell {cell}");
            if (layer.Bias is not BiasKind.None && layer.Bias != known.Bias)
                _remarks.Add($"Layer {index} of node '{node.Name}' has {Words(layer.Bias)} where Keras's {known.Class} has {Words(known.Bias)}; the numbers of parameters are this model's.");
            if (StackDescription.OptionsOf(layer).Except(["merge", "back", "input_dropout", "recurrent_dropout"]).FirstOrDefault() is { } option) throw style.Lacks(node.Name, $"recurrent layer with {option}");
            bool isBothWays = layer.Direction == Direction.Bidirectional;
            var output = new SignalShape(inputs = layer.Features(inputs), HasSteps: index + 1 < layers.Length || givesSteps);
            long count = node.Parameters.Where(parameter => parameter.Name.StartsWith($"{index}.", StringComparison.Ordinal)).Sum(parameter => parameter.Count);
            taken = [Add(isBothWays ? BothWaysClass : known.Class, Shape(output, node.Name), count, taken)];
            if (layer.Dropout != 0) taken = [Add(DropoutClass, Shape(output, node.Name), 0, taken)];
        }
        _givers[givesSteps ? node.Name : $"{node.Name}.{FurtherResult.Last}"] = taken[0];
    }

    /// <summary>Whether the steps of a recurrent node are taken, and not only its last: Keras's <c>return_sequences</c>. Refuses what is neither.</summary>
    private bool GivesSteps(StyledNode node, Direction topmost)
    {
        string last = $"{node.Name}.{FurtherResult.Last}";
        StyledNode[] takers = [.. model.Nodes.Where(other => other.Inputs.Contains(node.Name))];
        bool hasSteps = takers.Any(taker => taker.Layer.Kind != LastStep<float>.Kind) || model.Outputs.Any(output => output.Source == node.Name);
        string[] all = [.. model.Nodes.SelectMany(other => other.Inputs), .. model.Outputs.Select(output => output.Source)];
        if (all.FirstOrDefault(source => source != last && source.StartsWith(node.Name + ".", StringComparison.Ordinal) && model.Nodes.All(other => other.Name != source)) is { } further)
            throw style.Lacks(node.Name, $"layer that gives '{further}' alone");
        StyledNode? lastStep = takers.FirstOrDefault(taker => taker.Layer.Kind == LastStep<float>.Kind);
        if (hasSteps && (lastStep is not null || all.Contains(last))) throw style.Lacks(node.Name, "layer that gives all steps and the last one beside them");
        // Backwards, return_sequences=False gives the state after the first step of the sequence, and LastStep the one at its last.
        if (lastStep is not null && topmost != Direction.Forward) throw style.Lacks(lastStep.Name, $"layer for the last step of one that also runs from the end (its return_sequences=False is our '{last}')");
        return hasSteps;
    }

    private void Last(StyledNode node) =>
        _givers[node.Name] = _givers.GetValueOrDefault($"{node.Inputs[0]}.{FurtherResult.Last}") ?? throw style.Lacks(node.Name, "layer for the last step of anything but a recurrent layer");

    private static string Words(BiasKind bias) => bias == BiasKind.One ? "one bias" : "two biases";
}
