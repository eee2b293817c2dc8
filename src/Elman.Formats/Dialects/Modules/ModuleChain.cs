using System.Globalization;

namespace Elman.Formats.Dialects;

/// <summary>Puts modules in an order in which each takes what the one before gives.</summary>
/// <remarks>
/// Files are often sorted by name, so their order tells little: then recurrent modules are tried before norms and norms before Linear modules, names in
/// their natural order (<c>head.3</c> before <c>head.10</c>). A file that is not sorted keeps the order of definition. Modules of one Sequential stay in order.
/// </remarks>
internal sealed class ModuleChain
{
    /// <summary>Attempts after which a search is given up; a real model takes as many as it has modules, squared.</summary>
    private const int MostAttempts = 100_000;

    private const int MostModules = 500;

    private readonly FileModule[] _candidates;
    private readonly int _count;
    private readonly List<FileModule> _chain = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private FileModule[]? _found;
    private bool _hasOthers;
    private int _attempts;

    private ModuleChain(List<FileModule[]> modules)
    {
        string[] paths = [.. modules.Select(module => module[0].Path)];
        bool isSorted = paths.SequenceEqual(paths.Order(StringComparer.Ordinal));
        IEnumerable<FileModule[]> ordered = isSorted ? modules.OrderBy(module => Natural(module[0].Path), StringComparer.Ordinal) : modules;
        _candidates = [.. ordered.SelectMany(module => module).OrderBy(module => Rank(module, isSorted))];
        _count = modules.Count;
    }

    /// <summary>The order, and whether another would fit too; null where none does.</summary>
    public static (FileModule[] Order, bool HasOthers)? Find(List<FileModule[]> modules)
    {
        if (modules.Count > MostModules) return null;
        var search = new ModuleChain(modules);
        search.Extend();
        return search._found is { } found ? (found, search._hasOthers || search._attempts >= MostAttempts) : null;
    }

    /// <summary>The order that somebody names, if the shapes fit; null where they do not.</summary>
    public static FileModule[]? InOrder(IEnumerable<FileModule[]> modules)
    {
        var chain = new List<FileModule>();
        foreach (FileModule[] module in modules)
        {
            if (module.FirstOrDefault(candidate => Fits(chain.LastOrDefault(), candidate)) is not { } next) return null;
            chain.Add(next);
        }
        return [.. chain];
    }

    /// <summary>Goes on until a second order is found, so that it can be said whether there is a choice.</summary>
    private void Extend()
    {
        if (_chain.Count == _count)
        {
            if (_found is null) _found = [.. _chain];
            else _hasOthers = true;
            return;
        }
        foreach (FileModule candidate in _candidates)
        {
            if (_hasOthers || _attempts >= MostAttempts) return;
            if (_used.Contains(candidate.Path) || !Fits(_chain.LastOrDefault(), candidate) || IsTooEarly(candidate)) continue;
            _attempts++;
            _chain.Add(candidate);
            _used.Add(candidate.Path);
            Extend();
            _chain.RemoveAt(_chain.Count - 1);
            _used.Remove(candidate.Path);
        }
    }

    private static bool Fits(FileModule? before, FileModule next) => before is null || (!next.TakesIds && next.Inputs == before.Outputs);

    /// <summary>Whether a module that stands before this one in the same Sequential has not come yet.</summary>
    private bool IsTooEarly(FileModule module) => module.Place is { } place
        && _candidates.Any(other => other.Place is { } otherPlace && otherPlace.Parent == place.Parent && otherPlace.Number < place.Number && !_used.Contains(other.Path));

    private static int Rank(FileModule module, bool isSorted) =>
        module.TakesIds ? (module.Path.Contains("emb", StringComparison.OrdinalIgnoreCase) ? 0 : 9)      // a matrix without a bias is rather a Linear where its name says nothing
        : !isSorted ? 1
        : module.IsRecurrent ? 1
        : module.IsNorm ? 2 : 3;

    /// <summary>Numbers in a name filled up with zeros, so that they compare by size.</summary>
    private static string Natural(string path)
    {
        var parts = path.Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number.ToString("D10", CultureInfo.InvariantCulture) : part);
        return string.Join('.', parts);
    }
}
