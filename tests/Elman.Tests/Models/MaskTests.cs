using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Models;

/// <summary>Steps that a mask passes over, anywhere in a sequence: what goes along time is as if they were not there.</summary>
public sealed class MaskTests
{
    private const int Features = 2;

    private static readonly Dictionary<string, LayerSpec> _stacks = new()
    {
        ["elman"] = new(CellCatalog.Elman(), 4),
        ["lstm"] = new(CellCatalog.Lstm(), 4),
        ["gru both ways"] = new(CellCatalog.Gru(), 4, Direction.Bidirectional),
        ["gru, reset before, reversed"] = new(CellCatalog.GruResetBefore(), 4, Direction.Reverse),
    };

    /// <summary>Which steps count: all, holes, the first and last missing, only one, none.</summary>
    private static readonly bool[][] _masks =
    [
        [true, true, true, true, true, true, true],
        [true, false, true, true, false, false, true],
        [false, false, true, true, true, false, false],
        [false, false, false, true, false, false, false],
        [false, false, false, false, false, false, false],
    ];

    public static TheoryData<string, Between> Every => [.. from stack in _stacks.Keys from between in Enum.GetValues<Between>() select (stack, between)];

    [Theory, MemberData(nameof(Every))]
    public void A_sequence_with_steps_passed_over_has_the_bits_of_the_sequence_without_them(string stack, Between between)
    {
        Model<float> model = Masked(_stacks[stack], between), plain = Plain(model);
        Tensor<float> x = Input();
        Prediction<float> found = model.Predict(x);
        int width = found["back"].Shape[2];
        for (int n = 0; n < _masks.Length; n++)
        {
            int[] counted = [.. Enumerable.Range(0, 7).Where(t => _masks[n][t])];
            float[] expected = new float[7 * width], last = new float[width];
            if (counted.Length > 0)
            {
                Prediction<float> alone = plain.Predict(Tensor.From<float>([.. counted.SelectMany(t => x.Values.Slice((n * 7 + t) * Features, Features).ToArray())], new Shape(counted.Length, Features)));
                for (int t = 0; t < 7; t++)
                {
                    int place = _masks[n][t] ? Array.IndexOf(counted, t) : between == Between.Zero ? -1 : Array.FindLastIndex(counted, step => step < t);
                    if (place >= 0) alone["rnn"].Values.Slice(place * width, width).CopyTo(expected.AsSpan(t * width));
                }
                alone["rnn.last"].Values.CopyTo(last);
            }
            Bits.AssertEqual(expected, found["back"].Values.Slice(n * 7 * width, 7 * width), $"{stack}, sequence {n}");
            Bits.AssertEqual(last, found["rnn.last"].Values.Slice(n * width, width), $"{stack}, sequence {n}, last");
        }
    }

    [Theory]
    [InlineData("elman", Between.Hold)]
    [InlineData("elman", Between.Zero)]
    [InlineData("lstm", Between.Hold)]
    [InlineData("lstm", Between.Zero)]
    public void A_session_passes_over_the_same_steps_and_a_saved_one_goes_on(string stack, Between between)
    {
        Model<float> model = Masked(_stacks[stack], between);
        Tensor<float> x = Input(), y = model.Predict(x)["back"];
        int width = y.Shape[2];
        var found = new float[width];
        for (int n = 0; n < _masks.Length; n++)
        {
            using Session<float> session = model.OpenSession("back");
            using Session<float> other = model.OpenSession("back");
            for (int t = 0; t < 7; t++)
            {
                other.Restore(session.Save());
                ReadOnlySpan<float> step = x.Values.Slice((n * 7 + t) * Features, Features);
                session.Step(step, found);
                Bits.AssertEqual(y.Values.Slice((n * 7 + t) * width, width), found, $"sequence {n}, step {t}");
                other.Step(step, found);
                Bits.AssertEqual(y.Values.Slice((n * 7 + t) * width, width), found, $"sequence {n}, step {t}, restored");
            }
        }
    }

