using Elman.Formats.Containers.Pickle;

namespace Elman.Formats.Containers.Torch;

/// <summary>A dictionary of tensors somewhere in a file: where it stands, and what is in it.</summary>
/// <param name="Path">The keys that lead to it, with a slash between; a dot for the whole file.</param>
internal sealed record TorchDictionary(string Path, IReadOnlyList<KeyValuePair<string, PickleValue>> Entries)
{
    /// <summary>The path of the outermost dictionary.</summary>
    public const string Root = ".";

    public int Tensors => Entries.Count(entry => IsArray(entry.Value));

    /// <summary>Whether it can be the weights of a model and is not merely counters and states.</summary>
    public bool HasMatrix => Entries.Any(entry => NumPyValues.IsArray(entry.Value) || TorchValues.IsTensor(entry.Value) && TorchValues.IsMatrix(entry.Value));

    /// <summary>Whether an entry describes numbers, of PyTorch or of NumPy.</summary>
    public static bool IsArray(PickleValue value) => TorchValues.IsTensor(value) || NumPyValues.IsArray(value);

    public override string ToString() => FormattableString.Invariant($"'{Storage.BadFileException.Shown(Path)}' ({Tensors} tensors)");
}

/// <summary>Looks through the plain data of a pickle for dictionaries of tensors and for whole modules.</summary>
/// <remarks>What is referred to often is looked at once, so neither cycles nor references that multiply can hold it up.</remarks>
internal sealed class TorchSearch
{
    /// <summary>As deep as checkpoints nest their dictionaries, and as long as their keys are together: a long key before many others would make much text of a small file.</summary>
    private const int Deepest = 6, Longest = 400;

    private readonly HashSet<PickleValue> _seen = new(ReferenceEqualityComparer.Instance);

    public List<TorchDictionary> Dictionaries { get; } = [];

    /// <summary>Objects whose class would have to be run, by where they stand.</summary>
    public List<(string Path, PickleCall Object)> Objects { get; } = [];

    public TorchSearch(PickleValue root) => Look(root, TorchDictionary.Root, 0);

    private void Look(PickleValue value, string path, int depth)
    {
        if (depth > Deepest || path.Length > Longest || TorchDictionary.IsArray(value) || !_seen.Add(value)) return;
        if (PickleForms.Pairs(value) is { } pairs)
        {
            KeyValuePair<string, PickleValue>[] entries = [.. pairs.Where(pair => pair.Key is PickleText).Select(pair => KeyValuePair.Create(((PickleText)pair.Key).Value, pair.Value))];
            var dictionary = new TorchDictionary(path, entries);
            if (dictionary.Tensors > 0) Dictionaries.Add(dictionary);
            foreach ((string key, PickleValue inner) in entries) Look(inner, Joined(path, key), depth + 1);
        }
        else if (PickleForms.Items(value) is { } items)
        {
            foreach ((int i, PickleValue item) in items.Index()) Look(item, Joined(path, FormattableString.Invariant($"{i}")), depth + 1);
        }
        else if (value is PickleCall call) Objects.Add((path, call));
    }

    private static string Joined(string path, string key) => path == TorchDictionary.Root ? key : $"{path}/{key}";
}
