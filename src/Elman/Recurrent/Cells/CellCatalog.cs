using System.Text.Json.Nodes;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>The cells by name, as files and summaries call them. A new cell of the library is one more row; one from outside joins by <see cref="Add"/>.</summary>
public static class CellCatalog
{
    private static readonly Lock _lock = new();

    private static readonly Dictionary<string, Func<JsonObject, Cell>> _rows = new(StringComparer.Ordinal)
    {
        ["elman"] = options => Elman(Read(options, "activation", "tanh")),
        ["lstm"] = options => Lstm(Read(options, "gate", "sigmoid"), Read(options, "candidate", "tanh"), Read(options, "output", "tanh")),
        ["gru"] = options => Gru(Read(options, "gate", "sigmoid"), Read(options, "candidate", "tanh")),
        ["gru_reset_before"] = options => GruResetBefore(Read(options, "gate", "sigmoid"), Read(options, "candidate", "tanh")),
    };

    /// <summary>The names in the list.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _rows.Keys];
        }
    }

    /// <summary>Makes a cell from outside known by its name, so that models with it can be saved and loaded.</summary>
    public static void Add(string name, Func<JsonObject, Cell> build)
    {
        lock (_lock)
            if (!_rows.TryAdd(name, build)) throw new ArgumentException($"There is already a cell named '{name}'. Give yours another name.");
    }

    /// <summary>The cell of a name with its options.</summary>
    public static Cell Build(string name, JsonObject options)
    {
        Func<JsonObject, Cell>? build;
        lock (_lock) _rows.TryGetValue(name, out build);
        return build is not null
            ? build(options)
            : throw new NotSupportedException($"There is no cell named '{name}'. Known: {string.Join(", ", Names)}. A cell of your own is made known by {nameof(CellCatalog)}.{nameof(Add)}.");
    }

    /// <summary>Elman's simple recurrent network with any activation; tanh where none is given.</summary>
    public static Cell Elman(Activation? activation = null)
    {
        activation ??= Activation.Tanh;
        ElmanVisitor visitor = default;
        return activation.Accept<ElmanVisitor, Cell>(ref visitor).With(("activation", activation));
    }

    /// <summary>LSTM; σ, tanh and tanh where no activation is given.</summary>
    public static Cell Lstm(Activation? gate = null, Activation? candidate = null, Activation? output = null)
    {
        (gate, candidate, output) = (gate ?? Activation.Sigmoid, candidate ?? Activation.Tanh, output ?? Activation.Tanh);
        var visitor = new LstmGate(candidate, output);
        return gate.Accept<LstmGate, Cell>(ref visitor).With(("gate", gate), ("candidate", candidate), ("output", output));
    }

    /// <summary>GRU with the reset gate after the recurrent product; σ and tanh where no activation is given.</summary>
    public static Cell Gru(Activation? gate = null, Activation? candidate = null)
    {
        (gate, candidate) = (gate ?? Activation.Sigmoid, candidate ?? Activation.Tanh);
        var visitor = new GruGate(candidate);
        return gate.Accept<GruGate, Cell>(ref visitor).With(("gate", gate), ("candidate", candidate));
    }

    /// <summary>GRU with the reset gate before the recurrent product; σ and tanh where no activation is given.</summary>
    public static Cell GruResetBefore(Activation? gate = null, Activation? candidate = null)
    {
        (gate, candidate) = (gate ?? Activation.Sigmoid, candidate ?? Activation.Tanh);
        var visitor = new GruResetBeforeGate(candidate);
        return gate.Accept<GruResetBeforeGate, Cell>(ref visitor).With(("gate", gate), ("candidate", candidate));
    }

    private static Activation Read(JsonObject options, string key, string otherwise)
    {
        if (options[key] is not { } given) return Activation.Parse(otherwise);
        return given is JsonValue value && value.TryGetValue(out string? text)
            ? Activation.Parse(text)
            : throw new FormatException($"A cell's option '{key}' must be the name of an activation as text, found {given.ToJsonString()}.");
    }

    private static Cell Then<TVisitor>(Activation activation, TVisitor visitor) where TVisitor : struct, IActivationVisitor<Cell> =>
        activation.Accept<TVisitor, Cell>(ref visitor);

    // From activations as values to activations as type parameters, one at a time.

    private readonly struct ElmanVisitor : IActivationVisitor<Cell>
    {
        public Cell Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => Cell.Of(new ElmanCell<TActivation>(activation));
    }

    private readonly struct LstmGate(Activation candidate, Activation output) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, new LstmCandidate<TGate>(gate, output));
    }

    private readonly struct LstmCandidate<TGate>(TGate gate, Activation output) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Then(output, new LstmOutput<TGate, TCandidate>(gate, candidate));
    }

    private readonly struct LstmOutput<TGate, TCandidate>(TGate gate, TCandidate candidate) : IActivationVisitor<Cell>
        where TGate : struct, IActivation
        where TCandidate : struct, IActivation
    {
        public Cell Visit<TOutput>(TOutput output) where TOutput : struct, IActivation => Cell.Of(new LstmCell<TGate, TCandidate, TOutput>(gate, candidate, output));
    }

    private readonly struct GruGate(Activation candidate) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, new GruCandidate<TGate>(gate));
    }

    private readonly struct GruCandidate<TGate>(TGate gate) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Cell.Of(new GruCell<TGate, TCandidate>(gate, candidate));
    }

    private readonly struct GruResetBeforeGate(Activation candidate) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, new GruResetBeforeCandidate<TGate>(gate));
    }

    private readonly struct GruResetBeforeCandidate<TGate>(TGate gate) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Cell.Of(new GruResetBeforeCell<TGate, TCandidate>(gate, candidate));
    }
}
