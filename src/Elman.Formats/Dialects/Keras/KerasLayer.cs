using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A result of a layer.</summary>
/// <param name="Shape">The batch first; null where a size is left open.</param>
/// <param name="Source">Our node, or one of its further results.</param>
/// <param name="Mask">The layer whose mask says which steps are passed over; null where all count.</param>
internal sealed record KerasTensor(int?[] Shape, string Source, string? Mask = null, bool IsIds = false)
{
    public string Shown => $"({string.Join(", ", Shape.Select(size => size is int known ? $"{known}" : "None"))})";
}

/// <summary>What a layer was called with.</summary>
internal sealed record KerasGiven(IReadOnlyList<KerasTensor> Inputs, IReadOnlyList<KerasTensor> InitialState, IReadOnlyList<KerasTensor> Masks, IReadOnlyList<double> Numbers)
{
    /// <summary>Whether it was called with a causal mask.</summary>
    public bool IsCausal { get; init; }
}

/// <summary>One layer while it is planned: what it was given, and what becomes of it.</summary>
internal sealed class KerasLayer(KerasPlan plan, KerasObject layer, string name, string weightPath, KerasGiven given)
{
    /// <summary>Numbers beyond which no array is held; keeps products of sizes out of a file from overflowing.</summary>
    private const double MostNumbers = 1L << 40;

    /// <summary>Fields that matter in training only, or to Keras's own work.</summary>
    private static readonly string[] _noPart = ["name", "seed", "trainable", "dtype", "batch_input_shape", "input_length", "unroll", "implementation", "use_cudnn", "autocast", "input_dtype"];

    private static readonly string[] _training = ["_regularizer", "_constraint"];

    private bool _takesCausal;

    public string Class => layer.Class;
    public string Name => name;
    public KerasFields Options => layer.Config;
    public string WeightPath => weightPath;
    public IReadOnlyList<KerasTensor> Inputs => given.Inputs;

    /// <summary>Numbers among what it was called with.</summary>
    public IReadOnlyList<double> Numbers => given.Numbers;

    /// <summary>What a recurrent layer runs along: its first input.</summary>
    public KerasTensor Sequence => Inputs.Count > 0 ? Inputs[0] : throw Bad("expected an input, found none");

    /// <summary>The states before the first step, given by name or behind the sequence.</summary>
    public IReadOnlyList<KerasTensor> InitialState => [.. Inputs.Skip(1), .. given.InitialState];

    /// <summary>Whether a result of this layer is looked up as ids.</summary>
    public bool IsTakenAsIds => plan.TakesIds.Contains(name);

    /// <summary>What the model's input is called, where the layer is one.</summary>
    public string InputName => plan.InputName(name);

    public List<KerasTensor> Results { get; private init; } = [];
    public List<KerasWeight> Weights { get; private init; } = [];
    public List<NodeDescription> Nodes { get; private init; } = [];

    /// <summary>What the library does not have, in words; such a layer has shapes and weights but no nodes.</summary>
    public List<string> Lacking { get; private init; } = [];

    /// <summary>What has a part in training only and is left out.</summary>
    public List<string> TrainingOnly { get; private init; } = [];

    /// <summary>What else somebody should know.</summary>
    public List<string> Notes { get; private init; } = [];

    public bool IsTrained { get; private set; } = true;

    /// <summary>The only input.</summary>
    public KerasTensor Input => Inputs.Count == 1 ? Inputs[0] : throw Bad($"expected 1 input, found {Inputs.Count}");

    /// <summary>The numbers of one step of the input.</summary>
    public int Features => Input.Shape is [_, .., int features] ? features : throw Bad($"the number of its input's features must be known, found the shape {Input.Shown}");

    /// <summary>A layer inside this one, whose nodes and weights are this one's.</summary>
    public KerasLayer Within(KerasObject inner, string path) => new(plan, inner, name, path, given)
    {
        Results = Results,
        Weights = Weights,
        Nodes = Nodes,
        Lacking = Lacking,
        TrainingOnly = TrainingOnly,
        Notes = Notes,
    };

