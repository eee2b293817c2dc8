using System.Numerics;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Models;
using Elman.Tests.Recurrent;
using Draw = Elman.Tests.Autograd.Draw;

namespace Elman.Tests.Explanations;

/// <summary>The witness covers everything that the library has, and says by name what it does not cover.</summary>
public sealed class WitnessTests
{
    private static readonly int[] _lengths = [4, 0, 5];

    /// <summary>Cells of the tests whose text is no equation.</summary>
    private static readonly string[] _unequal = ["eight gates", "two stages", "all early"];

    public static TheoryData<string, Direction> Cells => [.. from name in EveryCell.Names.Where(name => !_unequal.Contains(name)).Append("leaky, from outside") from direction in EveryCell.Directions select (name, direction)];

    [Theory, MemberData(nameof(Cells))]
    public void Every_cell_in_every_direction_with_all_biases_equals_its_witness(string name, Direction direction)
    {
        LayerSpec Layer(int hidden, BiasKind bias) => name == "leaky, from outside" ? new(Cell.Of(new ElmanOfText()), hidden, direction, bias) : EveryCell.Layer(name, hidden, direction, bias);
        foreach (BiasKind bias in Enum.GetValues<BiasKind>())
        {
            Check<float>(hidden => Layer(hidden, bias));
            Check<double>(hidden => Layer(hidden, bias));
        }
    }

    /// <summary>What a layer may have that streams or pairs of directions do not take.</summary>
    [Fact]
    public void States_that_decay_or_are_learned_and_outputs_that_are_held_equal_their_witness()
    {
        foreach (Cell cell in (Cell[])[CellCatalog.Lstm(), CellCatalog.Gru(), CellCatalog.Elman()])
        {
            Check<double>(hidden => new LayerSpec(cell, hidden) { Decay = new() });
            Check<double>(hidden => new LayerSpec(cell, hidden, Direction.Bidirectional) { Decay = new(0.4), Padding = PaddingRule.Hold });
            Check<double>(hidden => new LayerSpec(cell, hidden, Direction.Reverse) { LearnsState = true, LayerNorm = CellNorm.Products });
        }
        Check<double>(hidden => new LayerSpec(CellCatalog.Lstm(), hidden) { Decay = new(), LearnsState = true, Projection = 3, LayerNorm = new() { State = StateNorm.Read } });
    }

