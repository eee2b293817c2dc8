using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Looks for the first number that is NaN or infinite.</summary>
internal static class NonFiniteSearch
{
    /// <summary>Among the inputs, and then among the parameters of the nodes.</summary>
    public static NonFinite? AmongGiven<T>(Wiring<T> wiring, CheckedInputs<T> inputs) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        wiring.Inputs.Zip(inputs.Signals, InInput).Concat(wiring.Nodes.SelectMany(node => node.Layer.Parameters.Select(parameter => InParameter(node.Name, parameter))))
            .FirstOrDefault(found => found is not null);

    /// <summary>Among entries in the order of computation.</summary>
    public static NonFinite? Among<T>(IReadOnlyList<TraceEntry<T>> entries) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int first = 0, end; first < entries.Count; first = end)
        {
            // The values of one direction of one layer are computed together, step by step.
            TraceEntry<T> one = entries[first];
            for (end = first + 1; end < entries.Count && (entries[end].Node, entries[end].Layer, entries[end].Reverse) == (one.Node, one.Layer, one.Reverse);) end++;
            for (int visited = 0; visited < one.Steps; visited++)
                for (int i = first; i < end; i++)
                    if (AtStep(entries[i], one.Reverse ? one.Steps - 1 - visited : visited) is { } found) return found;
        }
        return null;
    }

    private static NonFinite? InInput<T>(ModelInput input, Signal<T> signal) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (signal.Numbers is not { } numbers) return null;
        NonFinite? found = Among<T>([new(input.Name, null, false, input.Name, TraceKind.Input, numbers, signal.Lengths)]);
        return found is null ? null : found with { Node = null };
    }

    /// <summary>Among the numbers of a parameter.</summary>
    public static NonFinite? InParameter<T>(string node, Parameter<T> parameter) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> value = parameter.Value;
        int place = Find(value.Values);
        if (place < 0) return null;
        int[] index = [.. Enumerable.Range(0, value.Shape.Rank).Select(axis => place / value.Shape.CountFrom(axis + 1) % value.Shape[axis])];
        return new(TraceKind.Parameter, parameter.Name, double.CreateChecked(value.Values[place])) { Node = node, Unit = place, Index = index };
    }

    private static NonFinite? AtStep<T>(TraceEntry<T> entry, int step) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int sequence = 0; sequence < entry.Sequences; sequence++)
        {
            if (step >= entry.LengthOf(sequence)) continue;
            ReadOnlySpan<T> values = entry.At(sequence, step);
            int unit = Find(values);
            if (unit < 0) continue;
            return new(entry.Kind, entry.Name, double.CreateChecked(values[unit]))
            {
                Node = entry.Node, Layer = entry.Layer, Reverse = entry.Reverse, Sample = sequence, Step = entry.HasSteps ? step : null, Unit = unit,
            };
        }
        return null;
    }

    private static int Find<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i])) return i;
        return -1;
    }
}
