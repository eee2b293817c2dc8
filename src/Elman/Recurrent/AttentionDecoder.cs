using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// Recurrent layers whose every step looks at a memory, such as what an encoder gave, and is fed what it saw. The inputs stand in the order sequence (N, T, E), memory (N, S, M), then initial
/// states where there are any. With h the output of the top layer and α = softmax over s of score(q, m_s):
/// <para>fed the context: c_t = Σ α m_s with q = h_(t−1); h_t = layers([x_t; c_t]); y_t = [h_t; c_t]</para>
/// <para>fed the attentional state: h_t = layers([x_t; a_(t−1)]); c_t = Σ α m_s with q = h_t; a_t = tanh(W_a [c_t; h_t] + b_a); y_t = a_t; a_0 = 0</para>
/// </summary>
/// <remarks>
/// Steps of the memory that are not there or masked leave no trace. Parameters are those of the layers, and <c>memory_weight</c>, <c>query_weight</c>, <c>score_weight</c> of the score, and
/// <c>attentional_weight</c>, <c>attentional_bias</c>; they are zero at first. To autograd each step is a few operations, so it costs more than layers that attend when they are done.
/// </remarks>
public sealed class AttentionDecoder<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "attention_decoder";

    private readonly Dense<T>? _memory, _query, _score, _attentional;

    /// <param name="inputs">Features of a step of the sequence, E.</param>
    /// <param name="memory">Features of a step of the memory, M.</param>
    /// <param name="layers">From the input up; all run forwards.</param>
    public AttentionDecoder(int inputs, int memory, AttentionDecoderOptions options, params IReadOnlyList<LayerSpec> layers)
    {
        if (inputs < 1 || memory < 1) throw new ArgumentException($"An attention decoder has at least 1 feature of its sequence and of its memory, found {inputs} and {memory}.");
        if (!AttentionDecoderOptions.Scores.Contains(options.Score)) throw new ArgumentException($"An attention decoder has no score '{options.Score}'. Known: {string.Join(", ", AttentionDecoderOptions.Scores)}.");
        if (!Enum.IsDefined(options.Feeding)) throw new ArgumentException($"An attention decoder is fed {string.Join(" or ", Enum.GetNames<Feeding>())}, found {options.Feeding}.");
        if (layers.Any(layer => layer.Direction != Direction.Forward)) throw new ArgumentException("The layers of an attention decoder run forwards: what comes later is not written yet.");
        if (layers.Count == 0) throw new ArgumentException("An attention decoder needs at least one recurrent layer.");
        (Inputs, Memory, Options) = (inputs, memory, options);
        bool isContext = options.Feeding == Feeding.Context;
        if (isContext && options.Attentional != 0) throw new ArgumentException($"Fed the context, an attention decoder has no attentional state; found one of {options.Attentional}. Leave {nameof(options.Attentional)} out, or feed it.");
        if (options.Score != AttentionDecoderOptions.Additive && options.Size != 0) throw new ArgumentException($"The score '{options.Score}' has no size of its own, found {options.Size}. Leave {nameof(options.Size)} out, or score additively.");
        if (isContext && layers[^1] is { Connection: not Connection.None } or { OutputDropout: not null })
            throw new ArgumentException("Fed the context, an attention decoder looks up its memory by the state of its top layer, which is what that layer gives only without a connection past it and without dropout of its output. Leave these out, or feed the attentional state.");
        // What the layers give does not depend on what is fed, their connections aside.
        int fed = isContext ? memory : options.Attentional;
        Layers = new(inputs + (fed > 0 ? fed : Top(layers, inputs)), layers);
        int query = Layers.Features, size = options.Size > 0 ? options.Size : query;
        Fed = fed > 0 ? fed : query;
        if (Layers.Inputs != inputs + Fed) throw new ArgumentException($"The attentional state has {Fed} numbers by the features of the top layer, and the layers take {Layers.Inputs - inputs}. Give {nameof(options.Attentional)}.");
        if (options.Score == AttentionDecoderOptions.Dot && query != memory) throw new ArgumentException($"A dot score multiplies the top layer's {query} numbers with the memory's {memory}; they must be as many. Use '{AttentionDecoderOptions.General}'.");
        if (options.Score != AttentionDecoderOptions.Dot) _memory = new(memory, options.Score == AttentionDecoderOptions.General ? query : size, bias: false);
        if (options.Score == AttentionDecoderOptions.Additive) (_query, _score) = (new(query, size, bias: false), new(size, 1, bias: false));
        if (!isContext) _attentional = new(memory + query, Fed);
        Features = isContext ? query + memory : Fed;
        (string Name, Parameter<T>? Of)[] own = [("memory_weight", _memory?.Weight), ("query_weight", _query?.Weight), ("score_weight", _score?.Weight), ("attentional_weight", _attentional?.Weight), ("attentional_bias", _attentional?.Bias)];
        Parameters = [.. Layers.Parameters, .. own.Where(row => row.Of is not null).Select(row => row.Of!.Named(row.Name))];
    }

    public int Inputs { get; }
    public int Memory { get; }
    public AttentionDecoderOptions Options { get; }

    /// <summary>Features of a step of the result.</summary>
    public int Features { get; }

    /// <summary>The recurrent layers; they take the sequence and behind it what is fed.</summary>
    public RecurrentStack<T> Layers { get; }

    /// <summary>The products beside those of the layers.</summary>
    internal IEnumerable<Dense<T>> Products => new[] { _memory, _query, _score, _attentional }.OfType<Dense<T>>();

    /// <summary>Numbers that are fed: the context's, or the attentional state's.</summary>
    private int Fed { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description
    {
        get
        {
            JsonObject layers = StackDescription.Write(Layers.Inputs, [.. Layers.Layers.Select(layer => layer.Spec)]);
            return new(Kind, new JsonObject
            {
                ["inputs"] = Inputs, ["memory"] = Memory, ["score"] = Options.Score, ["feeding"] = Options.Feeding == Feeding.Context ? "context" : "attentional",
                ["size"] = Options.Size, ["attentional"] = Options.Attentional, ["layers"] = layers["layers"]!.DeepClone(),
            });
        }
    }

    public static AttentionDecoder<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        (int inputs, int memory, string score, string feeding) = (options.Size("inputs"), options.Size("memory"), options.Text("score"), options.Text("feeding"));
        if (feeding is not ("context" or "attentional")) throw new ArgumentException($"Layer '{Kind}': option 'feeding' must be context or attentional, found '{feeding}'.");
        var read = new AttentionDecoderOptions { Score = score, Feeding = feeding == "context" ? Feeding.Context : Feeding.Attentional, Size = options.Id("size") ?? 0, Attentional = options.Id("attentional") ?? 0 };
        JsonNode? layers = options.Node("layers");
        options.End();
        (_, LayerSpec[] specs) = StackDescription.Read(new JsonObject { ["inputs"] = inputs, ["layers"] = layers?.DeepClone() });
        return new(inputs, memory, read, specs);
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        if (inputs.Length < 2) throw new ArgumentException($"{this} takes a sequence, a memory and, behind them, initial states, found {inputs.Length} inputs.");
        Expect.Numbers(this, inputs[0], Inputs);
        Expect.Numbers(this, inputs[1], Memory);
        if (!inputs[0].HasSteps || !inputs[1].HasSteps) throw new ArgumentException($"{this} takes sequences (N, T, {Inputs}) and (N, S, {Memory}), found {inputs[0]} and {inputs[1]}.");
        LayerPlan layers = Layers.Plan([new SignalShape(Layers.Inputs, HasSteps: true) { HasMask = inputs[0].HasMask }, .. inputs[2..]]);
        return new(new SignalShape(Features, HasSteps: true), layers.MultiplyAdds + (_query?.Weight.Shape.Count ?? 0) + (_attentional?.Weight.Shape.Count ?? 0));
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass) => Run(inputs, null, null, pass).Output;

    /// <summary>Runs some steps.</summary>
    /// <param name="state">Of the layers before the first step; that among the inputs, or zero, where null.</param>
    /// <param name="fed">The attentional state before the first step; zero where null.</param>
    internal (Signal<T> Output, StackState<T> State, Tensor<T>? Fed) Run(ReadOnlySpan<Signal<T>> inputs, StackState<T>? state, Tensor<T>? fed, Pass pass)
    {
        Tensor<T> x = Expect.Sequences(this, inputs[0]), memory = Expect.Sequences(this, inputs[1]);
        Expect.NoMask(this, inputs[0].Mask is not null);
        (int n, int steps) = (x.Shape[0], x.Shape[1]);
        Signal<T> values = inputs[1];
        // What stands in steps of the memory that are not there must not be multiplied, not even by zero.
        Tensor<T> key = _memory is null ? memory : _memory.Forward([values], pass).Numbers!;
        state ??= Layers.InitialOf([inputs[0], .. inputs[2..]]);
        bool isContext = Options.Feeding == Feeding.Context;
        var outputs = new Tensor<T>[steps];
        Tensor<T>? top = state is null ? null : RecurrentStack<T>.TopOf(state);
        for (int t = 0; t < steps; t++)
        {
            int[]? there = inputs[0].Lengths is null ? null : [.. inputs[0].Lengths!.Select(length => t < length ? 1 : 0)];
            Tensor<T> step = x.Slice(.., t..(t + 1));
            Tensor<T> beside = isContext ? Attend((top ?? new Tensor<T>(new Shape(n, Layers.Features))).Unsqueeze(1)) : (fed ?? new Tensor<T>(new Shape(n, Fed))).Unsqueeze(1);
            RecurrentResult<T> result = Layers.Run(new Signal<T>(Ops.Concatenate<T>([step, beside], 2), there), state, pass);
            (state, top) = (result.State, result.LastOutput);
            outputs[t] = isContext ? Ops.Concatenate<T>([result.Output, beside], 2) : Attentional(Ops.Concatenate<T>([Attend(result.Output), result.Output], 2));
            if (!isContext) fed = outputs[t].Squeeze(1);
            if (there?.Contains(0) == true) outputs[t] = Ops.Where(Tensor.From(Array.ConvertAll(there, one => one == 1), new Shape(n, 1, 1)), outputs[t], Tensor.Scalar(T.Zero));

            Tensor<T> Attend(Tensor<T> query) => Attending.Apply<T>(this, new(new Signal<T>(query, there), key, values, Causal: false), Score, (weights, v) => weights.BatchMatMul(v)).Numbers!;
        }
        return (new(steps == 0 ? new Tensor<T>(new Shape(n, 0, Features)) : Ops.Concatenate<T>(outputs, 1), inputs[0].Lengths), state!, fed);
    }

    public override LayerStream<T> OpenStream() => throw new NotSupportedException($"{this} looks at a memory beside its input, and a stream has one input: it cannot step. Use Predict on whole sequences, or a SequenceModel, which steps it.");

    public override string ToString() => $"AttentionDecoder({Inputs}, {Memory} → {Features}, {Options.Score}, fed the {(Options.Feeding == Feeding.Context ? "context" : "attentional state")})";

    private Tensor<T> Attentional(Tensor<T> both) => both.Linear(_attentional!.Weight.Value, _attentional.Bias!.Value).Tanh();

    private Tensor<T> Score(Tensor<T> query, Tensor<T> key)
    {
        if (_score is null) return query.BatchMatMul(key.Permute(0, 2, 1));
        Tensor<T> pairs = query.Linear(_query!.Weight.Value, null).Unsqueeze(2) + key.Unsqueeze(1);
        return (pairs.Tanh() * _score.Weight.Value).Sum(^1);
    }

    private static int Top(IReadOnlyList<LayerSpec> layers, int inputs) => layers.Aggregate(inputs, (features, layer) => layer.Features(features));
}
