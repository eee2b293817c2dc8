namespace Elman.Models;

/// <summary>What a model was called, and of which modules it was made, in the framework that wrote its file: what that framework's own summary shows.</summary>
/// <param name="Framework">Such as <c>keras</c>.</param>
/// <param name="Version">Of the framework; null where the file does not say.</param>
/// <param name="Name">Of the model, such as <c>sequential_1</c>.</param>
/// <param name="Class">Of the model, such as <c>Sequential</c>.</param>
/// <param name="Layers">In the order in which the framework lists them.</param>
public sealed record ModelOrigin(string Framework, string? Version, string Name, string Class, IReadOnlyList<OriginLayer> Layers);

/// <summary>One module as its framework sees it, which may be several of our nodes, one, or none.</summary>
/// <param name="Name">Such as <c>simple_rnn_1</c>.</param>
/// <param name="Class">Such as <c>SimpleRNN</c>.</param>
/// <param name="Nodes">The names of the nodes that it became.</param>
public sealed record OriginLayer(string Name, string Class, IReadOnlyList<string> Nodes)
{
    /// <summary>The shape of each result, N first; null for a size that is left open.</summary>
    public required IReadOnlyList<IReadOnlyList<int?>> Outputs { get; init; }

    public required long Parameters { get; init; }

    /// <summary>Those that training does not change, such as moving averages.</summary>
    public long NotTrained { get; init; }

    /// <summary>The results that it takes: the module, which of its calls, which of its results.</summary>
    public IReadOnlyList<(string Layer, int Call, int Result)> Inputs { get; init; } = [];
}
