using Elman.Layers;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Every source gives each example once an epoch, and goes on exactly where it was saved.</summary>
public sealed class DataSourceTests
{
    private const int Examples = 23, Steps = 6;

    private static readonly int[] _lengths = [.. Enumerable.Range(0, Examples).Select(i => i * 5 % (Steps + 1))];

    private static readonly Dictionary<string, Func<DataSource<float>>> _sources = new()
    {
        ["plain"] = () => Ragged().InBatches(4),
        ["one batch"] = () => Ragged().InBatches(Examples),
        ["last left out"] = () => Ragged().InBatches(4, new BatchOptions { DropLast = true }),
        ["buckets"] = () => Ragged().InBatches(3, new BatchOptions { BucketBatches = 3 }),
        ["a part"] = () => Ragged().Part(5..21).InBatches(5),
        ["each by itself"] = () => new SequenceExamples<float>(Singles()).InBatches(4, new BatchOptions { BucketBatches = 2 }),
        ["windows"] = () => new SeriesWindows<float>(Series(31), new SeriesOptions { Length = 4, Stride = 2, Horizon = 2 }).InBatches(3),
        ["a stream"] = () => new StreamSource<float>(Coming, 4),
        ["a stream through a buffer"] = () => new StreamSource<float>(Coming, 4, new StreamOptions { ShuffleBuffer = 7, Count = Examples }),
        ["a stream through a buffer of all"] = () => new StreamSource<float>(Coming, 5, new StreamOptions { ShuffleBuffer = 100, Count = Examples, DropLast = true }),
    };

    public static TheoryData<string, bool> All => new(_sources.Keys.SelectMany(name => new[] { (name, false), (name, true) }));

