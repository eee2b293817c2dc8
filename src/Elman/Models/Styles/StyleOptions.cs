using Elman.Recurrent;

namespace Elman.Models;

/// <summary>What a <see cref="SummaryStyle"/> shows beside the model; what a style has no place for, it refuses.</summary>
public sealed record StyleOptions
{
    /// <summary>N of the shapes; left open, or left away, where null.</summary>
    public int? Sequences { get; init; }

    /// <summary>T of the shapes; left open where null.</summary>
    public int? Steps { get; init; }

    /// <summary>The class of the whole model in PyTorch and Gluon (<c>Tagger</c>), its name in Keras (<c>sequential_1</c>).</summary>
    public string? Name { get; init; }

    /// <summary>The order of the axes that PyTorch and Gluon name; <see cref="Layout.BatchFirst"/> or <see cref="Layout.TimeFirst"/>.</summary>
    public Layout? Layout { get; init; }

    /// <summary>Whether Keras 2 shows sizes in bytes, as it does since 2.13; true where null.</summary>
    public bool? Sizes { get; init; }

    /// <summary>The names of what was given.</summary>
    internal IEnumerable<string> Given =>
        new (string Name, object? Value)[] { (nameof(Sequences), Sequences), (nameof(Steps), Steps), (nameof(Name), Name), (nameof(Layout), Layout), (nameof(Sizes), Sizes) }
            .Where(option => option.Value is not null).Select(option => option.Name);

    internal void Check(SummaryStyle style)
    {
        if (Given.Except(style.Takes).FirstOrDefault() is { } unused)
            throw new ArgumentException($"The style '{style.Name}' has no place for {unused}. It takes: {(style.Takes.Count == 0 ? "nothing" : string.Join(", ", style.Takes))}.");
        if (Sequences < 1) throw new ArgumentException($"A shape has at least 1 sequence, found {Sequences}.");
        if (Steps < 1) throw new ArgumentException($"A shape has at least 1 step, found {Steps}.");
        if (Layout is not (null or Recurrent.Layout.BatchFirst or Recurrent.Layout.TimeFirst))
            throw new ArgumentException($"{style.Framework} has the layouts {Recurrent.Layout.BatchFirst} and {Recurrent.Layout.TimeFirst}, found {Layout}.");
        if (Name is not null && (Name.Length == 0 || Name.Any(char.IsControl))) throw new ArgumentException("A name is text without control characters.");
    }
}

/// <summary>A summary in somebody's style.</summary>
/// <param name="Style">Its name.</param>
/// <param name="Text">As the framework or tool prints it, character for character, without the last line end.</param>
/// <param name="Remarks">What must be said beside it so that it is not misread, a sentence each.</param>
public sealed record StyledSummary(string Style, string Text, IReadOnlyList<string> Remarks)
{
    public override string ToString() => string.Join('\n', Remarks.Prepend(Text));
}
