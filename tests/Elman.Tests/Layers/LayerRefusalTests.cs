using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Tests.Layers;

/// <summary>What layers refuse, with the words that must be in the message.</summary>
public sealed class LayerRefusalTests
{
    private static readonly Signal<float> _steps = Numbers(2, 5, 3), _flat = Numbers(2, 3), _ids = new(Tensor.From([0, 1, 5, 9], new Shape(2, 2)));

    private static readonly Dictionary<string, (Action Attempt, string[] Words)> _refusals = new()
    {
        ["Dense of another width"] = (() => Forward(new Dense<float>(4, 2), _steps), ["Dense(4 → 2)", "(N, T, 4)", "(2, 5, 3)"]),
        ["Dense of ids"] = (() => Forward(new Dense<float>(4, 2), _ids), ["Dense(4 → 2)", "ids (2, 2)"]),
        ["Dense of one axis"] = (() => Forward(new Dense<float>(3, 2), Numbers(3)), ["(N, 3)", "(3)"]),
        ["Dense of two inputs"] = (() => Forward(new Dense<float>(3, 2), _flat, _flat), ["1 input", "found 2"]),
        ["Dense without outputs"] = (() => _ = new Dense<float>(3, 0), ["at least 1", "3 and 0"]),
        ["a plan of another width"] = (() => new Dense<float>(4, 2).Plan([new(3, true)]), ["Dense(4 → 2)", "(N, T, 3)"]),
        ["a plan of ids"] = (() => new LayerNorm<float>(4).Plan([new(0, true, IsIds: true)]), ["LayerNorm(4)", "ids (N, T)"]),
        ["a plan of numbers"] = (() => new Embedding<float>(4, 2).Plan([new(3, true)]), ["Embedding(4, 2)", "ids", "(N, T, 3)"]),
        ["a plan of the last step of no steps"] = (() => new LastStep<float>().Plan([new(3, false)]), ["LastStep", "(N, T, F)", "(N, 3)"]),
        ["a plan of unequal widths"] = (() => new Add<float>().Plan([new(3, true), new(4, true)]), ["Add", "(N, T, 3)", "(N, T, 4)"]),
        ["a plan of steps beside none"] = (() => new Concatenate<float>().Plan([new(3, true), new(4, false)]), ["Concatenate", "(N, T, 3)", "(N, 4)"]),
        ["an id beyond the table"] = (() => Forward(new Embedding<float>(5, 2), _ids), ["Embedding(5, 2)", "0 to 4", "found 5", "(1, 0)"]),
        ["numbers for a table"] = (() => Forward(new Embedding<float>(5, 2), _flat), ["Embedding(5, 2)", "numbers (2, 3)"]),
        ["a padding id beyond the table"] = (() => _ = new Embedding<float>(5, 2, padding: 5), ["0 to 4", "found 5"]),
        ["a step with an id beyond the table"] = (() => new Embedding<float>(5, 2).OpenStream().Step(5, new float[2]), ["0 to 4", "found 5"]),
        ["a step with numbers for a table"] = (() => new Embedding<float>(5, 2).OpenStream().Step([1f], new float[2]), ["Embedding(5, 2)", "ids"]),
        ["a step with an id for numbers"] = (() => new LayerNorm<float>(2).OpenStream().Step(1, new float[2]), ["numbers, not ids"]),
        ["a step of another width"] = (() => new Dense<float>(4, 2).OpenStream().Step([1f], new float[2]), ["Dense(4 → 2)", "takes 4", "1 in"]),
        ["a step with too little room"] = (() => new LayerNorm<float>(2).OpenStream().Step([1f, 2], new float[1]), ["LayerNorm(2)", "1 out"]),
        ["a rate of 1"] = (() => _ = new Dropout<float>(1), ["below 1", "found 1"]),
        ["training without a stream"] = (() => new Dropout<float>(0.5).Forward([_flat], new Pass { Training = true }), ["Dropout(0.5)", "Random"]),
        ["an epsilon below 0"] = (() => _ = new LayerNorm<float>(2, -0.5), ["0 or more", "-0.5"]),
        ["the last step of no steps"] = (() => Forward(new LastStep<float>(), _flat), ["LastStep", "(N, T, F)", "(2, 3)"]),
        ["inputs of unequal width"] = (() => Forward(new Add<float>(), _flat, Numbers(2, 4)), ["Add", "(2, 3)", "(2, 4)"]),
        ["inputs of unequal steps"] = (() => Forward(new Concatenate<float>(), _steps, Numbers(2, 4, 3)), ["Concatenate", "(2, 5, 3)", "(2, 4, 3)"]),
        ["inputs of unequal lengths"] = (() => Forward(new Add<float>(), _steps, new(_steps.Numbers!, [5, 4])), ["Add", "(5, 5)", "(5, 4)"]),
        ["no inputs"] = (() => Forward(new Add<float>()), ["Add", "at least 1", "none"]),
        ["a length beyond T"] = (() => Forward(new Dense<float>(3, 1), new Signal<float>(_steps.Numbers!, [5, 6])), ["sequence 1", "0 to 5", "6"]),
        ["a length below 0"] = (() => Forward(new LastStep<float>(), new Signal<float>(_steps.Numbers!, [-1, 5])), ["sequence 0", "-1"]),
        ["too few lengths"] = (() => Forward(new ActivationLayer<float>(Activation.Tanh), new Signal<float>(_steps.Numbers!, [5])), ["Activation(tanh)", "2 sequences", "1 lengths"]),
        ["lengths without steps"] = (() => Forward(new Dense<float>(3, 1), new Signal<float>(_flat.Numbers!, [1, 1])), ["Dense(3 → 1)", "(N, T, F)", "(2, 3)"]),
        ["an option that is missing"] = (() => Dense<float>.From(Described("dense", ("inputs", 3))), ["'dense'", "'outputs'", "at least 1", "nothing"]),
        ["an option that is no size"] = (() => Dense<float>.From(Described("dense", ("inputs", 2.5), ("outputs", 1))), ["'inputs'", "2.5"]),
        ["an option that is no flag"] = (() => Dense<float>.From(Described("dense", ("inputs", 2), ("outputs", 1), ("bias", "no"))), ["'bias'", "true or false", "no"]),
        ["an option that is no text"] = (() => ActivationLayer<float>.From(Described("activation", ("activation", 1))), ["'activation'", "text", "1"]),
        ["an activation that nobody knows"] = (() => ActivationLayer<float>.From(Described("activation", ("activation", "tanned"))), ["tanned", "tanh"]),
    };

    public static TheoryData<string> EveryRefusal => [.. _refusals.Keys];

    [Theory, MemberData(nameof(EveryRefusal))]
    public void It_is_refused_by_name(string what)
    {
        Exception error = Assert.ThrowsAny<Exception>(_refusals[what].Attempt);
        Assert.True(error is ArgumentException or InvalidOperationException or NotSupportedException or FormatException, error.ToString());
        foreach (string word in _refusals[what].Words) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    private static void Forward(Layer<float> layer, params Signal<float>[] inputs) => layer.Forward(inputs, Pass.Inference);

    private static Signal<float> Numbers(params int[] dimensions) => new(new Tensor<float>(new Shape(dimensions)));

    private static LayerDescription Described(string kind, params (string Name, JsonNode Value)[] options) =>
        new(kind, new JsonObject(options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)option.Value))));
}