    public void Weight(string path, IReadOnlyList<long> shape, IReadOnlyList<KerasPlace> places, bool trained = true)
    {
        if (shape.Aggregate(1.0, (product, size) => product * size) > MostNumbers) throw Bad($"its '{path}' of shape ({string.Join(", ", shape)}) is more than a file can hold");
        Weights.Add(new($"{weightPath}/{path}", shape, trained, places));
    }

    /// <summary>Adds a node and gives its name: that of the layer, or with a suffix where it is a further one.</summary>
    public string Node(string suffix, string kind, JsonObject options, params IReadOnlyList<string> sources)
    {
        string node = plan.FreeName(suffix.Length == 0 ? name : $"{name}_{suffix}", suffix.Length == 0 ? name : null);
        Nodes.Add(new(node, new LayerDescription(kind, options), sources));
        return node;
    }

    public void Result(int?[] shape, string source, string? mask = null, bool isIds = false) => Results.Add(new(shape, source, mask, isIds));

    /// <summary>The same shape but for the last axis.</summary>
    public static int?[] WithFeatures(int?[] shape, int? features) => [.. shape[..^1], features];

    /// <summary>Says that no node can be made; the shapes go on without.</summary>
    public void Lacks(string what) => Lacking.Add(what);

    /// <summary>A size that is computed, or a refusal where it is none.</summary>
    public int Sized(long size) => size is >= 1 and <= int.MaxValue ? (int)size : throw Bad($"it would have a size of {size}; expected 1 to {int.MaxValue}");

    /// <summary>The source of the input for a layer that knows no masks: Keras drops the mask there, and every step counts.</summary>
    public string Unmasked() => Input.Mask is null ? Input.Source : Node("unmasked", EndMask<float>.Kind, [], Input.Source);

    /// <summary>Whether it was called with a causal mask; asked by a layer that knows what to do with one.</summary>
    public bool TakeCausal()
    {
        _takesCausal = true;
        return given.IsCausal;
    }

    /// <summary>Refuses masks given by name that are not the one that flows along with the input.</summary>
    public void CheckMasks()
    {
        if (given.IsCausal && !_takesCausal) throw Bad("it was called with use_causal_mask, which belongs to an attention");
        if (given.Masks.Any(mask => mask.Mask is null || mask.Source.Length > 0 || !Inputs.Any(input => input.Mask == mask.Mask))) Lacks("a mask of its own, which is not that of its input");
    }

    /// <summary>Reads the fields that every layer has, then refuses each one left that says something.</summary>
    public void End()
    {
        IsTrained = Options.Flag("trainable", true);
        if (!IsTrained) TrainingOnly.Add("is frozen");
        ReadPrecision();
        Options.Ignore(_noPart);
        Options.Ignore(key => key.EndsWith("_initializer", StringComparison.Ordinal));
        TrainingOnly.AddRange(Options.Given(key => Array.Exists(_training, end => key.EndsWith(end, StringComparison.Ordinal))));
        Options.Ignore(key => Array.Exists(_training, end => key.EndsWith(end, StringComparison.Ordinal)));
        string[] unknown = [.. Options.Unread.Select(option => $"{option.Name} = {option.Shown}")];
        if (unknown.Length > 0) throw Bad($"it has {string.Join(", ", unknown)}, which this library does not know");
    }

    /// <summary>A rate of dropout that only training has.</summary>
    public void Rate(string option, KerasFields options)
    {
        double rate = options.Number(option, 0);
        if (rate != 0) TrainingOnly.Add(FormattableString.Invariant($"{option} {rate}"));
    }

    public BadFileException Bad(string problem) => Options.Bad(problem);

    private void ReadPrecision()
    {
        string precision = Options.Raw("dtype") is JsonObject ? Options.Inside("dtype").Inside("config").Text("name", "float32") : Options.Text("dtype", "float32");
        if (precision.Contains("float", StringComparison.Ordinal))
        {
            if (precision != "float32") Notes.Add($"'{name}' computes in {precision} in Keras, and here in the precision in which the model is loaded");
        }
        else if (Class != KerasGraph.InputLayer) throw Bad($"it computes in '{BadFileException.Shown(precision)}', and this library in floating numbers");
    }
}
