using System.Numerics;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>The usual graph of an encoder and a decoder.</summary>
internal static class SequenceGraph
{
    private const string Source = "source", Target = "target", Encoder = "encoder", Decoder = "decoder", Scores = "scores";

    public static SequenceModel<T> Of<T>(SequenceOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(options);
        ModelGraph<T> graph = Model.Graph<T>();
        bool isIds = options.SourceVocabulary > 0;
        graph.Input(isIds ? ModelInput.Ids(Source) : ModelInput.Sequences(options.SourceFeatures, Source)).Input(ModelInput.Ids(Target));
        if (isIds) graph.Node("source_embedding", new Embedding<T>(options.SourceVocabulary, options.SourceFeatures), Source);
        var encoder = new RecurrentStack<T>(options.SourceFeatures, options.Encoder);
        graph.Node(Encoder, encoder, isIds ? "source_embedding" : Source);
        graph.Node("target_embedding", new Embedding<T>(options.TargetVocabulary, options.TargetFeatures), Target);
        string[] states = [.. Enumerable.Range(0, options.Decoder.Count).SelectMany(layer => HandOver(graph, encoder, options, layer))];
        string last = options.Attention switch
        {
            SequenceAttention.Bahdanau => InLoop(graph, encoder, options, states, new() { Score = AttentionDecoderOptions.Additive }),
            SequenceAttention.Luong => InLoop(graph, encoder, options, states, new() { Score = AttentionDecoderOptions.General, Feeding = Feeding.Attentional }),
            _ => After(graph, encoder, options, states),
        };
        int features = Features(encoder, options);
        graph.Node(Scores, new Dense<T>(features, options.TargetVocabulary), last).Output(Scores);
        return new(graph.Build(), new(Source, Target, Scores, options.Start, options.End));
    }

    private static void Check(SequenceOptions options)
    {
        if (options.Decoder.Count != options.Encoder.Count)
            throw new ArgumentException($"The encoder has {options.Encoder.Count} layers and the decoder {options.Decoder.Count}; each layer of the decoder begins with the states of its neighbour. Give as many, or build the graph by hand.");
        for (int i = 0; i < options.Decoder.Count; i++)
        {
            (LayerSpec encoder, LayerSpec decoder) = (options.Encoder[i], options.Decoder[i]);
            if (decoder.Direction != Direction.Forward) throw new ArgumentException($"Layer {i} of the decoder runs {decoder.Direction}; what comes later is not written yet. Make it run forwards.");
            foreach (LayerSpec side in encoder.Direction == Direction.Bidirectional ? [encoder, encoder.Back ?? encoder] : new[] { encoder })
                if (!side.Cell.Spec.States.SequenceEqual(decoder.Cell.Spec.States))
                    throw new ArgumentException($"Layer {i} of the decoder has the states {string.Join(", ", decoder.Cell.Spec.States)} and that of the encoder {string.Join(", ", side.Cell.Spec.States)}, so they cannot be handed over. Use cells with the same states.");
        }
    }

    /// <summary>The states of a layer: those of the encoder as they are, or through a bridge where two become one or the size differs.</summary>
    private static IEnumerable<string> HandOver<T>(ModelGraph<T> graph, RecurrentStack<T> encoder, SequenceOptions options, int layer) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LayerSpec to = options.Decoder[layer];
        foreach ((int number, string state) in to.Cell.Spec.States.Index())
        {
            int size = number == 0 ? to.Outputs : to.Hidden;
            (string Name, int Size)[] from = [.. encoder.Layers[layer].Cells.Select(cell => ($"{Encoder}.{layer}.{(cell.Reverse ? "backward" : "forward")}.{state}", cell.SizeOf(number)))];
            if (from.Length == 1 && from[0].Size == size)
            {
                yield return from[0].Name;
                continue;
            }
            string bridge = $"bridge_{layer}_{state}", both = from.Length == 1 ? from[0].Name : $"{bridge}_both";
            if (from.Length > 1) graph.Node(both, new Concatenate<T>(), [.. from.Select(part => part.Name)]);
            graph.Node(bridge, new Dense<T>(from.Sum(part => part.Size), size), both);
            if (options.Bridge == Activation.Linear)
            {
                yield return bridge;
                continue;
            }
            graph.Node($"{bridge}_bent", new ActivationLayer<T>(options.Bridge), bridge);
            yield return $"{bridge}_bent";
        }
    }

    private static int Features<T>(RecurrentStack<T> encoder, SequenceOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Top<T>(options) + (options.Attention == SequenceAttention.Bahdanau ? encoder.Features : 0);

    private static int Top<T>(SequenceOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new RecurrentStack<T>(options.TargetFeatures, options.Decoder).Features;

    private static string InLoop<T>(ModelGraph<T> graph, RecurrentStack<T> encoder, SequenceOptions options, string[] states, AttentionDecoderOptions attention) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        graph.Node(Decoder, new AttentionDecoder<T>(options.TargetFeatures, encoder.Features, attention, options.Decoder), ["target_embedding", Encoder, .. states]);
        return Decoder;
    }

    /// <summary>Attention when the layers are done: one product for all steps of a target.</summary>
    private static string After<T>(ModelGraph<T> graph, RecurrentStack<T> encoder, SequenceOptions options, string[] states) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        graph.Node(Decoder, new RecurrentStack<T>(options.TargetFeatures, options.Decoder), ["target_embedding", .. states]);
        if (options.Attention == SequenceAttention.None) return Decoder;
        int top = Top<T>(options), memory = encoder.Features;
        bool isAdditive = options.Attention == SequenceAttention.Additive, isDot = options.Attention == SequenceAttention.Dot;
        if (isDot && top != memory) throw new ArgumentException($"A dot score multiplies the decoder's {top} numbers with the encoder's {memory}; they must be as many. Use {nameof(SequenceAttention.General)}.");
        if (!isDot) graph.Node("attention_key", new Dense<T>(memory, top, bias: false), Encoder);
        if (isAdditive) graph.Node("attention_query", new Dense<T>(top, top, bias: false), Decoder);
        graph.Node("attention", new Attention<T>(top, new() { Score = isAdditive ? Attention<T>.Additive : Attention<T>.Dot, Scale = isAdditive }), [isAdditive ? "attention_query" : Decoder, Encoder, isDot ? Encoder : "attention_key"]);
        graph.Node("attention_both", new Concatenate<T>(), "attention", Decoder).Node("attentional", new Dense<T>(memory + top, top), "attention_both").Node("attentional_bent", new ActivationLayer<T>(Activation.Tanh), "attentional");
        return "attentional_bent";
    }
}
