namespace Elman.Models;

/// <summary>A module as a framework prints it, with what stands in it.</summary>
/// <param name="Key">Its name in the module around it.</param>
/// <param name="Class">Such as <c>LSTM</c>.</param>
/// <param name="Arguments">What stands in its parentheses.</param>
internal sealed record PrintedModule(string Key, string Class, string Arguments, IReadOnlyList<PrintedModule> Children)
{
    public long Parameters { get; init; }

    /// <summary>The shape of its result; null where it is never called itself.</summary>
    public Layers.SignalShape? Output { get; init; }

    /// <summary>The steps of its result; null where nothing is said of them.</summary>
    public int? Steps { get; init; }

    /// <summary>Whether it takes and gives (N, C, L), the features before the steps.</summary>
    public bool IsChannelsFirst { get; init; }

    /// <summary>Whether an axis of one step is left where the steps are gone.</summary>
    public bool KeepsSteps { get; init; }

    public bool IsRecurrent { get; init; }

    public long AllParameters => Parameters + Children.Sum(child => child.AllParameters);

    /// <summary>The class alone, or with what stands in it, each on a line.</summary>
    public string Write()
    {
        if (Children.Count == 0) return Arguments.Length == 0 && !TakesParentheses ? Class : $"{Class}({Arguments})";
        IEnumerable<string> lines = Entries().Select(entry => $"  ({entry.Key}): {entry.Text.Replace("\n", "\n  ")}");
        return $"{Class}(\n{string.Join('\n', lines)}\n)";
    }

    /// <summary>Whether empty parentheses are printed, as PyTorch does and Gluon does not.</summary>
    public bool TakesParentheses { get; init; } = true;

    /// <summary>Whether equal neighbours are printed once with their number, as PyTorch's ModuleList does.</summary>
    public bool JoinsEqual { get; init; }

    private IEnumerable<(string Key, string Text)> Entries()
    {
        for (int i = 0; i < Children.Count; i++)
        {
            (int first, string text) = (i, Children[i].Write());
            while (JoinsEqual && i + 1 < Children.Count && Children[i + 1].Write() == text) i++;
            yield return first == i ? (Children[i].Key, text) : ($"{Children[first].Key}-{Children[i].Key}", $"{i - first + 1} x {text}");
        }
    }
}
