using System.Text.Json.Nodes;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>The cells by name, as files and summaries call them. A new cell of the library is one more row; one from outside joins by <see cref="Add"/>.</summary>
public static partial class CellCatalog
{
    private static readonly Lock _lock = new();

    private static readonly Dictionary<string, Func<JsonObject, Cell>> _rows = new(StringComparer.Ordinal)
    {
        ["elman"] = options => Elman(CellOptions.Read(options, "activation", Activation.Tanh), CellOptions.Clip(options)),
        ["elman_residual"] = options => ElmanResidual(CellOptions.Read(options, "activation", Activation.Tanh), CellOptions.Clip(options)),
        ["indrnn"] = options => Independent(CellOptions.Read(options, "activation", Activation.Relu), CellOptions.Clip(options)),
        ["lstm"] = options => Lstm(CellOptions.Lstm(options)),
        ["lstm_peephole"] = options => Lstm(CellOptions.Lstm(options) with { Peepholes = true }),
        ["lstm_coupled"] = options => Lstm(CellOptions.Lstm(options) with { Forgetting = Forgetting.Coupled }),
        ["lstm_coupled_peephole"] = options => Lstm(CellOptions.Lstm(options) with { Forgetting = Forgetting.Coupled, Peepholes = true }),
        ["lstm_no_forget"] = options => Lstm(CellOptions.Lstm(options) with { Forgetting = Forgetting.None }),
        ["gru"] = options => Gru(CellOptions.Gate(options), CellOptions.Candidate(options), CellOptions.Clip(options)),
        ["gru_reset_before"] = options => GruResetBefore(CellOptions.Gate(options), CellOptions.Candidate(options), CellOptions.Clip(options)),
        ["mgu"] = options => MinimalGated(CellOptions.Gate(options), CellOptions.Candidate(options), resets: true, CellOptions.Clip(options)),
        ["mgu_no_reset"] = options => MinimalGated(CellOptions.Gate(options), CellOptions.Candidate(options), resets: false, CellOptions.Clip(options)),
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

    // From activations as values to activations as type parameters, one at a time.

    private static Cell Then<TVisitor>(Activation activation, double? clip, TVisitor visitor) where TVisitor : struct, IActivationVisitor<Cell>
    {
        if (clip is not { } limit) return activation.Accept<TVisitor, Cell>(ref visitor);
        var clipping = new Clipping<TVisitor>(visitor, limit);
        return activation.Accept<Clipping<TVisitor>, Cell>(ref clipping);
    }

    private readonly struct Clipping<TVisitor>(TVisitor visitor, double limit) : IActivationVisitor<Cell> where TVisitor : struct, IActivationVisitor<Cell>
    {
        public Cell Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => visitor.Visit(new Clipped<TActivation>(activation, limit));
    }
}
