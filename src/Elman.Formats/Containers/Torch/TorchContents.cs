using Elman.Formats.Containers.Pickle;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>What a file of PyTorch holds before anybody asks for numbers: the plain data of its pickle, and where the storages are.</summary>
/// <param name="Producer">What wrote it, as far as the file tells.</param>
/// <param name="IsScript">Whether it is an archive of TorchScript.</param>
internal sealed record TorchContents(ByteSource Source, PickleValue Root, TorchStorages Storages, string Producer, bool IsScript)
{
    /// <summary>Text beside the weights, which only we write.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Tensors may share numbers of a storage, or repeat them: together they may be this many times the file, and a free megabyte.</summary>
    private const int MostGain = 8, FreeBytes = 1 << 20;

    /// <summary>The arrays of the weights.</summary>
    /// <param name="key">The path of their dictionary; null to find it.</param>
    public ArrayFile Arrays(string? key)
    {
        var remarks = new List<string>();
        IReadOnlyList<KeyValuePair<string, PickleValue>> entries = IsScript ? OfScript(key, remarks) : TorchSelection.Find(Source, Root, key, remarks).Entries;
        var file = new ArrayFile { Source = Source.Name, Producer = Producer, Remarks = remarks };
        foreach ((string name, string text) in Metadata) file.Metadata[name] = text;
        var values = new TorchValues(Source);
        var left = new List<string>();
        UInt128 taken = 0;
        foreach ((string name, PickleValue value) in entries)
        {
            if (IsPlain(value)) left.Add($"'{BadFileException.Shown(name)}' ({value.Words})");
            else if (file.Contains(name)) throw Source.Bad(null, $"the weight '{BadFileException.Shown(name)}' stands twice; expected each name once.");
            else file.Add(NumPyValues.IsArray(value) ? OfNumPy(name, (PickleCall)value) : Array(name, values.Tensor(value, name), ref taken));
        }
        if (left.Count > 0) remarks.Add($"Left out, since no tensors: {string.Join(", ", left.Take(6))}{(left.Count > 6 ? ", …" : "")}.");
        return file;
    }

    private List<KeyValuePair<string, PickleValue>> OfScript(string? key, List<string> remarks)
    {
        if (key is not null) throw Source.Bad(null, $"a key '{BadFileException.Shown(key)}' was given, but an archive of TorchScript holds one module. Leave it out.");
        if (Root is not PickleCall module) throw Source.Bad(null, $"expected a module of TorchScript, found {Root.Words}.");
        remarks.Add($"The weights are those of the TorchScript module {BadFileException.Shown(module.Name)}; its code was not run, so what the code does besides its layers is not known.");
        return TorchModuleTree.Tensors(module);
    }

    private NamedArray OfNumPy(string name, PickleCall value)
    {
        try
        {
            return NumPyValues.Array(name, value, Source.Name);
        }
        catch (FormatException error)
        {
            throw Source.Bad(null, $"array '{BadFileException.Shown(name)}': {error.Message}", error);
        }
    }

    private NamedArray Array(string name, TorchTensor tensor, ref UInt128 taken)
    {
        string shown = BadFileException.Shown(name);
        TorchStorage storage = tensor.Storage;
        if (tensor.Type.Held is not { } type) throw Source.Bad(null, $"tensor '{shown}' is of {tensor.Type.Name}: {tensor.Type.Refused}.");
        long declared = storage.Whole * storage.Type.Size;
        long found = Storages.Length(storage.Key) ?? (declared == 0 ? 0 : throw Source.Bad(null, $"tensor '{shown}': the file has no storage '{BadFileException.Shown(storage.Key)}'. It is damaged; save it again."));
        if (found != declared) throw Source.Bad(null, $"tensor '{shown}': its storage '{BadFileException.Shown(storage.Key)}' is declared with {declared} bytes, and the file has {found} there. It is damaged or made to harm.");
        taken += tensor.Bytes;
        if (taken > (UInt128)Source.Length * MostGain + FreeBytes)
            throw Source.Bad(null, $"with tensor '{shown}' the tensors take {taken} bytes out of a file of {Source.Length}; expected at most {MostGain} times the file. They repeat the same numbers; save tensor.contiguous() of each.");
        Shape shape = Extent.Holdable(tensor.Dimensions, type) ?? throw Source.Bad(null, $"tensor '{shown}': {tensor.Words} is more than one array can hold here ({System.Array.MaxLength} bytes). Save it in parts.");
        byte[] stored = declared == 0 ? [] : Storages.Whole(storage.Key, tensor.Type.Size);
        return new(name, type, shape, tensor.Gather(stored, shape), Source.Name);
    }

    /// <summary>What a state_dict may hold beside tensors without meaning weights by it.</summary>
    private static bool IsPlain(PickleValue value) =>
        value is PickleNone or PickleFlag or PickleInteger or PickleReal or PickleText or PickleBytes or PickleSet
        || PickleForms.Pairs(value) is not null || PickleForms.Items(value) is not null;
}
