using Elman.Autograd;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Cli;
using Elman.Tests.Models;
using Elman.Tests.Autograd;
using Draw = Elman.Tests.Autograd.Draw;

namespace Elman.Tests.Explanations;

/// <summary>A check is worth what it finds: wrong weights are found by what another gave, a wrong engine by the witness.</summary>
public sealed class MutationTests
{
    private const int Size = 4;

    public static TheoryData<string> Cells => ["elman", "lstm", "gru", "gru_reset_before"];

    public static TheoryData<string> Bent => [.. BentCells.All.Keys];

    private static readonly Tensor<float> _x = Draw.Tensor<float>(3, 3, 6, Size);

    [Theory, MemberData(nameof(Cells))]
    public void Wrong_weights_make_explain_and_verify_fail(string cell)
    {
        using var scratch = new Scratch();
        Model<float> original = Of(CellCatalog.Build(cell, []));
        string pairs = scratch.Arrays("pairs.npz", ("x", _x), ("y", original.Predict(_x).Output));
        Tensor<double> expected = ArrayFile.Load(pairs)["y"].As<double>();
        Assert.True(Explain(original, expected).Holds);
        original.Save(scratch["original.safetensors"]);
        Assert.Equal((0, 0), Commands(scratch["original.safetensors"], pairs));

        int mutations = 0;
        foreach ((string name, Action<RecurrentParameters<float>> bend) in BentWeights.Of<float>(CellCatalog.Build(cell, []).Spec))
        {
            Model<float> copy = Of(CellCatalog.Build(cell, []));
            bend(((RecurrentStack<float>)copy["rnn"]).Layers[0].Forward!.Parameters);
            Explanation explanation = Explain(copy, expected);
            Assert.False(explanation.Holds, name);
            // The engine is right about the weights that it has; what it gives is not what was expected.
            Assert.All(explanation.Comparisons, comparison => Assert.Equal(comparison.Other == "witness", comparison.Holds));
            copy.Save(scratch["copy.safetensors"]);
            Assert.Equal((1, 1), Commands(scratch["copy.safetensors"], pairs));
            mutations++;
        }
        Assert.True(mutations >= 3);
    }

    [Fact]
    public void A_dense_matrix_transposed_makes_explain_fail()
    {
        Model<float> original = Of(CellCatalog.Gru()), copy = Of(CellCatalog.Gru());
        var expected = Tensor.From<double>([.. original.Predict(_x).Output.Values.ToArray().Select(value => (double)value)], new Shape(3, 6, Size));
        BentWeights.Transpose(((Dense<float>)copy["fc"]).Weight.Value.Span, Size);
        Assert.False(Explain(copy, expected).Holds);
    }

    [Theory, MemberData(nameof(Bent))]
    public void An_engine_that_computes_something_else_is_found_by_the_witness(string name)
    {
        Explanation explanation = Of(BentCells.All[name]).Explain(_x);
        Assert.False(explanation.Holds);
        Assert.Empty(explanation.Missing);
        Assert.Contains("False", explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains("the first node that differs, rnn", explanation.ToString(), StringComparison.Ordinal);
        // It is the bend that is found, not what all these tests have in common.
        Assert.True(Of(CellCatalog.Build(BentCells.All[name].Spec.Name, [])).Explain(_x).Holds);
    }

    [Theory, MemberData(nameof(Cells))]
    public void An_engine_that_reads_the_weights_wrong_is_found_by_the_witness(string cell)
    {
        foreach ((string name, Action<RecurrentParameters<float>> bend) in BentWeights.Of<float>(CellCatalog.Build(cell, []).Spec))
        {
            var said = (RecurrentStack<float>)Of(CellCatalog.Build(cell, []))["rnn"];
            var done = (RecurrentStack<float>)Of(CellCatalog.Build(cell, []))["rnn"];
            bend(done.Layers[0].Forward!.Parameters);
            Assert.False(Model.Sequential<float>(ModelInput.Sequences(Size), ("rnn", new Pretender(said, done))).Explain(_x).Holds, name);
        }
        var true_ = (RecurrentStack<float>)Of(CellCatalog.Build(cell, []))["rnn"];
        Assert.True(Model.Sequential<float>(ModelInput.Sequences(Size), ("rnn", new Pretender(true_, (RecurrentStack<float>)Of(CellCatalog.Build(cell, []))["rnn"]))).Explain(_x).Holds);
    }

    private static Explanation Explain(Model<float> model, Tensor<double> expected) =>
        model.Explain(_x, new ExplainOptions { Expected = new Dictionary<string, Tensor<double>> { [ModelOutput.Usual] = expected }, ExpectedIsDouble = false });

    private static (int Explain, int Verify) Commands(string model, string pairs) =>
        (Answer.Of("explain", model, "--pairs", pairs).Exit, Answer.Of("verify", model, "--pairs", pairs).Exit);

    private static Model<float> Of(Cell cell) => new ModelRow<float>("", () => Model.Sequential<float>(ModelInput.Sequences(Size),
        ("rnn", new RecurrentStack<float>(Size, new LayerSpec(cell, Size))), ("fc", new Dense<float>(Size, Size))), Steps: true).Model();

    /// <summary>Says that it is one layer, and computes another.</summary>
    private sealed class Pretender(Layer<float> said, Layer<float> done) : Layer<float>
    {
        public override LayerDescription Description => said.Description;
        public override IReadOnlyList<Parameter<float>> Parameters => said.Parameters;
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => done.Plan(inputs);
        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass) => done.Forward(inputs, pass);
        public override LayerStream<float> OpenStream() => done.OpenStream();
    }
}
