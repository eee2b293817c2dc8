using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

/// <summary>A model for the tests, and inputs for it: 7 sequences of 6 steps, or examples.</summary>
/// <param name="Steps">Whether it can run one step at a time.</param>
internal sealed record ModelRow<T>(string Name, Func<Model<T>> Make, bool Steps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Sequences = 7, StepCount = 6;

    public static readonly int[] Lengths = [3, 0, 6, 1, 6, 5, 2];

    /// <summary>With irregular weights.</summary>
    public Model<T> Model(int seed = 11) => ModelTable.Drawn(Make(), seed);

    public static Dictionary<string, Signal<T>> Inputs(Model<T> model, int sequences = Sequences) => model.Inputs.Index().ToDictionary(row => row.Item.Name, row => Input(row.Item.Shape, row.Index, sequences));

    private static Signal<T> Input(SignalShape shape, int seed, int sequences)
    {
        if (shape.IsIds) return Tensor.From<int>([.. Enumerable.Range(0, sequences * StepCount).Select(i => (i * 5 + seed) % 9)], new Shape(sequences, StepCount));
        return shape.HasSteps ? Autograd.Draw.Tensor<T>(seed + 5, sequences, StepCount, shape.Features) : Autograd.Draw.Tensor<T>(seed + 5, sequences, shape.Features);
    }
}

internal static class ModelTable
{
    public static IReadOnlyList<string> Names { get; } = [.. Rows<double>().Select(row => row.Name)];

    public static ModelRow<T> Row<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Rows<T>().Single(row => row.Name == name);

    public static IReadOnlyList<ModelRow<T>> Rows<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        new("a list", () => Model.Sequential<T>(ModelInput.Sequences(3), ("rnn", Stack<T>(3, new LayerSpec(CellCatalog.Elman(), 5))), ("fc", new Dense<T>(5, 2))), Steps: true),
        new("one layer", () => Model.Sequential<T>(ModelInput.Sequences(3), ("rnn", Stack<T>(3, new LayerSpec(CellCatalog.Gru(), 17)))), Steps: true),
        new("a mixed stack with norm, activation and dropout", () => Model.Sequential<T>(ModelInput.Sequences(4),
            ("rnn", Stack<T>(4,
                new LayerSpec(CellCatalog.Lstm(Activation.Parse("hard_sigmoid"), Activation.Parse("softsign"), Activation.Parse("gelu")), 19),
                new LayerSpec(CellCatalog.Elman(Activation.Parse("leaky_relu(alpha=0.2)")), 6, Bias: BiasKind.One),
                new LayerSpec(CellCatalog.GruResetBefore(candidate: Activation.Parse("elu(alpha=0.7)")), 33, Bias: BiasKind.None))),
            ("norm", new LayerNorm<T>(33, epsilon: 1e-3)), ("act", new ActivationLayer<T>(Activation.Parse("mish"))), ("drop", new Dropout<T>(0.4)), ("fc", new Dense<T>(33, 2, bias: false))), Steps: true),
        new("ids", () => Model.Sequential<T>(ModelInput.Ids(),
            ("embedding", new Embedding<T>(9, 4, padding: 0)), ("rnn", Stack<T>(4, new LayerSpec(CellCatalog.Gru(), 5))), ("fc", new Dense<T>(5, 9))), Steps: true),
        new("a head on the last step", () => Model.Sequential<T>(ModelInput.Sequences(2),
            ("rnn", Stack<T>(2, new LayerSpec(CellCatalog.Lstm(), 7))), ("last", new LastStep<T>()), ("fc", new Dense<T>(7, 3))), Steps: true),
        new("a head on the last output", () => Model.Graph<T>()
            .Input(ModelInput.Sequences(2)).Node("fc", new Dense<T>(7, 3), "rnn.last").Node("rnn", Stack<T>(2, new LayerSpec(CellCatalog.Lstm(), 7)), "x").Output("fc").Build(), Steps: true),
        new("both ways", () => Model.Sequential<T>(ModelInput.Ids("tokens"),
            ("embedding", new Embedding<T>(9, 4)), ("rnn", Stack<T>(4, new LayerSpec(CellCatalog.Lstm(), 3, Direction.Bidirectional), new LayerSpec(CellCatalog.Lstm(), 3, Direction.Bidirectional))),
            ("norm", new LayerNorm<T>(6)), ("head.0", new Dense<T>(6, 4)), ("head.1", new ActivationLayer<T>(Activation.Relu)), ("head.2", new Dense<T>(4, 2))), Steps: false),
        new("reverse", () => Model.Sequential<T>(ModelInput.Sequences(3), ("rnn", Stack<T>(3, new LayerSpec(CellCatalog.Gru(), 5, Direction.Reverse)))), Steps: false),
        new("two inputs and three outputs", () => Model.Graph<T>()
            .Input(ModelInput.Sequences(3, "a")).Input(ModelInput.Ids("b"))
            .Node("a_rnn", Stack<T>(3, new LayerSpec(CellCatalog.Lstm(), 4, Direction.Bidirectional)), "a").Node("embedding", new Embedding<T>(9, 8), "b")
            .Node("sum", new Add<T>(), "a_rnn", "embedding").Node("both", new Concatenate<T>(), "a_rnn", "sum").Node("fc", new Dense<T>(16, 2), "both")
            .Output("fc", "scores").Output("a_rnn.last").Output("a_rnn.0.backward.c", "cell").Build(), Steps: false),
        new("states handed on", () => Model.Graph<T>()
            .Input(ModelInput.Sequences(3, "a")).Input(ModelInput.Sequences(2, "b"))
            .Node("encoder", Stack<T>(3, new LayerSpec(CellCatalog.Lstm(), 5)), "a").Node("decoder", Stack<T>(2, new LayerSpec(CellCatalog.Lstm(), 5)), "b", "encoder.0.forward.h", "encoder.0.forward.c")
            .Node("softmax", new Softmax<T>(), "decoder").Output("softmax").Output("decoder.0.forward.c").Build(), Steps: false),
        new("a mask", () => Model.Graph<T>()
            .Input(ModelInput.Ids()).Node("embedding", new Embedding<T>(9, 4, mask: 0), "x").Node("present", new PresentSteps<T>(), "embedding")
            .Node("rnn", Stack<T>(4, new LayerSpec(CellCatalog.Gru(), 5)), "present").Node("placed", new PutBack<T>(), "rnn", "embedding").Node("fc", new Dense<T>(5, 2), "placed").Output("fc").Build(), Steps: true),
        new("no steps", () => Model.Sequential<T>(ModelInput.Numbers(4), ("fc1", new Dense<T>(4, 6)), ("act", new ActivationLayer<T>(Activation.Tanh)), ("fc2", new Dense<T>(6, 2))), Steps: false),
    ];

    /// <summary>The same model, its weights made irregular.</summary>
    public static Model<T> Drawn<T>(Model<T> model, int seed = 11) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        foreach (Parameter<T> parameter in model.Parameters)
            foreach (ref T value in parameter.Value.Span) value = T.CreateTruncating(random.NextDouble() * 1.4 - 0.7);
        return model;
    }

    private static RecurrentStack<T> Stack<T>(int inputs, params LayerSpec[] layers) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(inputs, layers);
}
