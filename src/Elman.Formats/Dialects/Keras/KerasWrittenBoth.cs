using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;

namespace Elman.Formats.Dialects;

/// <summary>Two layers, one each way, whose outputs are merged: Keras's Bidirectional where it does not put equal cells side by side.</summary>
internal static class KerasWrittenBoth
{
    /// <summary>Our merges that Bidirectional has, and its names for them.</summary>
    private static readonly Dictionary<string, string> _merges = new(StringComparer.Ordinal) { [Add<float>.Kind] = "sum", ["multiply"] = "mul", ["average"] = "ave", [Concatenate<float>.Kind] = "concat" };

    /// <summary>What a merge joins, where it is such a pair.</summary>
    public sealed record Pair(NodeDescription Forward, LayerSpec ForwardLayer, NodeDescription Backward, LayerSpec BackwardLayer, string Mode, bool GivesSequences);

    /// <summary>The merge that takes a stack and nothing else of it.</summary>
    public static bool IsPartOfOne(KerasWriter writer, NodeDescription stack) =>
        writer.UsersOf(stack.Name).Select(use => use.User).Distinct().ToArray() is [{ } merge] && Of(writer, merge) is not null;

    public static Pair? Of(KerasWriter writer, NodeDescription merge)
    {
        if (!_merges.TryGetValue(merge.Layer.Kind, out string? mode) || merge.Inputs is not [var one, var other]) return null;
        bool last = one.EndsWith(".last", StringComparison.Ordinal);
        if (Stack(one) is not var (forward, ahead) || Stack(other) is not var (backward, back) || forward == backward) return null;
        bool fits = (ahead.Direction, back.Direction) == (Direction.Forward, Direction.Reverse) && forward.Inputs is [var input] && backward.Inputs is [var same] && input == same;
        return fits ? new(forward, ahead, backward, back, mode, !last) : null;

        (NodeDescription Node, LayerSpec Layer)? Stack(string source)
        {
            string name = last && source.EndsWith(".last", StringComparison.Ordinal) ? source[..^".last".Length] : source;
            if (writer.Node(name) is not { Layer.Kind: RecurrentStack<float>.Kind } node || writer.UsersOf(name).Any(use => use.User != merge)) return null;
            return StackDescription.Read(node.Layer.Options).Layers is [var layer] ? (node, layer) : null;
        }
    }

    public static void Write(KerasWriter writer, NodeDescription merge, Pair pair)
    {
        KerasWritten both = writer.Layer("Bidirectional", merge, merge.Name, writer.Inputs(pair.Forward), ("merge_mode", pair.Mode));
        both.Config["layer"] = KerasWrittenRecurrent.Inner("forward_" + merge.Name, pair.Forward, pair.ForwardLayer, pair.GivesSequences, states: false, back: false);
        both.Config["backward_layer"] = KerasWrittenRecurrent.Inner("backward_" + merge.Name, pair.Backward, pair.BackwardLayer, pair.GivesSequences, states: false, back: true);
        KerasWrittenRecurrent.Weigh(both, "forward_layer/cell/vars", pair.ForwardLayer, $"{pair.Forward.Name}.0.forward.");
        KerasWrittenRecurrent.Weigh(both, "backward_layer/cell/vars", pair.BackwardLayer, $"{pair.Backward.Name}.0.backward.");
    }
}
