namespace Elman.Recurrent;

/// <summary>
/// What a cell is made of, by name. Parameters, files, summaries and traces work from these names and never ask which cell it is.
/// </summary>
/// <param name="Name">The name in the list of cells, such as <c>lstm</c>.</param>
public sealed record CellSpec(string Name)
{
    /// <summary>What a trace puts behind the name of a gate for what its activation is applied to.</summary>
    public const string PreActivation = ".pre";

    /// <summary>The gates in the order in which their rows are stacked in the weights.</summary>
    public required string[] Gates { get; init; }

    /// <summary>The gates that have a recurrent product, in the same order; early ones first.</summary>
    public required string[] Products { get; init; }

    /// <summary>The vectors that a cell has beside its matrices, a number for each unit; each is a parameter of this name.</summary>
    public string[] Vectors { get; init; } = [];

    /// <summary>What is carried from step to step. The first is the output.</summary>
    public required string[] States { get; init; }

    /// <summary>What each kept value is, for a trace: the name of a gate, or another; in the order in which a step computes them.</summary>
    public required string[] Kept { get; init; }

    /// <summary>The equations of a step, one a line, with their source.</summary>
    public required string Equations { get; init; }

    /// <summary>
    /// What a trace shows, in the order in which a step computes it: before each gate what its activation is applied to, named as in
    /// <c>forget.pre</c>; the states last, and of these the output, which is made of the others.
    /// </summary>
    public IReadOnlyList<ShownValue> Shown =>
    [
        .. Gates.Index().Where(gate => !Kept.Contains(gate.Item)).Select(gate => new ShownValue(gate.Item + PreActivation, TraceKind.PreActivation, gate.Index)),
        .. Kept.Index().SelectMany(kept => ShownOf(kept.Item, kept.Index)),
        .. States.Index().Reverse().Select(state => new ShownValue(state.Item, TraceKind.State, state.Index)),
    ];

    private IEnumerable<ShownValue> ShownOf(string kept, int index)
    {
        int gate = Gates.IndexOf(kept);
        if (gate >= 0) yield return new(kept + PreActivation, TraceKind.PreActivation, gate);
        yield return new(kept, gate >= 0 ? TraceKind.Gate : TraceKind.Value, index);
    }

    /// <summary>Refuses a spec whose names do not fit the counts.</summary>
    internal void Check(CellShape shape)
    {
        Same("gates", Gates.Length, shape.Gates);
        Same("recurrent products", Products.Length, shape.Products);
        Same("vectors", Vectors.Length, shape.Vectors);
        Same("states", States.Length, shape.States);
        Same("kept values", Kept.Length, shape.Kept);
        if (shape.Gates is < 1 or > Values<int>.Most || shape.States is < 1 or > Values<int>.Most || shape.Kept is < 0 or > Values<int>.Most || shape.Vectors is < 0 or > Values<int>.Most)
            throw new ArgumentException($"Cell '{Name}': gates and states are 1 to {Values<int>.Most}, kept values and vectors 0 to {Values<int>.Most}; found {shape}.");
        if (Shown.Select(value => value.Name).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Cell '{Name}' has two kept values or states named '{twice.Key}'; a trace and a saved state tell them apart by name.");
        if (shape.HasReadout && (shape.States < 2 || shape.SplitGradients))
            throw new ArgumentException($"Cell '{Name}' declares a readout, for which it needs two states and one gradient for both products of a gate; found {shape}.");
        if (shape.Products > shape.Gates || shape.EarlyProducts > shape.Products || !Products.AsSpan().SequenceEqual(Gates.AsSpan(0, Products.Length)))
            throw new ArgumentException($"Cell '{Name}': recurrent product p belongs to gate p, so the products are the first of the gates; found products {string.Join(", ", Products)} for gates {string.Join(", ", Gates)}.");
    }

    private void Same(string what, int names, int count)
    {
        if (names != count) throw new ArgumentException($"Cell '{Name}' names {names} {what} in its spec and counts {count} in its shape.");
    }
}
