using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics.Activations;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>From the names and shapes of a file's arrays to a model, with every assumption said.</summary>
/// <param name="reading">How the framework whose names these are calls its modules.</param>
internal sealed class ModuleInference(ArrayFile file, LoadOptions options, ModuleReading reading)
{
    private readonly ModuleHabits _habits = reading.Habits;
    private readonly List<NodeDescription> _nodes = [];
    private readonly List<string> _assumptions = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _activations = [];

    private Activation Hidden => options.HiddenActivation ?? Activation.Relu;

    public DialectModel Model()
    {
        FileModule[] chain = Order(reading.Find(file, options));
        string input = Free("x", chain);
        ModelOutput output = new(ModelOutput.Usual, Connect(chain, input));
        Say(chain);
        options.RefuseUnused(_used, $"'{file.Source ?? "memory"}' has nothing that it concerns: its modules are {string.Join(", ", chain.AsEnumerable())}");
        ModelInput taken = chain[0].TakesIds ? ModelInput.Ids(input) : chain.Any(module => module.IsRecurrent) ? ModelInput.Sequences(chain[0].Inputs, input) : ModelInput.Numbers(chain[0].Inputs, input);
        var description = new ModelDescription([taken], _nodes, [output]);
        Dictionary<string, string> prefixes = chain.ToDictionary(module => module.Node, module => module.Path.Length == 0 ? "" : module.Path + ".", StringComparer.Ordinal);
        return new(description, reading.Arrays([.. _nodes.Where(node => prefixes.ContainsKey(node.Name)).Select(node => (node, prefixes[node.Name]))], file), _assumptions);
    }

    private FileModule[] Order(List<FileModule[]> modules)
    {
        string all = string.Join(", ", modules.Select(module => string.Join(" or ", module.AsEnumerable())));
        if (options.Order is { } order)
        {
            _used.Add(nameof(LoadOptions.Order));
            Dictionary<string, FileModule[]> byName = modules.ToDictionary(module => module[0].Path.Length > 0 ? module[0].Path : module[0].Node, StringComparer.Ordinal);
            if (!order.Order(StringComparer.Ordinal).SequenceEqual(byName.Keys.Order(StringComparer.Ordinal)))
                throw new ArgumentException($"{nameof(LoadOptions)}.{nameof(LoadOptions.Order)} must name every module once: {string.Join(", ", byName.Keys)}; found {string.Join(", ", order)}.");
            return ModuleChain.InOrder(order.Select(name => byName[name])) ?? throw Bad($"in the order {string.Join(" → ", order)} the shapes do not chain: {all}. Give another order.");
        }
        if (ModuleChain.Find(modules) is not (var chain, var hasOthers))
            throw Bad($"no order of its modules was found in which each takes what the one before gives: {all}. Name the order in {nameof(LoadOptions)}.{nameof(LoadOptions.Order)} if there is one; a model that branches must be built with Model.Graph.");
        if (chain.Length > 1)
            _assumptions.Add($"The modules run in the order {string.Join(" → ", chain.Select(module => module.Node))}{(hasOthers ? $", one of several in which their shapes fit; name another in {nameof(LoadOptions)}.{nameof(LoadOptions.Order)}" : ", the only one in which their shapes fit")}.");
        return chain;
    }

    /// <summary>The nodes one after another; the name of what the model gives.</summary>
    private string Connect(FileModule[] chain, string before)
    {
        int lastRecurrent = Array.FindLastIndex(chain, module => module.IsRecurrent);
        for (int i = 0; i < chain.Length; i++)
        {
            if (i > 0 && ActivationBetween(chain[i - 1], chain[i], chain) is { } name)
            {
                _used.Add(nameof(LoadOptions.HiddenActivation));
                if (!Hidden.Equals(Activation.Linear))
                {
                    _nodes.Add(new(name, new(ActivationLayer<float>.Kind, new JsonObject { ["activation"] = Hidden.ToString() }), [before]));
                    _activations.Add(name);
                    before = name;
                }
            }
            _nodes.Add(new(chain[i].Node, chain[i].Layer, [before]));
            before = chain[i].Node;
            if (i == lastRecurrent) before = AfterRecurrent(before, chain);
        }
        return before;
    }

    private string AfterRecurrent(string recurrent, FileModule[] chain)
    {
        _used.Add(nameof(LoadOptions.Heads));
        if (options.Heads == Heads.Last) return $"{recurrent}.last";
        if (options.Heads != Heads.LastStep) return recurrent;
        string name = Free("last", chain);
        _nodes.Add(new(name, new(LastStep<float>.Kind, []), [recurrent]));
        return name;
    }

    /// <summary>The name of an activation where one may stand between two modules: in a gap of a Sequential, or between two Linear modules with names of their own.</summary>
    private string? ActivationBetween(FileModule before, FileModule next, FileModule[] chain)
    {
        if (!(before.IsDense || before.IsNorm) || !(next.IsDense || next.IsNorm)) return null;
        if (_habits.GapsTell && before.Place is { } first && next.Place is { } second && first.Parent == second.Parent)
            return second.Number == first.Number + 1 ? null : first.Parent.Length == 0 ? $"{first.Number + 1}" : $"{first.Parent}.{first.Number + 1}";
        return before.IsDense && next.IsDense ? Free($"{before.Node}_{Hidden.Name}", chain) : null;
    }

    private void Say(FileModule[] chain)
    {
        foreach (FileModule module in chain.Where(module => module.TakesIds))
            _assumptions.Add($"'{module.Node}' is an Embedding, because its matrix has no bias and what it gives fits the module after it.");
        string[] plain = [.. chain.Where(module => module.IsPlainRecurrent).Select(module => $"'{module.Node}'")];
        Assume(plain.Length > 0, nameof(LoadOptions.Activation), options.Activation, $"The activation of {string.Join(", ", plain)} is {_habits.Recurrent}");
        int last = Array.FindLastIndex(chain, module => module.IsRecurrent);
        Assume(last >= 0 && last < chain.Length - 1, nameof(LoadOptions.Heads), options.Heads, $"What follows '{chain[Math.Max(0, last)].Node}' is applied at every step");
        Assume(_activations.Count > 0, nameof(LoadOptions.HiddenActivation), options.HiddenActivation, $"There is a {Hidden} at {string.Join(", ", _activations.Select(name => $"'{name}'"))}, since modules without parameters leave no trace in a file");
        string[] norms = [.. chain.Where(module => module.IsNorm).Select(module => $"'{module.Node}'")];
        Assume(norms.Length > 0, nameof(LoadOptions.LayerNormEpsilon), options.LayerNormEpsilon, $"The epsilon of {string.Join(", ", norms)} is {_habits.EpsilonText}");
        foreach ((string option, object? given, string sentence) in chain.SelectMany(module => module.Assumed)) Assume(true, option, given, sentence);
        if (last < 0) _assumptions.Add($"The input of '{chain[0].Node}' is {(chain[0].TakesIds ? "sequences of ids (N, T)" : "examples (N, F) without steps")}.");
    }

    /// <summary>Says an assumption unless the option decides it.</summary>
    private void Assume(bool concerns, string option, object? given, string sentence)
    {
        if (!concerns) return;
        _used.Add(option);
        if (given is null) _assumptions.Add($"{sentence}; {nameof(LoadOptions)}.{option} sets another.");
    }

    /// <summary>The name, or the nearest that no module has.</summary>
    private static string Free(string name, FileModule[] chain)
    {
        while (chain.Any(module => module.Node == name)) name += "_";
        return name;
    }

    private BadFileException Bad(string problem) => new(file.Source ?? "memory", $"{problem}");
}
