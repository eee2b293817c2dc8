using Elman.Formats.Containers.Onnx;
using Elman.Models;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>Which inputs and outputs of a graph are one state before and after a step: their names say so, and their shapes agree.</summary>
internal static class OnnxStates
{
    /// <summary>Words that exporters put before or behind the name of a state that goes in, and of the same that comes out.</summary>
    private static readonly string[] _in = ["initial", "init", "past", "previous", "prev", "old", "in", "0"], _out = ["final", "present", "updated", "next", "new", "out", "n"];

    public static IReadOnlyList<ModelState> Of(OnnxGraph graph, ModelDescription model, List<string> assumptions)
    {
        var states = new List<ModelState>();
        foreach (ModelInput input in model.Inputs)
        {
            OnnxValue given = graph.Inputs.First(value => value.Name == input.Name);
            ModelOutput? output = model.Outputs.FirstOrDefault(row => !states.Any(state => state.Output == row.Name) && Belong(given, graph.Outputs.First(value => value.Name == row.Name)));
            if (output is not null) states.Add(new(input.Name, output.Name));
        }
        // A model of states alone has nothing that a step would take.
        if (states.Count == 0 || states.Count == model.Inputs.Count || states.Count == model.Outputs.Count) return [];
        assumptions.Add($"{string.Join(", ", states.Select(state => $"'{state.Input}' and '{state.Output}'"))} {(states.Count == 1 ? "is a state" : "are states")} going in and coming out, as the names say: a session carries {(states.Count == 1 ? "it" : "them")}.");
        return states;
    }

    private static bool Belong(OnnxValue input, OnnxValue output) =>
        input.Name != output.Name && Stems(input.Name, _in).Intersect(Stems(output.Name, _out)).Any() && Fit(input.Dimensions, output.Dimensions);

    /// <summary>The words of a name, and those without one that tells of going in or out: <c>stateN</c> and <c>final_state</c> are both <c>state</c>.</summary>
    private static List<string> Stems(string name, string[] telling)
    {
        List<string> words = [];
        foreach (char c in name)
            if (!char.IsLetterOrDigit(c)) words.Add("");
            else if (words.Count == 0 || (char.IsUpper(c) && words[^1] is [.., var before] && char.IsLower(before))) words.Add(char.ToLowerInvariant(c).ToString());
            else words[^1] += char.ToLowerInvariant(c);
        words.RemoveAll(word => word.Length == 0);
        if (words.Count == 0) return [];
        List<string> stems = [string.Concat(words)];
        if (words.Count > 1 && telling.Contains(words[0])) stems.Add(string.Concat(words.Skip(1)));
        if (words.Count > 1 && telling.Contains(words[^1])) stems.Add(string.Concat(words.SkipLast(1)));
        // h0 and hn are one word each.
        if (words[^1].Length > 1 && telling.Contains(words[^1][^1..])) stems.Add(stems[0][..^1]);
        return stems;
    }

    private static bool Fit(IReadOnlyList<OnnxDimension>? a, IReadOnlyList<OnnxDimension>? b) =>
        a is null || b is null || b.Count == 0 || (a.Count == b.Count && a.Zip(b).All(pair => pair.First.Size is null || pair.Second.Size is null || pair.First.Size == pair.Second.Size));
}
