using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using System.Numerics;

namespace Elman.Training;

/// <summary>
/// Truncated backpropagation through time: long sequences are trained on in parts, each of which begins with the states that the part before ended with.
/// Memory and the time of a step do not grow with the length of the sequences.
/// </summary>
/// <remarks>Williams and Peng 1990, BPTT(h; h'). Batches that say that they go on where those before ended (<see cref="Batch{T}.GoesOn"/>) carry their states without this.</remarks>
public sealed record Truncation
{
    /// <param name="steps">k₁: steps of a part; after each the optimiser makes a step.</param>
    /// <param name="back">k₂: steps that a gradient goes back, a multiple of k₁; the loss is that of the last k₁. Null for k₁.</param>
    public Truncation(int steps, int? back = null)
    {
        if (steps < 1) throw new ArgumentOutOfRangeException(nameof(steps), steps, "A part has at least 1 step.");
        if (back is int most && (most < steps || most % steps != 0))
            throw new ArgumentException($"A gradient goes back over whole parts: give a multiple of {steps} steps, found {most}.");
        (Steps, Back) = (steps, back ?? steps);
    }

    /// <summary>k₁</summary>
    public int Steps { get; }

    /// <summary>k₂</summary>
    public int Back { get; }

    /// <summary>Refuses by name a model of which a part is not what it is within the whole.</summary>
    internal static void Check<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ModelNode<T> node in model.Nodes)
        {
            if (node.Layer is RecurrentStack<T> stack)
            {
                int backward = stack.Layers.ToList().FindIndex(layer => layer.Backward is not null);
                if (backward >= 0) throw Refused(node.Name, $"its layer {backward} visits the steps from the end");
                continue;
            }
            if (!Remembers(node.Layer)) continue;
            throw Refused(node.Name, $"{node.Layer} looks at several steps and does not carry them from part to part");
        }
    }

    private static bool Remembers<T>(Layer<T> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return layer.OpenStream().StateSize > 0;
        }
        catch (NotSupportedException)
        {
            // Masks are taken away and put back around a recurrence, step by step.
            return layer is not (PresentSteps<T> or PutBack<T> or LastStep<T>);
        }
    }

    private static NotSupportedException Refused(string node, string why) => new($"Node '{node}' cannot be trained on parts of sequences: {why}. Train on whole sequences.");
}