    [Fact]
    public void An_id_can_be_the_one_that_is_passed_over()
    {
        Model<float> model = Drawn(Model.Graph<float>().Input(ModelInput.Ids())
            .Node("embedding", new Embedding<float>(5, 3, mask: 0), "x")
            .Node("present", new PresentSteps<float>(), "embedding")
            .Node("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Lstm(), 4)), "present")
            .Output("rnn.last", "y").Build());
        Bits.AssertEqual(model.Predict(Tensor.From([3, 1, 4])).Output.Values, model.Predict(Tensor.From([0, 3, 0, 0, 1, 4, 0])).Output.Values, "ids");
        using Session<float> session = model.OpenSession();
        var found = new float[4];
        foreach (int id in new[] { 0, 3, 0, 1, 4, 0 }) session.Step(id, found);
        Bits.AssertEqual(model.Predict(Tensor.From([3, 1, 4])).Output.Values, found, "session");
    }

    [Fact]
    public void What_goes_along_time_refuses_a_mask_that_it_would_not_see()
    {
        foreach (Layer<float> layer in new Layer<float>[] { new RecurrentStack<float>(Features, _stacks["lstm"]), new LastStep<float>(), new ReverseSteps<float>() })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => Model.Sequential<float>(ModelInput.Sequences(Features), ("masking", new Masking<float>()), ("layer", layer)));
            Assert.Contains("PresentSteps", error.Message, StringComparison.Ordinal);
        }
        ArgumentException none = Assert.Throws<ArgumentException>(() => Model.Sequential<float>(ModelInput.Sequences(Features), ("present", new PresentSteps<float>())));
        Assert.Contains("takes sequences with a mask", none.Message, StringComparison.Ordinal);
        ArgumentException given = Assert.Throws<ArgumentException>(() => Masked(_stacks["lstm"], Between.Hold).Predict(new Dictionary<string, Signal<float>> { ["x"] = new(Input(), mask: new Tensor<bool>(new Shape(5, 7))) }));
        Assert.Contains("was given with a mask", given.Message, StringComparison.Ordinal);
    }

    private static Model<float> Masked(LayerSpec spec, Between between) => Drawn(Model.Graph<float>().Input(ModelInput.Sequences(Features))
        .Node("masking", new Masking<float>(), "x")
        .Node("present", new PresentSteps<float>(), "masking")
        .Node("rnn", new RecurrentStack<float>(Features, spec), "present")
        .Node("back", new PutBack<float>(between), "rnn", "masking")
        .Output("back").Output("rnn.last").Build());

    /// <summary>The recurrent layer of a masked model without the mask.</summary>
    private static Model<float> Plain(Model<float> masked)
    {
        Model<float> plain = Model.Graph<float>().Input(ModelInput.Sequences(Features))
            .Node("rnn", new RecurrentStack<float>(Features, [.. ((RecurrentStack<float>)masked["rnn"]).Layers.Select(layer => layer.Spec)]), "x")
            .Output("rnn").Output("rnn.last").Build();
        foreach (var parameter in masked.Parameters) parameter.Value.Values.CopyTo(plain.Parameter(parameter.Name).Value.Span);
        return plain;
    }

    private static Model<float> Drawn(Model<float> model)
    {
        foreach ((int i, var parameter) in model.Parameters.Index()) Draw.Tensor<float>(i, [.. parameter.Shape]).Values.CopyTo(parameter.Value.Span);
        return model;
    }

    /// <summary>Zeros where the mask passes over.</summary>
    private static Tensor<float> Input()
    {
        Tensor<float> x = Draw.Tensor<float>(77, _masks.Length, 7, Features);
        for (int n = 0; n < _masks.Length; n++)
            for (int t = 0; t < 7; t++)
                if (!_masks[n][t]) x.Span.Slice((n * 7 + t) * Features, Features).Clear();
        return x;
    }
}