    [Theory, MemberData(nameof(All))]
    public void An_epoch_has_each_example_once_and_as_many_batches_as_it_said(string name, bool isShuffled)
    {
        DataSource<float> source = _sources[name]();
        using DataReader<float> reader = source.Open(isShuffled ? new TorchRandom(3) : null);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(epoch, reader.Epoch);
            List<Batch<float>> batches = Epoch(reader);
            Assert.Equal(source.BatchCount ?? batches.Count, batches.Count);
            int[] rows = [.. batches.SelectMany(batch => batch.Rows!)];
            Assert.Equal(source.Count ?? rows.Length, rows.Length);
            Assert.Equal(rows.Length, rows.Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_position_restored_in_another_reader_gives_the_same_batches(string name, bool isShuffled)
    {
        RandomStream? Stream() => isShuffled ? new TorchRandom(11) : null;
        for (int before = 0; before < 14; before++)
        {
            using DataReader<float> first = _sources[name]().Open(Stream()), second = _sources[name]().Open(Stream());
            for (int i = 0; i < before; i++) first.TryNext(out _);
            second.Restore(ArrayFile.Read(first.Save().ToBytes(".safetensors"), "position.safetensors"));
            Assert.Equal((first.Epoch, first.Given), (second.Epoch, second.Given));
            for (int i = 0; i < 30; i++)
            {
                Assert.Equal(first.TryNext(out Batch<float>? expected), second.TryNext(out Batch<float>? found));
                Assert.Equal(Written(expected), Written(found));
            }
        }
    }

    [Fact]
    public void The_order_of_an_epoch_is_the_permutation_that_the_stream_draws()
    {
        var stream = new TorchRandom(5);
        using DataReader<float> reader = Ragged().InBatches(4).Open(new TorchRandom(5));
        for (int epoch = 0; epoch < 3; epoch++) Assert.Equal(stream.Permutation(Examples), Epoch(reader).SelectMany(batch => batch.Rows!));
    }

    [Fact]
    public void Recorded_orders_are_followed_and_one_more_epoch_is_refused()
    {
        int[][] orders = [[.. Enumerable.Range(0, Examples).Reverse()], [.. Enumerable.Range(0, Examples).Select(i => (i + 9) % Examples)]];
        using DataReader<float> reader = Ragged().InBatches(4, new BatchOptions { Orders = orders }).Open(new TorchRandom(5));
        foreach (int[] order in orders) Assert.Equal(order, Epoch(reader).SelectMany(batch => batch.Rows!));
        Assert.Contains("one more", Assert.Throws<InvalidOperationException>(() => reader.TryNext(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_have_less_padding_than_a_drawn_order()
    {
        int Padding(int buckets)
        {
            using DataReader<float> reader = Ragged().InBatches(3, new BatchOptions { BucketBatches = buckets }).Open(new TorchRandom(3));
            return Epoch(reader).Sum(batch => batch.Input.Lengths!.Sum(length => batch.Input.Numbers!.Shape[1] - length));
        }
        Assert.True(Padding(8) * 2 < Padding(1), $"{Padding(8)} steps of padding in buckets, {Padding(1)} without");
    }

    [Fact]
    public void A_batch_is_as_long_as_its_longest_sequence_and_has_its_numbers()
    {
        Batch<float> batch = Ragged().Gather([1, 8, 22]);
        int longest = new[] { 1, 8, 22 }.Max(row => _lengths[row]);
        Assert.Equal(new Shape(3, longest, 2), batch.Input.Numbers!.Shape);
        Assert.Equal(new Shape(3, longest), batch.Target.Ids!.Shape);
        for (int i = 0; i < 3; i++)
            for (int step = 0; step < longest; step++)
            {
                int row = batch.Rows![i];
                Assert.Equal(Number(row, step, 1), batch.Input.Numbers[i, step, 1]);
                Assert.Equal(Id(row, step), batch.Target.Ids[i, step]);
                Assert.Equal(row + step / 8f, batch.StepWeights![i, step]);
            }
    }

    [Fact]
    public void A_position_of_other_data_is_refused()
    {
        using DataReader<float> first = Ragged().InBatches(4).Open(), second = Ragged().InBatches(5).Open();
        Assert.Contains($"{Examples} in batches of 5", Assert.Throws<BadFileException>(() => second.Restore(first.Save())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_holds_no_more_examples_than_its_buffer_and_a_batch()
    {
        int read = 0;
        async IAsyncEnumerable<Example<float>> Counted()
        {
            await Task.Yield();
            foreach (Example<float> example in Singles())
            {
                read++;
                yield return example;
            }
        }
        using DataReader<float> reader = new StreamSource<float>(Counted, 2, new StreamOptions { ShuffleBuffer = 5 }).Open(new TorchRandom(1));
        var given = new List<int>();
        while (reader.TryNext(out Batch<float>? batch))
        {
            given.AddRange(batch.Rows!);
            Assert.InRange(read, given.Count, given.Count + 5);
        }
        Assert.NotEqual(given, given.Order());
        Assert.Equal(Enumerable.Range(0, Examples), given.Order());
    }

    [Fact]
    public void Windows_that_go_on_carry_states_and_hold_every_step_once()
    {
        Tensor<float> x = new(new Shape(2, 11, 3), [.. Enumerable.Range(0, 66).Select(i => (float)i)]);
        var y = new Tensor<int>(new Shape(2, 11), [.. Enumerable.Range(0, 22)]);
        var source = new CarriedWindows<float>(x, y, 4);
        using DataReader<float> reader = source.Open(new TorchRandom(1)), second = source.Open();
        reader.TryNext(out _);
        second.Restore(reader.Save());
        Assert.True(second.TryNext(out Batch<float>? next));
        Assert.Equal((true, new Shape(2, 4, 3), 12f, 15), (next.GoesOn, next.Input.Numbers!.Shape, next.Input.Numbers[0, 0, 0], next.Target.Ids![1, 0]));
        reader.Restore(source.Open().Save());
        List<Batch<float>> all = Epoch(reader);
        Assert.Equal([false, true, true], all.Select(batch => batch.GoesOn));
        Assert.Equal([4, 4, 3], all.Select(batch => batch.Target.Ids!.Shape[1]));
        Assert.Equal(y.Values.ToArray().Order(), all.SelectMany(batch => batch.Target.Ids!.Values.ToArray()).Order());
    }

    private static Tensor<float> Series(int steps) => new(new Shape(steps, 2), [.. Enumerable.Range(0, steps * 2).Select(i => (float)i)]);

    private static IEnumerable<Example<float>> Singles() => Enumerable.Range(0, Examples).Select(row => new Example<float>(
        new Tensor<float>(new Shape(_lengths[row], 2), [.. Enumerable.Range(0, _lengths[row] * 2).Select(i => Number(row, i / 2, i % 2))]), new Tensor<int>(new Shape(), [row % 3])));

    private static async IAsyncEnumerable<Example<float>> Coming()
    {
        await Task.Yield();
        foreach (Example<float> example in Singles()) yield return example;
    }

    /// <summary>Sequences with NaN behind their ends.</summary>
    private static ArrayExamples<float> Ragged()
    {
        var x = new Tensor<float>(new Shape(Examples, Steps, 2));
        var y = new Tensor<int>(new Shape(Examples, Steps));
        var weights = new Tensor<float>(new Shape(Examples, Steps));
        for (int row = 0; row < Examples; row++)
            for (int step = 0; step < Steps; step++)
            {
                for (int feature = 0; feature < 2; feature++) x[row, step, feature] = Number(row, step, feature);
                (y[row, step], weights[row, step]) = (Id(row, step), row + step / 8f);
            }
        return new(new Signal<float>(x, _lengths), y) { StepWeights = weights };
    }

    private static float Number(int row, int step, int feature) => step < _lengths[row] ? row * 100 + step * 10 + feature : float.NaN;

    private static int Id(int row, int step) => step < _lengths[row] ? row % 3 : -1;

    private static List<Batch<float>> Epoch(DataReader<float> reader)
    {
        var batches = new List<Batch<float>>();
        while (reader.TryNext(out Batch<float>? batch)) batches.Add(batch);
        return batches;
    }

    private static string Written(Batch<float>? batch) => batch is null ? "end" : FormattableString.Invariant($"{string.Join(',', batch.Rows!)}: {batch.Input.Numbers!.Shape}: {string.Join(' ', batch.Input.Numbers.Values.ToArray())}");
}
