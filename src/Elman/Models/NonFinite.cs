using System.Globalization;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>A number that is NaN or infinite, and where it stands.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">Of an input, a parameter, or a traced value such as <c>forget.pre</c>.</param>
/// <param name="Value">NaN, ∞ or −∞.</param>
public sealed record NonFinite(TraceKind Kind, string Name, double Value)
{
    /// <summary>Null for an input of the model.</summary>
    public string? Node { get; init; }

    /// <summary>The layer within a recurrent node.</summary>
    public int? Layer { get; init; }

    /// <summary>Whether that layer's direction visits the steps from the end.</summary>
    public bool Reverse { get; init; }

    /// <summary>The sequence or example; null for a parameter.</summary>
    public int? Sample { get; init; }

    /// <summary>In the order of time; null where there are no steps.</summary>
    public int? Step { get; init; }

    /// <summary>The unit or feature; for a parameter, the place among its numbers.</summary>
    public int Unit { get; init; }

    /// <summary>Where in a parameter, one index for each axis; empty for all else.</summary>
    public IReadOnlyList<int> Index { get; init; } = [];

    private static readonly Dictionary<TraceKind, string> _words = new()
    {
        [TraceKind.PreActivation] = "pre-activation",
        [TraceKind.Gate] = "gate",
        [TraceKind.Value] = "value",
        [TraceKind.State] = "state",
        [TraceKind.Gradient] = "gradient",
    };

    /// <summary>As in <c>node 'lstm', layer 1 (forward), step 17, gate 'forget' of sample 3, unit 5: NaN</c>.</summary>
    public override string ToString()
    {
        string value = double.IsNaN(Value) ? "NaN" : Value > 0 ? "infinite" : "negative infinite";
        string step = Step is int at ? Text($", step {at}") : "";
        return Kind switch
        {
            TraceKind.Input => Text($"input '{Name}'{step} of sample {Sample}, feature {Unit}: {value}"),
            TraceKind.Parameter => $"node '{Node}', parameter '{Name}' at ({string.Join(", ", Index.Select(index => Text($"{index}")))}): {value}",
            TraceKind.Output => Text($"node '{Node}'{step}, output of sample {Sample}, feature {Unit}: {value}"),
            _ => Text($"node '{Node}', layer {Layer} ({(Reverse ? "backward" : "forward")}){step}, {_words[Kind]} '{Name}' of sample {Sample}, unit {Unit}: {value}"),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
