using System.Text.Json.Nodes;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Formats.Dialects;

/// <summary>One recurrent class of a framework, and the cell it is here.</summary>
/// <param name="Class">What the framework calls it.</param>
/// <param name="Cell">The name in the catalog of cells.</param>
/// <param name="Bias">The places of biases; a gate that has one place holds the sum of our two.</param>
internal sealed record CellForm(string Class, string Cell, IReadOnlyList<ArrayPlace> Weights, IReadOnlyList<ArrayPlace> Bias)
{
    public const string InputWeight = "input_weight", RecurrentWeight = "recurrent_weight", InputBias = "input_bias", RecurrentBias = "recurrent_bias";

    /// <summary>Whether the class can be made without biases.</summary>
    public bool MayLackBias { get; init; } = true;

    /// <summary>The activations that the class lets choose; those of one group are chosen together.</summary>
    public IReadOnlyList<string[]> Chosen { get; init; } = [];

    public IEnumerable<ArrayPlace> Places => Weights.Concat(Bias);

    /// <summary>The biases of a layer of this class.</summary>
    public BiasKind Kind(bool hasBias) => !hasBias ? BiasKind.None : Bias.Any(place => place.Ours == RecurrentBias) ? BiasKind.Two : BiasKind.One;

    /// <summary>Whether the two biases of a gate have one place.</summary>
    public bool Sums(string gate) => Bias.Count(place => place.Gates.Contains(gate)) == 1;

    /// <summary>Whether a bias of the recurrent product is multiplied by a gate, so that it cannot be moved to the other one.</summary>
    public bool IsInner(string gate) => Cell is "gru" or "mgu" && gate == "candidate";

    /// <summary>What of a cell's options the class does not have; null where it has all.</summary>
    public string? Misses(Cell cell)
    {
        JsonObject usual = CellCatalog.Build(Cell, []).Options;
        string? other = cell.Options.Select(option => option.Key).FirstOrDefault(key => !JsonNode.DeepEquals(cell.Options[key], usual[key]) && !Chosen.Any(group => group.Contains(key)));
        if (other is not null) return $"{other} = {cell.Options[other]!.ToJsonString()}";
        string[]? group = Chosen.FirstOrDefault(together => together.Any(key => !JsonNode.DeepEquals(cell.Options[key], cell.Options[together[0]])));
        return group is null ? null : string.Join(" other than ", group);
    }
}

/// <summary>A layer of a framework beside the recurrent ones, and the kind it is here.</summary>
/// <param name="Arrays">The places of its parameters, the last of which may be missing where it is a bias.</param>
internal sealed record PlainForm(string Class, string Kind, IReadOnlyList<ArrayPlace> Arrays);
