using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Which nodes of a graph are its encoder, run once, and which its decoder, run step by step; made and checked once.</summary>
internal sealed class DecoderPlan<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool[] _isOfTarget;

    public DecoderPlan(Model<T> model, SequenceRoles roles)
    {
        Wiring = model.Wiring;
        (SourceInput, TargetInput, int output) = (Place(model.Inputs.Select(input => input.Name), roles.Source, "input"), Place(model.Inputs.Select(input => input.Name), roles.Target, "input"), Place(model.Outputs.Select(one => one.Name), roles.Scores, "output"));
        if (model.Inputs.Count != 2 || SourceInput == TargetInput) throw new ArgumentException($"A sequence model takes two inputs, a source and a target; the model takes {string.Join(", ", model.Inputs)}.");
        if (!model.Inputs[SourceInput].Shape.HasSteps) throw new ArgumentException($"Source '{model.Inputs[SourceInput]}' has no steps; a sequence model encodes a sequence.");
        if (!model.Inputs[TargetInput].Shape.IsIds) throw new ArgumentException($"Target '{model.Inputs[TargetInput]}' takes numbers; a decoder takes the ids that it has written. Begin it with an Embedding.");
        Scores = Wiring.OutputSources[output];
        SignalShape shape = Wiring.ShapeOf(Scores);
        if (Wiring.NodeAt(Scores) < 0 || !shape.HasSteps || shape.IsIds || Scores.Further is not null) throw new ArgumentException($"Output '{roles.Scores}' has shape {shape}; scores are (N, T, V), one for each id at each step.");
        Vocabulary = shape.Features;
        if ((uint)roles.End >= (uint)Vocabulary) throw new ArgumentException($"The end id {roles.End} is outside 0 to {Vocabulary - 1}, the ids that '{roles.Scores}' has scores of.");
        if (roles.Kind == ScoreKind.Logits && Wiring.Nodes[Wiring.NodeAt(Scores)].Layer is Softmax<T>)
            throw new ArgumentException($"Output '{roles.Scores}' comes from a softmax, and is said to be logits. Give {nameof(SequenceRoles)} the kind {nameof(ScoreKind.Probabilities)}.");
        _isOfTarget = new bool[Wiring.Inputs.Length + Wiring.Nodes.Length];
        _isOfTarget[TargetInput] = true;
        for (int node = 0; node < Wiring.Nodes.Length; node++)
            if (_isOfTarget[Wiring.Inputs.Length + node] = Wiring.NodeSources[node].Any(IsOfTarget)) Check(node, roles);
        if (!IsOfTarget(Scores)) throw new ArgumentException($"Output '{roles.Scores}' does not depend on the target '{roles.Target}': nothing is decoded.");
    }

    public Wiring<T> Wiring { get; }
    public int SourceInput { get; }
    public int TargetInput { get; }
    public Source Scores { get; }

    /// <summary>Ids that can be written.</summary>
    public int Vocabulary { get; }

    /// <summary>Whether a value changes with what was written.</summary>
    public bool IsOfTarget(Source source) => _isOfTarget[source.Place];

    public bool IsDecoder(int node) => _isOfTarget[Wiring.Inputs.Length + node];

    /// <summary>ln p of rows (N, V) of scores.</summary>
    public static Tensor<T> Logarithms(Tensor<T> scores, ScoreKind kind) => kind switch
    {
        ScoreKind.Logits => scores.LogSoftmax(),
        ScoreKind.Probabilities => scores.Log(),
        _ => scores,
    };

    private static int Place(IEnumerable<string> names, string name, string what)
    {
        string[] all = [.. names];
        return Array.IndexOf(all, name) is >= 0 and var place ? place : throw new ArgumentException($"The model has no {what} '{name}'. It has: {string.Join(", ", all)}.");
    }

    /// <summary>Refuses a node of the decoder that cannot go step by step.</summary>
    private void Check(int node, SequenceRoles roles)
    {
        ModelNode<T> one = Wiring.Nodes[node];
        Source[] sources = Wiring.NodeSources[node];
        string who = $"Node '{one.Name}' ({one.Layer}) depends on the target '{roles.Target}', so it is part of the decoder.";
        if (Array.Find(sources, source => IsOfTarget(source) && source.Further is not null) is { Further: not null } further)
            throw new NotSupportedException($"{who} It takes '{Wiring.NameOf(further)}', which is known when the target has ended. Take the output at every step.");
        bool[] ofTarget = [.. sources.Select(IsOfTarget)];
        switch (one.Layer)
        {
            case RecurrentStack<T> stack:
                if (stack.Layers.Any(layer => layer.Backward is not null)) throw new NotSupportedException($"{who} It runs backwards, and what comes later is not written yet. Make its layers run forwards.");
                if (!ofTarget[0] || ofTarget.Skip(1).Contains(true)) throw new NotSupportedException($"{who} Its sequence comes from the decoder and its initial states from the encoder, not the other way round.");
                break;
            case AttentionDecoder<T>:
                if (!ofTarget[0] || ofTarget.Skip(1).Contains(true)) throw new NotSupportedException($"{who} Its sequence comes from the decoder; what it attends to and its initial states come from the encoder.");
                break;
            case Attention<T> or MultiHeadAttention<T>:
                if (!ofTarget[0] || ofTarget.Skip(1).Contains(true)) throw new NotSupportedException($"{who} Its query comes from the decoder; what it attends to comes from the encoder.");
                break;
            case Concatenate<T> or Add<T> or Merge<T>:
                if (ofTarget.Contains(false)) throw new NotSupportedException($"{who} It takes '{Wiring.NameOf(sources[Array.IndexOf(ofTarget, false)])}' of the encoder, whose steps are others. Let an attention or an initial state bring it in.");
                break;
            default:
                if (sources.Length != 1 || !GoesAlone(one, who)) throw new NotSupportedException($"{who} It does not work on each step alone. A decoder has layers that do, recurrent layers that run forwards, and attention over the encoder.");
                break;
        }
    }

    /// <summary>A layer without memory that steps works on each step alone.</summary>
    private static bool GoesAlone(ModelNode<T> node, string who)
    {
        try
        {
            return node.Layer.OpenStream().StateSize == 0 && node.Layer is not (Masking<T> or EndMask<T> or LastStep<T>);
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"{who} {error.Message}", error);
        }
    }
}
