using System.Globalization;

namespace Elman.Models;

/// <summary>Makes modules within modules out of a list of nodes with dotted names, as <c>state_dict</c> has them: <c>head.0</c> stands in <c>head</c>.</summary>
internal sealed class ModuleTree
{
    /// <summary>What a class is called whose name nobody gave.</summary>
    private const string UnnamedClass = "Model";

    private readonly string _key;
    private readonly List<ModuleTree> _children = [];
    private PrintedModule? _module;

    private ModuleTree(string key) => _key = key;

    /// <summary>The whole model; a single module that nobody gave a class around it stands for itself.</summary>
    public static PrintedModule Of(StyledModel model, ModuleWords words, StyleOptions options, bool numberLists)
    {
        bool isNumbered = numberLists && options.Name is null && model.IsList && !model.Nodes.Any(node => node.Name.Contains('.'));
        var root = new ModuleTree("");
        IReadOnlyDictionary<string, int?> steps = model.StepsOf(options.Steps);
        foreach (StyledNode node in model.Nodes)
        {
            string path = isNumbered ? root._children.Count.ToString(CultureInfo.InvariantCulture) : node.Name;
            if (words.Module(node, path[(path.LastIndexOf('.') + 1)..]) is { } module)
                root.Place(path.Split('.'), module with { Steps = steps[node.Name], Children = [.. module.Children.Select(child => child with { Steps = steps[node.Name] })] }, node.Name);
        }
        if (options.Name is null && root._children is [{ _module: { } only }]) return only with { Key = "" };
        string name = options.Name ?? (root.IsNumbered ? words.List : UnnamedClass);
        return root.Whole(words, name) with { Output = model.Outputs[0].Shape, Steps = steps.GetValueOrDefault(model.Outputs[0].Source) };
    }

    private bool IsNumbered => _children.Count > 0 && _children.All(child => int.TryParse(child._key, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private void Place(ReadOnlySpan<string> path, PrintedModule module, string node)
    {
        string key = path[0];
        ModuleTree? child = _children.Find(other => other._key == key);
        if (child is null) _children.Add(child = new(key));
        else if (child._module is not null || path.Length == 1)
            throw new NotSupportedException($"Node '{node}' stands within another node of the name '{key}'. Names with dots are modules within modules; give one of them another name.");
        if (path.Length == 1) child._module = module;
        else child.Place(path[1..], module, node);
    }

    private PrintedModule Whole(ModuleWords words, string name)
    {
        PrintedModule[] children = [.. _children.Select(child => child._module ?? child.Whole(words, child.IsNumbered ? words.List : Pascal(child._key)))];
        PrintedModule? last = children.LastOrDefault();
        return new(_key, name, "", children) { Output = last?.Output, Steps = last?.Steps, IsChannelsFirst = last?.IsChannelsFirst == true, KeepsSteps = last?.KeepsSteps == true };
    }

    /// <summary>A class for a module of which only the name is known: <c>text_encoder</c> is a TextEncoder.</summary>
    private static string Pascal(string key) => string.Concat(key.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
