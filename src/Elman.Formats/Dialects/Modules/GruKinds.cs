namespace Elman.Formats.Dialects;

/// <summary>Why a GRU cannot be another framework's GRU: the two kinds are different functions, whatever their weights.</summary>
internal static class GruKinds
{
    private static readonly Dictionary<string, string> _resets = new() { ["gru"] = "after", ["gru_reset_before"] = "before" };

    /// <summary>The reason where both are GRUs of which one resets before and the other after the recurrent product; null elsewhere.</summary>
    /// <param name="theirs">The cells that the framework has.</param>
    public static string? Differ(string cell, IEnumerable<string> theirs, string framework) =>
        _resets.TryGetValue(cell, out string? ours) && theirs.FirstOrDefault(_resets.ContainsKey) is { } other
            ? $"; the model's GRU applies the reset gate {ours} the recurrent product, and the GRU of {framework} {_resets[other]} it; no weights make one of the other"
            : null;
}
