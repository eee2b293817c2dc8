using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>How one framework names the arrays of its modules: its whole dialect, as data.</summary>
/// <param name="Inner">What may stand between a layer's path and the names of its arrays; the first is what is written.</param>
/// <param name="Habits">What the framework does where a file says nothing.</param>
internal sealed record ModuleTable(IReadOnlyList<CellForm> Cells, IReadOnlyList<PlainForm> Plain, IReadOnlyList<string> Inner, ModuleHabits Habits)
{
    /// <summary>The paths of the two directions of a layer that runs both ways; null where the framework has none.</summary>
    public (string Forward, string Backward)? Ways { get; init; }

    /// <summary>Whether a layer can run in reverse alone, with its outputs in the order of time.</summary>
    public bool RunsReverse { get; init; }

    /// <summary>Arrays that are no parameters: accepted while all their numbers are zero.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>What a framework's users write between and before the names of a path.</summary>
    public (char Between, string Before)? Separators { get; init; }

    /// <summary>A name that another framework's modules of the same names have besides.</summary>
    public string? NotWith { get; init; }

    /// <summary>Whether the arrays of a file have this framework's names.</summary>
    public bool Knows(ArrayFile file) => (NotWith is null || !file.Names.Any(name => EndsWith(name, NotWith))) && file.Names.Any(name => Cells.Any(form => EndsWith(name, form.Weights[0].Theirs)));

    /// <summary>Whether it is a state that a file carries along and nothing is lost without.</summary>
    public bool IsState(NamedArray array) => States.Any(state => EndsWith(array.Name, state)) && !array.Bytes.ContainsAnyExcept((byte)0);

    /// <summary>The kinds of node that have a place, for messages.</summary>
    public string KnownKinds => string.Join(", ", new[] { RecurrentStack<float>.Kind }.Concat(Plain.Select(form => form.Kind))) + ", " + SilentLayers.Known;

    public static bool EndsWith(string name, string part) => name.EndsWith(part, StringComparison.Ordinal) && (name.Length == part.Length || name[^(part.Length + 1)] == '.');

    /// <summary>The same arrays with a dot between the names of a path.</summary>
    public ArrayFile Dotted(ArrayFile file)
    {
        if (Separators is not var (between, before)) return file;
        var dotted = new ArrayFile { Source = file.Source };
        foreach (NamedArray array in file)
        {
            string name = array.Name.Replace(between, '.');
            if (name.StartsWith(before + ".", StringComparison.Ordinal)) name = name[(before.Length + 1)..];
            if (dotted.Contains(name)) throw new BadFileException(file.Source ?? "memory", $"'{BadFileException.Shown(array.Name)}' and another array are the same parameter, '{BadFileException.Shown(name)}'.");
            dotted.Add(array.Renamed(name));
        }
        return dotted;
    }
}
