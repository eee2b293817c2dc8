using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Formats.Dialects;

/// <summary>Keras's recurrent layers, also of several cells and both ways.</summary>
internal static class KerasRecurrent
{
    private const string Forward = "forward", Backward = "backward", Bidirectional = "bidirectional", Reverse = "reverse";

    /// <summary>How Bidirectional joins the two ways, and what that is here.</summary>
    private static readonly Dictionary<string, string> _merges = new(StringComparer.Ordinal) { ["concat"] = Concatenate<float>.Kind, ["sum"] = Add<float>.Kind, ["mul"] = "multiply", ["ave"] = "average" };

    public static void One(KerasLayer layer)
    {
        KerasRun run = KerasRun.Read(layer);
        int?[] shape = Sequences(layer);
        RefuseStatesOfOtherSizes(layer, run.StateSizes);
        string input = Packed(layer);
        string node = Run(layer, "", run, run.GoesBack ? Reverse : Forward, input, [.. layer.InitialState.Select(state => state.Source)]);
        run.Weigh(layer, node, run.GoesBack ? Backward : Forward);
        if (run.GivesSequences)
        {
            if (run.GoesBack && layer.Sequence.Mask is not null) layer.Lacks("a layer that gives sequences backwards under a mask");
            string output = Placed(layer, node, run.ZeroesMasked);
            if (run.GoesBack) output = layer.Node("reversed", ReverseSteps<float>.Kind, [], output);
            layer.Result([shape[0], shape[1], run.Units], output, layer.Sequence.Mask);
        }
        else
        {
            if (run.ZeroesMasked && layer.Sequence.Mask is not null) layer.Lacks("a last output that is zero where the last step is masked");
            layer.Result([shape[0], run.Units], $"{node}.last");
        }
        if (run.GivesStates) States(layer, run, node, run.GoesBack ? Backward : Forward);
    }

    public static void Both(KerasLayer layer)
    {
        KerasObject forward = layer.Options.Object("layer");
        KerasObject? given = layer.Options.Has("backward_layer") ? layer.Options.Object("backward_layer") : null;
        bool merges = layer.Options.Raw("merge_mode") is not null || !layer.Options.Contains("merge_mode");
        string mode = layer.Options.Text("merge_mode", "concat");
        if (!_merges.TryGetValue(mode, out string? merge)) throw layer.Bad($"'merge_mode' must be one of {string.Join(", ", _merges.Keys)} or null, found '{Storage.BadFileException.Shown(mode)}'");
        if (layer.InitialState.Count > 0 || layer.Inputs.Count > 1) layer.Lacks("an initial state of Bidirectional");

        KerasLayer there = layer.Within(forward, $"{layer.WeightPath}/{Prefixed("forward_", forward.Name)}");
        KerasLayer back = layer.Within(given ?? forward, $"{layer.WeightPath}/{(given is null ? Prefixed("backward_", Bare(forward.Name)) : given.Name)}");
        KerasRun first = KerasRun.Read(there), second = given is null ? first : KerasRun.Read(back);
        there.End();
        if (given is not null) back.End();
        if (given is not null && (second.GivesSequences != first.GivesSequences || second.GivesStates != first.GivesStates)) throw layer.Bad("its two layers must both give sequences or not, and states or not");
        if (given is not null && second.GoesBack == first.GoesBack) throw layer.Bad("its backward_layer must go the other way than its layer");
        if (first.GoesBack) layer.Lacks("a Bidirectional whose first layer goes backwards");

        int?[] shape = Sequences(layer);
        string input = Packed(layer), one, other;
        if (merges && mode == "concat" && first.CanShareWith(second))
        {
            one = other = Run(layer, "", first, Bidirectional, input, []);
            Emit([first.GivesSequences ? one : $"{one}.last"], first.Units + (long)second.Units);
        }
        else
        {
            one = Run(layer, Forward, first, Forward, input, []);
            other = Run(layer, Backward, second, Reverse, input, []);
            string[] outputs = first.GivesSequences ? [one, other] : [$"{one}.last", $"{other}.last"];
            if (!merges) Emit(outputs, first.Units);
            else if (mode != "concat" && first.Units != second.Units) throw layer.Bad($"'{mode}' needs two layers of equal size, found {first.Units} and {second.Units} units");
            else Emit([layer.Node("", merge, [], outputs)], mode == "concat" ? first.Units + (long)second.Units : first.Units);
        }
        first.Weigh(there, one, Forward);
        second.Weigh(back, other, Backward);
        if (!first.GivesStates) return;
        States(layer, first, one, Forward);
        States(layer, second, other, Backward);

        // Bidirectional makes masked steps zero where it gives sequences.
        void Emit(string[] outputs, long features)
        {
            foreach (string output in outputs)
                if (first.GivesSequences) layer.Result([shape[0], shape[1], layer.Sized(features)], Placed(layer, output, zero: true), layer.Sequence.Mask);
                else layer.Result([shape[0], layer.Sized(features)], output);
        }
    }

    private static int?[] Sequences(KerasLayer layer) =>
        layer.Sequence.Shape is [_, _, not null] shape ? shape : throw layer.Bad($"expected sequences (batch, steps, features) of known features, found the shape {layer.Sequence.Shown}");

    /// <summary>The steps that the mask lets through, in front; the input itself where there is no mask.</summary>
    private static string Packed(KerasLayer layer) =>
        layer.Sequence.Mask is null ? layer.Sequence.Source : layer.Node("present", PresentSteps<float>.Kind, [], layer.Sequence.Source);

    /// <summary>Every output in its place; steps that the mask passes over repeat the one before, or are zero.</summary>
    private static string Placed(KerasLayer layer, string node, bool zero) =>
        layer.Sequence.Mask is null ? node : layer.Node("placed", PutBack<float>.Kind, KerasClasses.Options(("between", zero ? "zero" : "hold")), node, layer.Sequence.Source);

    private static string Run(KerasLayer layer, string suffix, KerasRun run, string direction, string input, string[] states)
    {
        var layers = new JsonArray([.. run.Cells.Select(units => units.Layer(direction))]);
        return layer.Node(suffix, RecurrentStack<float>.Kind, new() { ["inputs"] = layer.Sequence.Shape[^1], ["layers"] = layers }, [input, .. states]);
    }

    private static void States(KerasLayer layer, KerasRun run, string node, string way)
    {
        foreach ((int index, KerasUnits units) in run.Cells.Index())
            foreach (string state in units.States)
                layer.Result([layer.Sequence.Shape[0], units.Units], string.Create(CultureInfo.InvariantCulture, $"{node}.{index}.{way}.{state}"));
    }

    private static void RefuseStatesOfOtherSizes(KerasLayer layer, int[] sizes)
    {
        if (layer.InitialState.Count == 0) return;
        if (!layer.InitialState.Select(state => state.Shape is [_, int size] ? size : 0).SequenceEqual(sizes))
            throw layer.Bad($"expected initial states of {string.Join(", ", sizes.Select(size => $"(None, {size})"))}, found {string.Join(", ", layer.InitialState.Select(state => state.Shown))}");
    }

    private static string Prefixed(string prefix, string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;

    /// <summary>Keras 3 writes the layer inside as <c>forward_lstm</c>; its other half is <c>backward_lstm</c>.</summary>
    private static string Bare(string name) => name.StartsWith("forward_", StringComparison.Ordinal) ? name["forward_".Length..] : name;
}
