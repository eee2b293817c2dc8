using System.Text.RegularExpressions;

namespace Elman.Tests.Architecture;

/// <summary>The words that a name is made of.</summary>
internal static partial class Words
{
    /// <summary><c>packedRowsOf2D</c> gives packed, Rows, Of, D.</summary>
    public static IEnumerable<string> Of(string name) => Capital.Matches(name).Select(match => match.Value);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Capital { get; }
}
