using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Formats;

/// <summary>To what the modules after the last recurrent one are applied.</summary>
public enum Heads
{
    /// <summary>To the output of every step.</summary>
    Every,

    /// <summary>To the output after the last step that each direction has visited: PyTorch's <c>h_n</c> of the last layer.</summary>
    Last,

    /// <summary>To the output of the last step, <c>output[:, -1]</c>; of a bidirectional layer's backward part that is the first step it visited.</summary>
    LastStep,
}

/// <summary>What a file of weights does not say. Where nothing is given, an assumption is made and named; what does not concern the file is refused.</summary>
public sealed record LoadOptions
{
    /// <summary>The activation of an RNN; tanh is assumed.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Where the modules after the last recurrent one are applied; every step is assumed.</summary>
    public Heads? Heads { get; init; }

    /// <summary>The activation between Linear modules, where modules without parameters may stand; relu is assumed. <c>Activation.Linear</c> for none.</summary>
    public Activation? HiddenActivation { get; init; }

    /// <summary>What LayerNorm adds to the variance; 1e-5 is assumed.</summary>
    public double? LayerNormEpsilon { get; init; }

    /// <summary>The modules in the order in which they run; an order in which their shapes fit is assumed.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>The cell, by its name in the catalog of cells, where names and shapes fit several (<c>elman_residual</c>, <c>gru_reset_before</c>); the usual one is assumed.</summary>
    public string? Cell { get; init; }

    /// <summary>Whether recurrent layers run in reverse, in dialects whose names do not tell; forward is assumed.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The file of a Keras model's weights, in place of the model's own: a <c>.weights.h5</c> or older <c>.hdf5</c>, or a <c>.npz</c> or <c>.safetensors</c> whose arrays are numbered in the order of <c>get_weights()</c> or carry Keras's paths.</summary>
    public string? Weights { get; init; }

    /// <summary>The model that a file of weights alone belongs to: a <c>.keras</c> or <c>.h5</c> of the whole model, or the JSON of Keras's <c>model.to_json()</c>. For the weights of other frameworks, a description in our own JSON, as <c>Model.Description.ToJson()</c> gives it.</summary>
    public string? Architecture { get; init; }

    /// <summary>Where in a checkpoint the weights stand: the keys that lead to their dictionary, with a slash between; a dot for the whole file.</summary>
    public string? Key { get; init; }

    /// <summary>Inputs of an ONNX graph that are fixed to one number, so that what depends on them is decided at loading (<c>sr</c> to 16000), and names of sizes that are (<c>batch</c> to 1).</summary>
    public IReadOnlyDictionary<string, double>? Set { get; init; }

    /// <summary>The options that are given.</summary>
    private IEnumerable<string> Given => new (string Name, object? Value)[]
    {
        (nameof(Activation), Activation), (nameof(Heads), Heads), (nameof(HiddenActivation), HiddenActivation), (nameof(LayerNormEpsilon), LayerNormEpsilon), (nameof(Order), Order), (nameof(Cell), Cell), (nameof(Direction), Direction),
        (nameof(Weights), Weights), (nameof(Architecture), Architecture), (nameof(Key), Key), (nameof(Set), Set),
    }.Where(row => row.Value is not null).Select(row => row.Name);

    /// <summary>Refuses every option that is given and was of no use.</summary>
    internal void RefuseUnused(IReadOnlySet<string> used, string why)
    {
        if (Given.FirstOrDefault(name => !used.Contains(name)) is { } unused)
            throw new ArgumentException($"{nameof(LoadOptions)}.{unused} was given, but {why}. Leave it out.");
    }

    internal void RefuseAll(string why) => RefuseUnused(new HashSet<string>(), why);
}
