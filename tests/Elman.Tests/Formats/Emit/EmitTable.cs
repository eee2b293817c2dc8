using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Layers;
using Elman.Tests.Models;
using Elman.Tests.Recurrent;

namespace Elman.Tests.Formats.Emit;

/// <summary>Models to be written as programs: all cells in one, all options in one, all layers, all activations, and the usual models.</summary>
internal static class EmitTable
{
    /// <summary>Models of the table that work with masks, which programs refuse.</summary>
    private static bool IsWhole(ModelRow<double> row) => !row.Make().Nodes.Any(node => node.Layer is Masking<double> or PresentSteps<double> or PutBack<double> or Embedding<double> { Mask: not null });

    /// <summary>Models of the table that have nothing which another has not.</summary>
    private static readonly string[] _covered = ["one layer", "a head on the last step", "reverse", "no steps", "a mixed stack with norm, activation and dropout"];

    public static IReadOnlyList<(string Name, Model<double> Model)> Rows { get; } =
    [
        ("every cell", Beside(EveryCell.Names.Where(HasEquations).Select(name => (Layer<double>)new RecurrentStack<double>(3, EveryCell.Layer(name, 4, Direction.Bidirectional), EveryCell.Layer(name, 5, Direction.Reverse, BiasKind.One), EveryCell.Layer(name, 3, bias: BiasKind.None))))),
        ("every option", Beside(LayerOptionTests.Stacks.Select(row => (Layer<double>)new RecurrentStack<double>(3, row.Layers)))),
        ("every activation", Beside(ActivationCatalog.Rows.Select(row => (Layer<double>)new ActivationLayer<double>(Activation.Parse(row.Name))))),
        ("layers beside", Beside(Plain)),
        ("merges", Merges()),
        ("states carried", ModelTable.Drawn(Model.Sequential<double>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<double>(3,
            new LayerSpec(CellCatalog.Lstm(), 4) { Projection = 2 }, new LayerSpec(CellCatalog.Gru(), 3), new LayerSpec(CellCatalog.Lstm(), 5), new LayerSpec(CellCatalog.GruResetBefore(), 2), new LayerSpec(CellCatalog.Build("mgu", []), 2)))), 13)),
        .. ModelTable.Rows<double>().Where(row => !_covered.Contains(row.Name) && IsWhole(row)).Select(row => (row.Name, row.Model())),
    ];

    private static bool HasEquations(string name) => CellEquationTable.Find(EveryCell.Layer(name, 4).Cell.Spec.Name) is not null;

    private static IEnumerable<Layer<double>> Plain =>
    [
        new Dense<double>(3, 2, bias: false), new LayerNorm<double>(3), new LayerNorm<double>(3, affine: false), new Softmax<double>(), new Dropout<double>(0.3), new ReverseSteps<double>(), new LastStep<double>(),
        new BatchNorm<double>(3, new BatchNormOptions()), new RmsNorm<double>(3), new UnitNorm<double>(), new ZeroPadding<double>(2, 1), new Cropping<double>(1, 2), new UpSampling<double>(3),
        new GlobalPooling<double>("global_max_pooling"), new GlobalPooling<double>("global_average_pooling"), new Permute<double>(6, 3), new PRelu<double>(3, 6), new PRelu<double>(1), new GroupNorm<double>(3, 3, scale: false), new Reshape<double>((6, 3), (9, 2)),
        new Convolution<double>(3, 2, new(3, 2, padding: Padding.Same)), new Convolution<double>(3, 6, new(2, 1, 2, Padding.Causal), groups: 3), new Convolution<double>(3, 2, new(2, 3, padding: Padding.Of(2, 1)), bias: false),
        .. from kind in Pooling<double>.Kinds from padding in (Padding[])[Padding.Same, Padding.Valid] select new Pooling<double>(kind, new(3, 2, padding: padding)), new Flatten<double>(6, 3),
    ];

    /// <summary>All of them on the same input, each with an output.</summary>
    private static Model<double> Beside(IEnumerable<Layer<double>> layers)
    {
        ModelGraph<double> graph = Model.Graph<double>().Input(ModelInput.Sequences(3));
        foreach ((int index, Layer<double> layer) in layers.Index())
        {
            graph.Node($"node{index}", layer, "x").Output($"node{index}");
            if (layer is not RecurrentStack<double> stack) continue;
            graph.Output($"node{index}.last");
            foreach ((string state, _) in FurtherResult.States(stack)) graph.Output($"node{index}.{state}");
        }
        return ModelTable.Drawn(graph.Build(), 11);
    }

    private static Model<double> Merges()
    {
        ModelGraph<double> graph = Model.Graph<double>().Input(ModelInput.Numbers(2, "a")).Input(ModelInput.Numbers(2, "b"));
        foreach (string kind in Merge<double>.Kinds) graph.Node(kind, new Merge<double>(kind), "a", "b").Output(kind);
        foreach (string score in (string[])["dot", "concat", "additive"])
            graph.Node($"attention_{score}", new Attention<double>(4, new() { Score = score, Scale = true, Causal = score == "concat" }), "again", "again", "more").Output($"attention_{score}");
        graph.Node("more", new ActivationLayer<double>(Activation.Tanh), "again").Node("both", new Concatenate<double>(), "a", "b").Node("again", new Repeat<double>(3), "both");
        graph.Node("lstm", new RecurrentStack<double>(4, new LayerSpec(CellCatalog.Lstm(), 2), new LayerSpec(CellCatalog.Gru(), 2)), "again", "a", "b", "add").Output("lstm").Node("add", new Add<double>(), "a", "b");
        return ModelTable.Drawn(graph.Build(), 12);
    }
}
