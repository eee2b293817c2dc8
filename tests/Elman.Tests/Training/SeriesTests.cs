using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Series cut into windows and split in time, and scalings that go with the model.</summary>
public sealed class SeriesTests
{
    public static TheoryData<int, int, int, bool> Cuts => new()
    {
        { 4, 1, 1, false },
        { 4, 3, 2, false },
        { 1, 1, 5, false },
        { 5, 2, 1, true },
        { 30, 1, 1, false },
    };

    [Theory, MemberData(nameof(Cuts))]
    public void A_window_holds_its_steps_and_its_target_what_follows(int length, int stride, int horizon, bool everyStep)
    {
        var windows = new SeriesWindows<double>(Series(31), new SeriesOptions { Length = length, Stride = stride, Horizon = horizon, EveryStep = everyStep }, [2, 0]);
        // As many as fit, counted by hand.
        Assert.Equal(Enumerable.Range(0, 31).Count(start => start % stride == 0 && start + length + (everyStep ? 1 : horizon) <= 31), windows.Count);
        Batch<double> batch = windows.Gather([.. Enumerable.Range(0, windows.Count)]);
        for (int i = 0; i < windows.Count; i++)
        {
            for (int step = 0; step < length; step++)
                for (int column = 0; column < 3; column++) Assert.Equal(Value(i * stride + step, column), batch.Input.Numbers![i, step, column]);
            for (int step = 0; step < (everyStep ? length : horizon); step++)
                for (int k = 0; k < 2; k++)
                {
                    double expected = Value(i * stride + (everyStep ? 1 : length) + step, k == 0 ? 2 : 0);
                    Assert.Equal(expected, everyStep ? batch.Target.Numbers![i, step, k] : batch.Target.Numbers![i, step * 2 + k]);
                }
        }
    }

    [Theory, MemberData(nameof(Cuts))]
    public void A_split_in_time_shares_no_target_and_trains_on_nothing_that_comes_later(int length, int stride, int horizon, bool everyStep)
    {
        if (length == 30) return;
        var split = new TimeSplit(14, 22, 31);
        var windows = new SeriesWindows<double>(Series(31), new SeriesOptions { Length = length, Stride = stride, Horizon = horizon, EveryStep = everyStep }, [0]);
        SplitExamples<double> parts = windows.Split(split);
        int[][] targets = [.. new[] { parts.Train, parts.Validation!, parts.Test! }.Select(part => TargetsOf(part))];
        Assert.All(targets[0], step => Assert.InRange(step, 0, 13));
        Assert.All(targets[1], step => Assert.InRange(step, 14, 21));
        Assert.All(targets[2], step => Assert.InRange(step, 22, 30));
        Assert.All(Inputs(parts.Train), step => Assert.InRange(step, 0, 13));
    }

    [Fact]
    public void A_split_without_validation_and_test_is_all_training()
    {
        SplitExamples<double> parts = new SeriesWindows<double>(Series(10), new SeriesOptions { Length = 3 }).Split(TimeSplit.OfShares(10, 0, 0));
        Assert.Equal((7, null, null), (parts.Train.Count, parts.Validation, parts.Test));
        Assert.Equal(new TimeSplit(60, 80, 100), TimeSplit.OfShares(100, 0.2, 0.2));
    }