    private static void Check<T>(Func<int, LayerSpec> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var model = new ModelRow<T>("", () => Model.Sequential<T>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<T>(3, layer(5), layer(4)))), true).Model();
        Explanation explanation = model.Explain(Draw.Tensor<T>(5, 3, 5, 3), new() { Lengths = _lengths });
        Assert.True(explanation.Holds, explanation.ToString());
        Assert.All(explanation.Nodes.SelectMany(node => node.Parts), part => Assert.NotEmpty(part.Equations));
    }

    [Fact]
    public void Every_activation_of_the_catalog_equals_that_of_the_witness()
    {
        foreach (ActivationRow row in ActivationCatalog.Rows)
        {
            Activation activation = Activation.Parse(row.Name);
            foreach (ActivationParameter parameter in activation.Parameters) activation = activation.With(parameter.Name, parameter.Default * 0.75 + 0.125);
            Model<double> model = Model.Sequential<double>(ModelInput.Numbers(9), ("act", new ActivationLayer<double>(activation)));
            Explanation explanation = model.Explain(Tensor.From<double>([-40, -6.5, -3, -0.7, 1e-9, 0.3, 2.5, 3, 7], new Shape(1, 9)));
            Assert.True(explanation.Holds, $"{activation}: {explanation}");
        }
    }

    /// <summary>Graphs in which every kind of layer stands at least once.</summary>
    private static IEnumerable<Model<T>> Graphs<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecurrentStack<T> Gru(int inputs, int hidden) => new(inputs, new LayerSpec(CellCatalog.Gru(), hidden));
        foreach (Between between in Enum.GetValues<Between>())
            yield return Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("mask", new Masking<T>(0.5), "x").Node("there", new PresentSteps<T>(), "mask")
                .Node("rnn", Gru(3, 4), "there").Node("back", new PutBack<T>(between), "rnn", "mask").Node("fc", new Dense<T>(4, 2), "back").Output("fc").Build();
        yield return Model.Graph<T>().Input(ModelInput.Ids()).Node("embedding", new Embedding<T>(5, 3, mask: 0), "x").Node("there", new PresentSteps<T>(), "embedding")
            .Node("rnn", Gru(3, 4), "there").Node("last", new LastStep<T>(), "rnn").Node("soft", new Softmax<T>(), "last").Output("soft").Build();
        ModelGraph<T> merging = Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("a", new Dense<T>(3, 3), "x").Node("reverse", new ReverseSteps<T>(), "a").Node("c", new LayerNorm<T>(3, affine: false), "x");
        foreach (string kind in Merge<T>.Kinds) merging = merging.Node(kind, new Merge<T>(kind), kind == "subtract" ? ["a", "reverse"] : ["a", "reverse", "c"]).Output(kind);
        yield return merging.Node("sum", new Add<T>(), "a", "reverse", "c").Output("sum").Node("both", new Concatenate<T>(), "a", "c").Output("both").Build();
        yield return Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("flat", new Flatten<T>(5, 3), "x").Node("again", new Repeat<T>(4), "flat").Node("drop", new Dropout<T>(0.3), "again")
            .Node("act", new ActivationLayer<T>(Activation.Tanh), "drop").Node("norm", new LayerNorm<T>(15), "act").Output("norm").Build();
        yield return Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("encoder", new RecurrentStack<T>(3, new LayerSpec(CellCatalog.Lstm(), 4)), "x")
            .Node("decoder", new RecurrentStack<T>(3, new LayerSpec(CellCatalog.Lstm(), 4)), "x", "encoder.0.forward.h", "encoder.0.forward.c").Output("decoder").Build();
    }

    /// <summary>The layers beside, each an output; first those that sequences of unequal lengths go through.</summary>
    private static IEnumerable<Model<T>> Beside<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Windows causal = new(3, 1, 2, Padding.Causal), same = new(2, 2, padding: Padding.Same), within = new(2), wide = new(2, 2, 2, Padding.Of(2, 1));
        Layer<T>[] every =
        [
            new Convolution<T>(3, 4, causal), new Convolution<T>(3, 2, same, bias: false), new Convolution<T>(3, 6, within, groups: 3), new Convolution<T>(3, 3, wide), new BatchNorm<T>(3), new GroupNorm<T>(3, 3),
            new BatchNorm<T>(3, new() { Scale = false }), new GroupNorm<T>(3, 1, 1e-3, scale: false), new RmsNorm<T>(3), new UnitNorm<T>(), new PRelu<T>(3), new PRelu<T>(1), new ZeroPadding<T>(2, 1), new Cropping<T>(1, 1), new UpSampling<T>(2),
            .. Scale<T>.Kinds.Select(kind => new Scale<T>(kind, 3)),
            .. Pooling<T>.Kinds.Select(kind => new Pooling<T>(kind, same)), new Pooling<T>(Pooling<T>.Average, same, countsPadding: true), .. GlobalPooling<T>.Kinds.Select(kind => new GlobalPooling<T>(kind)), .. Noise<T>.Kinds.Select(kind => new Noise<T>(kind, 0.25)),
        ];
        ModelGraph<T> graph = Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("mask", new Masking<T>(0.5), "x").Node("all", new EndMask<T>(), "mask").Node("c", new Dense<T>(3, 3), "x").Node("d", new Dense<T>(3, 3), "x").Output("all");
        foreach ((int index, Layer<T> layer) in every.Index()) graph = graph.Node($"n{index}", layer, "x").Output($"n{index}");
        foreach (string kind in GlobalPooling<T>.Kinds) graph = graph.Node($"masked_{kind}", new GlobalPooling<T>(kind), "mask").Output($"masked_{kind}");
        graph = graph.Node("weighed", new AttentionAverage<T>(3, 0.01), "mask").Output("weighed");
        foreach (string score in (string[])[Attention<T>.Dot, Attention<T>.Concat, Attention<T>.Additive])
            graph = graph.Node(score, new Attention<T>(3, new() { Score = score, Scale = score != Attention<T>.Dot, Causal = score == Attention<T>.Additive }), "mask", "c", "d").Output(score);
        foreach (bool way in (bool[])[false, true])
            graph = graph.Node($"heads_{way}", new MultiHeadAttention<T>(new() { Heads = 2, QueryFeatures = 3, KeyFeatures = 3, ValueFeatures = 3, KeySize = 2, ValueSize = 3, Outputs = 4, Causal = way, Bias = way }), "c", "mask").Output($"heads_{way}");
        foreach (string score in AttentionDecoderOptions.Scores)
            foreach (Feeding feeding in Enum.GetValues<Feeding>())
                graph = graph.Node($"{score}_{feeding}", new AttentionDecoder<T>(3, 3, new() { Score = score, Feeding = feeding }, new LayerSpec(CellCatalog.Lstm(), 4) { Connection = Connection.Residual }, new LayerSpec(CellCatalog.Gru(), 3)), "c", "mask").Output($"{score}_{feeding}");
        yield return graph.Build();
        yield return Model.Graph<T>().Input(ModelInput.Sequences(3)).Node("one", new Reshape<T>((5, 3), (3, 5)), "x").Node("other", new Permute<T>(5, 3), "x").Node("flat", new Reshape<T>((5, 3), (null, 15)), "x")
            .Node("own", new PRelu<T>(5, 3), "one").Node("features", new DotProduct<T>(2, 2, 3), "own", "other").Node("steps", new DotProduct<T>(1, 1), "one", "other").Node("product", new DotProduct<T>(1, 1), "flat", "flat")
            .Output("features").Output("steps").Output("product").Build();
    }

    [Fact]
    public void Every_kind_of_layer_equals_its_witness()
    {
        var kinds = new HashSet<string>();
        foreach (Model<float> model in Graphs<float>().Concat(Beside<float>())) Check(model, kinds);
        foreach (Model<double> model in Graphs<double>().Concat(Beside<double>())) Check(model, kinds);
        // A new kind of the library needs a row in the table of equations, and a place in the graphs above.
        Assert.Equal(LayerKinds<float>.Names.Where(LayerEquationTable.Kinds.Append("recurrent").Contains).Order(), kinds.Order());
        // A plain operator of a graph has no equation of ours: OperatorTests work them out by hand.
        Assert.Equal([OperatorLayer<float>.Kind], _libraryKinds.Except(kinds));
    }

    private static readonly string[] _libraryKinds =
        [.. typeof(Layer<>).Assembly.GetTypes().Where(type => type.IsGenericTypeDefinition && !type.IsAbstract && type.GetField("Kind") is not null).Select(type => (string)type.MakeGenericType(typeof(float)).GetField("Kind")!.GetValue(null)!), .. Merge<float>.Kinds, .. Pooling<float>.Kinds, .. GlobalPooling<float>.Kinds, .. Noise<float>.Kinds];

    private static void Check<T>(Model<T> model, HashSet<string> kinds) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var row = new ModelRow<T>("", () => model, false);
        row.Model();
        Signal<T> input = model.Inputs[0].Shape.IsIds
            ? Tensor.From(new[,] { { 1, 0, 2, 4, 0 }, { 0, 0, 0, 0, 0 }, { 3, 2, 0, 1, 4 } })
            : Masked<T>();
        bool unequal = !model.Nodes.Any(node => node.Layer is Flatten<T> or Permute<T>);
        foreach (int[]? lengths in unequal ? new[] { null, _lengths } : [null])
        {
            Explanation explanation = model.Explain(new Dictionary<string, Signal<T>> { ["x"] = input }, new() { Lengths = lengths });
            Assert.True(explanation.Holds, explanation.ToString());
        }
        foreach (ModelNode<T> node in model.Nodes) kinds.Add(node.Layer.Description.Kind);
    }

    /// <summary>Steps 1 of sample 0 and 0 of sample 2 are masked.</summary>
    private static Tensor<T> Masked<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = Draw.Tensor<T>(9, 3, 5, 3);
        foreach (int step in (int[])[1, 10]) x.Span.Slice(step * 3, 3).Fill(T.CreateTruncating(0.5));
        return x;
    }

    [Fact]
    public void A_cell_whose_equations_cannot_be_evaluated_is_named_with_what_to_do()
    {
        Explanation explanation = Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<float>(3, new LayerSpec(EveryCell.Named("eight gates"), 2)))).Explain(Draw.Tensor<float>(1, 2, 3, 3));
        Assert.False(explanation.Holds);
        Assert.Contains("There is no independent witness for the cell 'eight gates' of node 'rnn', layer 0", Assert.Single(explanation.Missing), StringComparison.Ordinal);
        Assert.Contains("CellEquationTable.Add", explanation.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h' = φ(W x", "expected ')', found the end")]
    [InlineData("h' φ(W x)", "expected '=', found 'φ'")]
    [InlineData("h' = W x + ", "expected more, found the end")]
    [InlineData("h' = (W x) )", "expected the end, found ')'")]
    [InlineData("W x = h", "expected a name on the left")]
    public void A_text_that_is_no_equation_is_refused_with_its_place(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => EquationReader.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("n = φ((b_in + W_n x) + r∘(b_hn + U_n h))", @"n = \varphi\left(\left(b_{in} + W_{n} x\right) + r \circ \left(b_{hn} + U_{n} h\right)\right)")]
    [InlineData("h' = n + z∘(h − n)", @"h' = n + z \circ \left(h - n\right)")]
    [InlineData("y = γ∘((x − μ)/√(v + ε)) + β", @"y = \gamma \circ \frac{x - \mu}{\sqrt{v + \varepsilon}} + \beta")]
    [InlineData("y[n] = x[n, L_n − 1]", @"y_{n} = x_{n, L_{n} - 1}")]
    [InlineData("n = φ(W_n x + U_n (r∘h))", @"n = \varphi\left(W_{n} x + U_{n} \left(r \circ h\right)\right)")]
    public void An_equation_is_written_once_and_read_in_both_forms(string text, string latex)
    {
        Equation equation = Assert.Single(EquationReader.Read(text));
        Assert.Equal(text, EquationText.Of(equation));
        Assert.Equal(latex, EquationText.LatexOf(equation));
    }
}

/// <summary>A cell from outside that says of itself what it is.</summary>
internal readonly struct ElmanOfText : ICell
{
    public static int Gates => 1;
    public static int Products => 1;
    public static int States => 1;
    public static int Kept => 0;

    public CellSpec Spec => new("leaky, from outside") { Gates = ["hidden"], Products = ["hidden"], States = ["h"], Kept = [], Equations = "h' = 0.75·h + tanh((b_i + W x) + (b_h + U h))/4" };

    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        u.Next[0] = TLane.Of(0.75) * u.Previous[0] + TLane.Tanh(u.Input[0] + u.Recurrent[0]) / TLane.Of(4);

    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> { }
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
}
