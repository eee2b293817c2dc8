using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-trainer-").FullName;

    public static TheoryData<string> Every => [.. TrainerTable.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_step_is_forward_backward_and_the_step_of_the_optimiser()
    {
        DataSource<float> data = TrainerTable.Sequences(12, uneven: true);
        Model<float> byHand = TrainerTable.Model();
        var optimizer = new Adam<float>(0.01);
        var losses = new List<double>();
        using (DataReader<float> reader = data.Open(new TorchRandom(5)))
            for (int epoch = 0; epoch < 2; epoch++)
                while (reader.TryNext(out Batch<float>? batch))
                {
                    foreach (Parameter<float> parameter in byHand.Parameters) parameter.Value.Gradient = null;
                    Tensor<float> loss = Loss.MeanSquaredError.Of(byHand.Forward(batch.Input, new Pass { Training = true }).Numbers!, new LossTarget<float>(batch.Target.Numbers!) { Lengths = batch.Target.Lengths });
                    loss.Backward();
                    optimizer.Step(byHand.Parameters);
                    losses.Add(loss.Values[0]);
                }

        Trainer<float> trainer = new(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Seed = 5 };
        Progress[] run = [.. trainer.Run(data, 2)];
        Assert.Equal(losses, run.Where(progress => !progress.IsEpochEnd).Select(progress => progress.Loss));
        Assert.Equal(TrainerTable.WeightBits(byHand), TrainerTable.WeightBits(trainer.Model));
        Assert.Equal([1, 2], run.Where(progress => progress.IsEpochEnd).Select(progress => progress.Epoch));
        Assert.Equal(trainer.Step, losses.Count);
    }

    [Theory, MemberData(nameof(Every))]
    public void A_training_has_the_same_bits_at_every_width_and_with_every_number_of_threads(string name)
    {
        byte[]? expected = null;
        foreach ((string kernel, int threads) in Kernels.BestFirst.Where(row => row.IsSupported).SelectMany(row => new[] { (row.Name, 1), (row.Name, 2), (row.Name, 3) }))
            using (Compute.Use(kernel, threads))
            {
                (Trainer<float> trainer, DataSource<float> data) = TrainerTable.New(name);
                byte[] found = TrainerTable.Bits(trainer, trainer.Run(data, TrainerTable.Epochs));
                expected ??= found;
                Assert.True(found.AsSpan().SequenceEqual(expected), $"{name}: kernel {kernel} with {threads} threads gives other bits.");
            }
    }

    [Theory, MemberData(nameof(Every))]
    public void A_training_that_was_left_at_any_step_and_resumed_has_the_bits_of_one_left_alone(string name)
    {
        (Trainer<float> alone, DataSource<float> data) = TrainerTable.New(name);
        Progress[] run = [.. alone.Run(data, TrainerTable.Epochs)];
        byte[] expected = TrainerTable.WeightBits(alone.Model);
        var place = new Checkpoints(_folder) { Keep = 1, EverySteps = 1000 };
        // The first ones, the last one, and some between.
        foreach (int left in (int[])[1, 2, run.Length / 3, run.Length / 2 + 1, run.Length * 3 / 4, run.Length])
        {
            (Trainer<float> first, data) = TrainerTable.New(name, place);
            foreach (Progress _ in first.Run(data, TrainerTable.Epochs).Take(left)) { }
            foreach (string other in place.Files) File.Delete(other);
            first.Save();

            (Trainer<float> second, data) = TrainerTable.New(name, place);
            Resumed resumed = second.Resume()!;
            Assert.Equal(run[left - 1].Step, resumed.Step);
            foreach (Progress _ in second.Run(data, TrainerTable.Epochs)) { }
            Assert.True(expected.AsSpan().SequenceEqual(TrainerTable.WeightBits(second.Model)), $"{name}, left after {left} values of {run.Length}: other weights.");
            Assert.Equal(alone.History.Select(row => (row.Loss, row.ValidationLoss, row.LearningRate)), second.History.Select(row => (row.Loss, row.ValidationLoss, row.LearningRate)));
        }
    }

    [Fact]
    public void Epochs_are_counted_over_all_runs_and_a_run_of_no_more_does_nothing()
    {
        (Trainer<float> whole, DataSource<float> data) = TrainerTable.New(TrainerTable.Names[0]);
        foreach (Progress _ in whole.Run(data, 3)) { }
        (Trainer<float> parts, data) = TrainerTable.New(TrainerTable.Names[0]);
        foreach (Progress _ in parts.Run(data, 1)) { }
        foreach (Progress _ in parts.Run(data, 3)) { }
        Assert.Equal(TrainerTable.WeightBits(whole.Model), TrainerTable.WeightBits(parts.Model));
        Assert.Empty(parts.Run(data, 3));
    }

    [Fact]
    public void Added_batches_have_the_loss_and_the_gradient_of_one_batch()
    {
        double[][] losses = [.. new[] { (4, 3), (12, 1) }.Select(row =>
        {
            var trainer = new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { AccumulatedBatches = row.Item2 };
            return trainer.Run(TrainerTable.Sequences(24, uneven: true, batch: row.Item1), 4).Where(progress => !progress.IsEpochEnd).Select(progress => progress.Loss).ToArray();
        })];
        Assert.Equal(losses[0].Length, losses[1].Length);
        for (int i = 0; i < losses[0].Length; i++) Assert.Equal(losses[1][i], losses[0][i], 1e-5);
    }

    [Fact]
    public void Early_stopping_ends_the_training_and_puts_the_best_weights_back()
    {
        // Trained on noise that the validation data does not share, it soon gets worse there.
        DataSource<float> validation = TrainerTable.Sequences(6, uneven: false);
        var noise = new ArrayExamples<float>(new Signal<float>(Autograd.Draw.Tensor<float>(8, 8, 10, 2)), new Signal<float>(Autograd.Draw.Tensor<float>(9, 8, 10, 1)));
        var trainer = new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.03)) { Validation = validation, EarlyStopping = new() { Patience = 2 } };
        Progress[] run = [.. trainer.Run(noise.InBatches(4), 200).Where(progress => progress.IsEpochEnd)];
        Assert.True(run[^1].StopsEarly);
        Assert.True(run.Length < 200);
        double best = run.Min(progress => progress.ValidationLoss!.Value);
        Assert.Equal(run.Length - 3, Array.FindIndex(run, progress => progress.ValidationLoss == best));
        Assert.Equal(best, trainer.Evaluate(validation).Loss);
        Assert.Empty(trainer.Run(noise.InBatches(4), 300));
    }

    [Fact]
    public void Cancellation_is_seen_before_the_next_step_and_what_was_trained_is_kept()
    {
        var place = new Checkpoints(_folder);
        (Trainer<float> trainer, DataSource<float> data) = TrainerTable.New(TrainerTable.Names[0], place);
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (Progress _ in trainer.Run(data, 3, cancel.Token))
                if (++seen == 4) cancel.Cancel();
        });
        Assert.Equal(4, trainer.Step);
        trainer.Save();
        (Trainer<float> again, data) = TrainerTable.New(TrainerTable.Names[0], place);
        Assert.Equal(4, again.Resume()!.Step);
        foreach (Progress _ in again.Run(data, 3)) { }
        (Trainer<float> alone, data) = TrainerTable.New(TrainerTable.Names[0]);
        foreach (Progress _ in alone.Run(data, 3)) { }
        Assert.Equal(TrainerTable.WeightBits(alone.Model), TrainerTable.WeightBits(again.Model));
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_with_the_place_and_keeps_the_weights_before()
    {
        Tensor<float> x = Autograd.Draw.Tensor<float>(1, 4, 5, 2);
        DataSource<float> data = new ArrayExamples<float>(new Signal<float>(x), new Signal<float>(new Tensor<float>(new Shape(4, 5, 1)))).InBatches(4);
        x[2, 3, 1] = float.NaN;     // after the data was checked
        var trainer = new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Shuffles = false };
        byte[] before = TrainerTable.WeightBits(trainer.Model);
        DivergedException error = Assert.Throws<DivergedException>(() => trainer.Run(data, 1).Count());
        Assert.Equal(1, error.Step);
        Assert.Contains("step 3 of sample 2, feature 1: NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, TrainerTable.WeightBits(trainer.Model));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_with_the_setting_that_differs()
    {
        var place = new Checkpoints(_folder);
        (Trainer<float> trainer, DataSource<float> data) = TrainerTable.New(TrainerTable.Names[0], place);
        foreach (Progress _ in trainer.Run(data, 1)) { }
        var other = new Trainer<float>(TrainerTable.Model(Elman.Recurrent.Direction.Bidirectional, dropout: 0.3), Loss.MeanSquaredError, new AdamW<float>(0.01)) { Seed = 3, Checkpoints = place };
        BadFileException error = Assert.Throws<BadFileException>(() => other.Resume());
        Assert.Contains("""its optimizer is "adam", that of this one "adamw".""", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_part_of_all_steps_is_the_whole_sequence()
    {
        byte[][] bits = [.. new[] { null, new Truncation(10), new Truncation(10, 20) }.Select(parts =>
        {
            var trainer = new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Truncation = parts };
            return TrainerTable.Bits(trainer, trainer.Run(TrainerTable.Sequences(9, uneven: true), 2));
        })];
        Assert.Equal(bits[0], bits[1]);
        Assert.Equal(bits[0], bits[2]);
    }

    [Fact]
    public void A_part_begins_with_the_states_of_the_part_before_and_its_gradient_ends_there_or_a_part_earlier()
    {
        // One sequence, one epoch of two parts: the second gradient by hand.
        DataSource<float> data = TrainerTable.Sequences(1, uneven: false, batch: 1, steps: 8);
        using DataReader<float> reader = data.Open();
        reader.TryNext(out Batch<float>? batch);
        Tensor<float> x = batch!.Input.Numbers!, y = batch.Target.Numbers!;
        foreach (int back in (int[])[4, 8])
        {
            Model<float> byHand = TrainerTable.Model();
            var optimizer = new Sgd<float>(0.1);
            var carried = new CarriedStates();
            Step(x.Slice(.., ..4, ..), y.Slice(.., ..4, ..), carried);
            if (back == 4) Step(x.Slice(.., 4.., ..), y.Slice(.., 4.., ..), carried);
            else Step(x, y.Slice(.., 4.., ..), new());
            var trainer = new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Sgd<float>(0.1)) { Truncation = new(4, back) };
            Assert.Equal(3, trainer.Run(data, 1).Count());
            Assert.Equal(TrainerTable.WeightBits(byHand), TrainerTable.WeightBits(trainer.Model));

            void Step(Tensor<float> input, Tensor<float> target, CarriedStates states)
            {
                foreach (Parameter<float> parameter in byHand.Parameters) parameter.Value.Gradient = null;
                Tensor<float> all = byHand.Forward(input, new Pass { Training = true, Carried = states }).Numbers!;
                Loss.MeanSquaredError.Of(all.Slice(.., ^4.., ..), target).Backward();
                optimizer.Step(byHand.Parameters);
            }
        }
    }

    [Fact]
    public void With_its_own_predictions_a_step_is_fed_with_what_the_step_before_gave()
    {
        Model<float> model = TrainerTable.Autoregressive();
        Tensor<float> x = Autograd.Draw.Tensor<float>(4, 3, 6, 1);
        var data = new ArrayExamples<float>(new Signal<float>(x), new Signal<float>(x)).InBatches(3);
        Tensor<float> fed = Tensor.From(x.Values, x.Shape);
        for (int t = 0; t + 1 < 6; t++)
        {
            Tensor<float> said = model.Forward(new Signal<float>(fed), Pass.Inference).Numbers!;
            for (int n = 0; n < 3; n++) fed[n, t + 1, 0] = said[n, t, 0];
        }
        double expected = Loss.MeanSquaredError.Of(model.Forward(new Signal<float>(fed), Pass.Inference).Numbers!, x).Values[0];
        var trainer = new Trainer<float>(model, Loss.MeanSquaredError, new Adam<float>(0.01)) { ScheduledSampling = new(_ => 1), Shuffles = false };
        Assert.Equal(expected, trainer.Run(data, 1).First().Loss);
        Assert.Equal([0, 0.5, 1, 1], new long[] { 0, 5, 10, 20 }.Select(ScheduledSampling.Linear(0, 1, 10).ShareAt));
        Assert.Throws<ArgumentException>(() => new Trainer<float>(TrainerTable.Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { ScheduledSampling = new(_ => 1) }.Run(data, 1));
    }

    [Fact]
    public void Parts_of_sequences_are_refused_where_a_layer_needs_the_whole()
    {
        var trainer = new Trainer<float>(TrainerTable.Model(Elman.Recurrent.Direction.Bidirectional), Loss.MeanSquaredError, new Adam<float>(0.01)) { Truncation = new(4) };
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => trainer.Run(TrainerTable.Sequences(4, false), 1));
        Assert.Contains("Node 'rnn' cannot be trained on parts of sequences: its layer 0 visits the steps from the end", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Truncation(4, 6));
    }
}
