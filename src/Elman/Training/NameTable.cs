using System.Text.Json.Nodes;

namespace Elman.Training;

/// <summary>One row of a list of things that can be asked for by name.</summary>
/// <param name="Names">The name, and the names that other frameworks have for it.</param>
internal sealed record NamedRow<TResult>(string[] Names, Func<SettingReader, TResult> Make);

/// <summary>A list of things by name.</summary>
internal static class NameTable
{
    /// <summary>Makes what a name means, with its settings; an unknown name is refused with the known ones.</summary>
    public static TResult Make<TResult>(string kind, IReadOnlyList<NamedRow<TResult>> rows, string name, JsonObject? settings)
    {
        string asked = Plain(name);
        NamedRow<TResult> row = rows.FirstOrDefault(row => row.Names.Any(known => Plain(known) == asked))
            ?? throw new ArgumentException($"There is no {kind} '{name}'. Known: {string.Join(", ", rows.Select(row => row.Names[0]))}.");
        var reader = new SettingReader($"{kind} '{row.Names[0]}'", settings);
        TResult result = row.Make(reader);
        reader.End();
        return result;
    }

    /// <summary>As frameworks differ in case, dashes and underscores.</summary>
    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
