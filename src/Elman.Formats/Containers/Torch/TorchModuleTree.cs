using Elman.Formats.Containers.Pickle;

namespace Elman.Formats.Containers.Torch;

/// <summary>The tensors of a module by their names in a <c>state_dict</c>, read from its plain state: no class is needed to list them.</summary>
internal static class TorchModuleTree
{
    /// <summary>The parts of an eager module's state that hold what a <c>state_dict</c> names.</summary>
    private static readonly string[] _tensorParts = ["_parameters", "_buffers"];

    private const string ModulesPart = "_modules";
    private const int Deepest = 64, Longest = 1000;

    /// <summary>In the order of the file; a module that stands in two places is listed in the first.</summary>
    public static List<KeyValuePair<string, PickleValue>> Tensors(PickleCall module)
    {
        var found = new List<KeyValuePair<string, PickleValue>>();
        Look(module, "", 0, found, new(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Look(PickleCall module, string prefix, int depth, List<KeyValuePair<string, PickleValue>> found, HashSet<PickleValue> seen)
    {
        if (depth > Deepest || prefix.Length > Longest || !seen.Add(module) || module.State is null || PickleForms.Pairs(module.State) is not { } state) return;
        Dictionary<string, PickleValue> parts = Named(state);
        // A module of TorchScript has its tensors and modules as plain attributes.
        bool isEager = parts.ContainsKey(ModulesPart) || parts.ContainsKey(_tensorParts[0]);
        IEnumerable<KeyValuePair<string, PickleValue>> entries = isEager ? _tensorParts.Append(ModulesPart).SelectMany(part => Part(parts, part)) : parts;
        foreach ((string name, PickleValue value) in entries)
        {
            if (TorchDictionary.IsArray(value)) found.Add(new(prefix + name, value));
            else if (value is PickleCall inner) Look(inner, $"{prefix}{name}.", depth + 1, found, seen);
        }
    }

    private static Dictionary<string, PickleValue> Part(Dictionary<string, PickleValue> parts, string name) =>
        parts.TryGetValue(name, out PickleValue? part) && PickleForms.Pairs(part) is { } pairs ? Named(pairs) : [];

    private static Dictionary<string, PickleValue> Named(IEnumerable<KeyValuePair<PickleValue, PickleValue>> pairs)
    {
        var named = new Dictionary<string, PickleValue>(StringComparer.Ordinal);
        foreach ((PickleValue key, PickleValue value) in pairs)
            if (key is PickleText text) named[text.Value] = value;
        return named;
    }
}