    [Fact]
    public void A_scaling_is_fitted_to_the_first_rows_only()
    {
        Tensor<double> series = Tensor.From(new double[,] { { 1, 5, -2 }, { 3, 5, 2 }, { 5, 5, 0 }, { 1000, -1000, 77 } });
        Scaling standard = Scaling.Fit("standard", series, 3), minmax = Scaling.Fit("minmax", series, 3);
        Assert.Equal([3, 5, 0], standard.Center);
        Assert.Equal([Math.Sqrt(8 / 3.0), 1, Math.Sqrt(8 / 3.0)], standard.Width);
        Assert.Equal([1, 5, -2], minmax.Center);
        Assert.Equal([4, 1, 4], minmax.Width);
        Tensor<double> back = standard.Undo(standard.Apply(series));
        for (int i = 0; i < 12; i++) Assert.Equal(series.Values[i], back.Values[i], 1e-12);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_model_with_its_scaling_takes_and_gives_unscaled_numbers_with_the_same_bits(bool streams)
    {
        Model<float> inner = Inner();
        Tensor<float> series = new(new Shape(9, 2), [.. Enumerable.Range(0, 18).Select(i => 300 + MathF.Sin(i) * 40)]);
        Scaling inputs = Scaling.Fit("standard", series, 6), outputs = inputs.Of([1]);
        Model<float> scaled = inner.WithScaling(inputs, outputs);
        Tensor<float> expected = outputs.Undo(inner.Predict(inputs.Apply(series)).Output);
        var found = new Tensor<float>(expected.Shape);
        if (streams)
        {
            using Session<float> session = scaled.OpenSession();
            for (int t = 0; t < 9; t++) session.Step(series.Values.Slice(t * 2, 2), found.Span.Slice(t, 1));
        }
        else
        {
            found = scaled.Predict(series).Output;
        }
        Assert.Equal(expected.Values.ToArray(), found.Values.ToArray());
    }

    [Fact]
    public void A_scaling_and_a_note_survive_saving_and_the_model_within_can_be_trained_further()
    {
        Model<float> inner = Inner();
        var scaling = new Scaling([311.5, -2], [40, 0.25]);
        Model<float> scaled = inner.WithScaling(scaling, scaling.Of([1]));
        var note = new SeriesNote(["level", "flow"], ["flow"], 24, 1, true, 100);
        note.WriteTo(scaled);
        Model<float> back = ModelArrays.Read<float>(ArrayFile.Read(ModelArrays.Write(scaled).ToBytes(".safetensors"), "m.safetensors"));
        Assert.Equivalent(note, SeriesNote.Of(back), strict: true);
        (Model<float> within, Scaling? inputs, Scaling? outputs) = back.WithoutScaling();
        Assert.Equivalent(scaling, inputs, strict: true);
        Assert.Equal([-2], outputs!.Center);
        Assert.Equal(inner.Nodes.Select(node => node.Name), within.Nodes.Select(node => node.Name));
        Assert.Equal(inner.Parameters.Select(parameter => parameter.Name), scaled.Parameters.Where(parameter => parameter.IsTrained).Select(parameter => parameter.Name));
        Assert.Same(inner.Parameters[0].Value, scaled.Parameter("rnn.0.forward.input_weight").Value);
    }

    private static readonly Dictionary<string, (Func<object> Make, string Says)> _wrong = new()
    {
        ["NaN"] = (() => new SeriesWindows<double>(Tensor.From(new[,] { { 1, 2 }, { 3, double.NaN } }), new SeriesOptions { Length = 1 }), "has NaN at row 1, column 1"),
        ["empty"] = (() => new SeriesWindows<double>(new Tensor<double>(new Shape(0, 2)), new SeriesOptions { Length = 1 }), "The series is empty"),
        ["one axis"] = (() => new SeriesWindows<double>(new Tensor<double>(new Shape(5)), new SeriesOptions { Length = 1 }), "has shape (steps, columns), found (5). Add an axis"),
        ["no such target"] = (() => new SeriesWindows<double>(Series(9), new SeriesOptions { Length = 2 }, [3]), "columns 0 to 2; there is no column 3"),
        ["no stride"] = (() => new SeriesWindows<double>(Series(9), new SeriesOptions { Length = 2, Stride = 0 }), "a Stride of at least 1, found 0"),
        ["every step and far"] = (() => new SeriesWindows<double>(Series(9), new SeriesOptions { Length = 2, Horizon = 3, EveryStep = true }), "the horizon is 1 then, found 3"),
        ["no window to train on"] = (() => new SeriesWindows<double>(Series(9), new SeriesOptions { Length = 5 }).Split(new TimeSplit(5, 7, 9)), "no window to train on: steps 0 to 4 hold none of 5 steps with 1 behind it"),
        ["a split of another series"] = (() => new SeriesWindows<double>(Series(9), new SeriesOptions { Length = 2 }).Split(new TimeSplit(5, 7, 10)), "one of 10 steps, the series has 9"),
        ["a split out of order"] = (() => new TimeSplit(7, 5, 9), "found 7, 5, 9"),
        ["shares of all"] = (() => TimeSplit.OfShares(9, 0.5, 0.5), "together below 1; found 0.5 and 0.5"),
        ["no such scaling"] = (() => Scaling.Fit("robust", Series(9), 5), "no scaling named 'robust'. Known: standard, minmax, none"),
        ["a scaling of too many rows"] = (() => Scaling.Fit("standard", Series(9), 10), "1 to 9 rows of this series, found 10"),
        ["a scaling of other columns"] = (() => Scaling.Fit("standard", Series(9), 9).Apply(new Tensor<double>(new Shape(4, 2))), "The scaling has 3 columns"),
        ["scaled twice"] = (() => Inner().WithScaling(new([0, 0], [1, 1]), null).WithScaling(new([0, 0], [1, 1]), null), "has a node 'scale' already"),
        ["an unknown character"] = (() => new Alphabet("abc").Encode("abxc"), "'x' (U+0078) at character 2"),
        ["a character twice"] = (() => new Alphabet("abca"), "has 'a' twice, as id 0 and as 3"),
        ["a text too short"] = (() => Alphabet.Of("abc").Streams<float>("abc", 4, 2), "A text of 3 characters"),
    };

    public static TheoryData<string> Wrong => [.. _wrong.Keys];

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_with_a_series_is_said(string name) => Assert.Contains(_wrong[name].Says, Assert.ThrowsAny<ArgumentException>(() => _wrong[name].Make()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_becomes_streams_whose_target_is_the_next_character()
    {
        const string text = "der Häher höhnt 🎵 heiser";
        Alphabet alphabet = Alphabet.Of(text);
        Assert.Equal(text, alphabet.Decode(alphabet.Encode(text).Values));
        using DataReader<float> reader = alphabet.Streams<float>(text, 2, 5).Open();
        Assert.True(reader.TryNext(out Batch<float>? batch));
        Assert.Equal(("der H", "er Hä"), (alphabet.Decode(batch.Input.Ids!.Values[..5]), alphabet.Decode(batch.Target.Ids!.Values[..5])));
        Assert.Equal("er Hä"[1..], alphabet.Decode(batch.Target.Ids.Values[1..5]));
    }

    private static Model<float> Inner() => Model.Sequential<float>(ModelInput.Sequences(2), ("rnn", new RecurrentStack<float>(2, new LayerSpec(CellCatalog.Gru(), 3))), ("head", new Dense<float>(3, 1)))
        .Initialize(InitialWeights<float>.PyTorch, new TorchRandom(7));

    private static double Value(int step, int column) => step * 10 + column;

    private static Tensor<double> Series(int steps) => new(new Shape(steps, 3), [.. Enumerable.Range(0, steps * 3).Select(i => Value(i / 3, i % 3))]);

    private static int[] TargetsOf(Examples<double> part) => [.. part.Gather([.. Enumerable.Range(0, part.Count)]).Target.Numbers!.Values.ToArray().Select(value => (int)value / 10)];

    private static int[] Inputs(Examples<double> part) => [.. part.Gather([.. Enumerable.Range(0, part.Count)]).Input.Numbers!.Values.ToArray().Select(value => (int)value / 10)];
}
