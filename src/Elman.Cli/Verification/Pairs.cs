using System.Globalization;
using Elman.Cli.Loading;
using Elman.Storage;

namespace Elman.Cli.Verification;

/// <summary>Arrays that belong together, by their role: <c>x</c>, <c>x.INPUT</c>, <c>y</c>, <c>y.OUTPUT</c>, <c>lengths</c>.</summary>
/// <param name="Step">The step of a session; null for whole sequences.</param>
internal sealed record Group(string Example, int? Step, Dictionary<string, NamedArray> Arrays)
{
    /// <summary>As in <c>example 3/step0</c>, for messages.</summary>
    public string Name => (Example, Step) switch
    {
        ("", null) => "the pairs",
        ("", int step) => string.Create(CultureInfo.InvariantCulture, $"step{step}"),
        (_, null) => $"example '{Example}'",
        (_, int step) => string.Create(CultureInfo.InvariantCulture, $"example '{Example}', step{step}"),
    };

    public IEnumerable<(string Role, NamedArray Array)> Inputs => Of(InputFile.Input);

    public IEnumerable<(string Role, NamedArray Array)> Expected => Of(OutputFile.Output);

    public int[]? Lengths => Arrays.TryGetValue(InputFile.Lengths, out NamedArray? array) ? InputFile.Ids(array).Values.ToArray() : null;

    private IEnumerable<(string Role, NamedArray Array)> Of(string letter) =>
        Arrays.Where(pair => pair.Key == letter || pair.Key.StartsWith(letter + ".", StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value));
}

/// <summary>Inputs and expected outputs: arrays named <c>[EXAMPLE/][stepK.]ROLE</c>.</summary>
internal sealed class Pairs
{
    private const string StepWord = "step";

    private Pairs(string path, IReadOnlyList<Group> groups, IReadOnlyList<string> ignored) => (Path, Groups, Ignored) = (path, groups, ignored);

    public string Path { get; }

    /// <summary>In the order of the file; the steps of an example in their own.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>Arrays that have no role.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <param name="roles">The role of an array whose name tells another or none, by its whole name or by what stands behind example and step.</param>
    public static Pairs Read(string path, IReadOnlyDictionary<string, string> roles)
    {
        ArrayFile file = ArrayFile.Load(path);
        var groups = new OrderedDictionary<(string, int?), Group>();
        var ignored = new List<string>();
        var mapped = new HashSet<string>(StringComparer.Ordinal);
        foreach (NamedArray array in file)
        {
            (string example, int? step, string name) = Split(array.Name);
            string key = roles.ContainsKey(array.Name) ? array.Name : name;
            string role = roles.GetValueOrDefault(key, InputFile.Usual(name));
            if (roles.ContainsKey(key)) mapped.Add(key);
            if (!IsRole(role))
            {
                ignored.Add(array.Name);
                continue;
            }
            if (!groups.TryGetValue((example, step), out Group? group)) groups.Add((example, step), group = new(example, step, []));
            if (!group.Arrays.TryAdd(role, array)) throw new WrongUseException($"'{path}': two arrays are for '{role}': '{group.Arrays[role].Name}' and '{array.Name}'. Keep one, or map one elsewhere.");
        }
        if (roles.Keys.FirstOrDefault(key => !mapped.Contains(key)) is { } unknown)
            throw new WrongUseException($"--map: '{path}' has no array '{unknown}'. It has: {Names(file)}.");
        Group? alone = groups.Values.FirstOrDefault(group => group.Expected.Any() && !group.Inputs.Any());
        if (alone is not null) throw new WrongUseException($"'{path}': found '{alone.Expected.First().Array.Name}', and no input that belongs to it. Add an array named {InputFile.Input}, or name one by --map.");
        if (!groups.Values.Any(group => group.Expected.Any()))
            throw new WrongUseException($"'{path}': expected an array named y or y.OUTPUT to compare with, found {Names(file)}. Rename it, or give its role with --map NAME=y.");
        return new(path, [.. groups.Values.OrderBy(group => group.Step ?? -1)], ignored);
    }

    private static bool IsRole(string name) => name.Split('.')[0] is InputFile.Input or OutputFile.Output || name == InputFile.Lengths;

    private static (string Example, int? Step, string Name) Split(string name)
    {
        int slash = name.LastIndexOf('/');
        string example = slash < 0 ? "" : name[..slash], rest = name[(slash + 1)..];
        int dot = rest.IndexOf('.');
        return dot > StepWord.Length && rest.StartsWith(StepWord, StringComparison.Ordinal) && int.TryParse(rest.AsSpan(StepWord.Length, dot - StepWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? (example, step, rest[(dot + 1)..])
            : (example, null, rest);
    }

    private static string Names(ArrayFile file) => string.Join(", ", file.Names.Take(12).DefaultIfEmpty("none")) + (file.Count > 12 ? ", …" : "");
}
