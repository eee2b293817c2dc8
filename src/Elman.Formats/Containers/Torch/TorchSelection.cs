using Elman.Formats.Containers.Pickle;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>Which of the dictionaries of a file holds the weights.</summary>
internal static class TorchSelection
{
    /// <summary>The keys under which checkpoints keep the weights of their model.</summary>
    private static readonly string[] _usual = ["state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params"];

    /// <summary>The dictionary of the weights, and what had to be assumed to find it.</summary>
    /// <param name="key">The path that the caller names; null to find it.</param>
    public static TorchDictionary Find(ByteSource source, PickleValue root, string? key, List<string> remarks)
    {
        var search = new TorchSearch(root);
        List<TorchDictionary> all = search.Dictionaries;
        if (key is not null) return all.Find(one => one.Path == key) ?? throw source.Bad(null, $"expected a dictionary of tensors under the key '{BadFileException.Shown(key)}', found {Listed(all)}. Name one of these.");
        if (all.Count == 0) throw Nothing(source, search);
        if (all.Exists(one => one.HasMatrix)) all = all.FindAll(one => one.HasMatrix);
        if (all.Count == 1 && all[0].Path == TorchDictionary.Root) return all[0];
        TorchDictionary[] usual = [.. all.Where(one => _usual.Contains(one.Path))];
        TorchDictionary? chosen = all.Count == 1 ? all[0] : usual.Length == 1 ? usual[0] : usual.Length == 0 ? all.Find(one => one.Path == TorchDictionary.Root) : null;
        if (chosen is null) throw source.Bad(null, $"it is not clear which dictionary holds the weights: {Listed(all)}. Name one of these as the key.");
        TorchDictionary[] others = [.. all.Where(one => one != chosen)];
        if (chosen.Path != TorchDictionary.Root || others.Length > 0)
            remarks.Add($"The weights are {chosen}{(others.Length == 0 ? ", the only dictionary of tensors" : $", and not {Listed(others)}")}; LoadOptions.Key names another.");
        return chosen;
    }

    private static BadFileException Nothing(ByteSource source, TorchSearch search)
    {
        if (search.Objects.Count == 0) return source.Bad(null, $"expected a dictionary of tensors, found none. In PyTorch: torch.save(model.state_dict(), 'model.pt').");
        (string path, PickleCall found) = search.Objects[0];
        List<KeyValuePair<string, PickleValue>> tensors = TorchModuleTree.Tensors(found);
        string where = path == TorchDictionary.Root ? "it holds" : $"under '{BadFileException.Shown(path)}' it holds";
        string listed = tensors.Count == 0 ? "no tensors" : FormattableString.Invariant($"{tensors.Count} tensors ({string.Join(", ", tensors.Take(4).Select(tensor => BadFileException.Shown(tensor.Key)))}{(tensors.Count > 4 ? ", …" : "")})");
        return source.Bad(null, $"{where} {BadFileException.Shown(TorchValues.Words(found), 120)}, whose code would have to be run, and nothing in a file is run; {listed} stand in it. In PyTorch: torch.save(model.state_dict(), 'model.pt').");
    }

    private static string Listed(IReadOnlyList<TorchDictionary> dictionaries)
    {
        const int most = 12;
        return dictionaries.Count == 0 ? "none" : string.Join(", ", dictionaries.Take(most)) + (dictionaries.Count > most ? ", …" : "");
    }
}
