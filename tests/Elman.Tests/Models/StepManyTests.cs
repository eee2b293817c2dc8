using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Tests.Recurrent;

namespace Elman.Tests.Models;

/// <summary>Many sessions stepped together, against each of them stepped alone.</summary>
[Collection(ComputeTests.Name)]
public sealed class StepManyTests
{
    private const int Features = 3;

    public static TheoryData<string> EveryCellForward => [.. EveryCell.All.Select(row => row.Name)];

    public static TheoryData<string> EveryStreaming => SessionTests.EveryStreaming;

    [Theory, MemberData(nameof(EveryCellForward))]
    public void Sessions_together_have_the_bits_of_each_alone_at_every_width_while_they_join_and_leave(string cell)
    {
        foreach ((string kernel, int threads) in ComputeTests.Settings)
        {
            using IDisposable use = Compute.Use(kernel, threads);
            Compare(Drawn<float>(cell, 5, 18), $"{cell}, float, {kernel}, {threads} threads");
            Compare(Drawn<double>(cell, 37), $"{cell}, double, {kernel}, {threads} threads");
        }
    }

    [Theory, MemberData(nameof(EveryStreaming))]
    public void Every_model_that_steps_can_step_many(string name)
    {
        Compare(ModelTable.Row<float>(name).Model(), name);
        Compare(ModelTable.Row<double>(name).Model(), name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void More_sessions_than_are_made_at_once_come_one_block_after_another(int hidden)
    {
        Model<float> model = Drawn<float>("lstm", hidden);
        const int Count = 150;
        using IDisposable use = Compute.Use(Compute.Kernel, 3);
        Session<float>[] together = [.. Enumerable.Range(0, Count).Select(_ => model.OpenSession())], alone = [.. together.Select(_ => model.OpenSession())];
        float[] x = Draw.Tensor<float>(3, Count, Features).Values.ToArray(), y = new float[Count * hidden], one = new float[hidden];
        for (int step = 0; step < 2; step++)
        {
            model.StepMany(together, x, y);
            for (int i = 0; i < Count; i++)
            {
                alone[i].Step(x.AsSpan(i * Features, Features), one);
                Bits.AssertEqual<float>(one, y.AsSpan(i * hidden, hidden), $"{hidden} units, step {step}, session {i}");
            }
        }
    }

    [Theory]
    [InlineData(Between.Hold)]
    [InlineData(Between.Zero)]
    public void Those_that_a_mask_passes_over_hold_while_the_others_step(Between between) => Compare(ModelTable.Drawn(Model.Graph<float>()
        .Input(ModelInput.Sequences(Features)).Node("masking", new Masking<float>(), "x").Node("present", new PresentSteps<float>(), "masking")
        .Node("rnn", new RecurrentStack<float>(Features, new LayerSpec(CellCatalog.Lstm(), 4), new LayerSpec(CellCatalog.Gru(), 6)), "present").Node("back", new PutBack<float>(between), "rnn", "masking")
        .Output("back").Build()), $"{between}", zeros: true);

    [Theory, MemberData(nameof(EveryStreaming))]
    public void A_step_of_many_allocates_nothing(string name)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, 1);
        Model<float> model = ModelTable.Row<float>(name).Model();
        Session<float>[] sessions = [.. Enumerable.Range(0, 9).Select(_ => model.OpenSession())];
        var y = new float[9 * sessions[0].Outputs];
        bool isIds = model.Inputs[0].Shape.IsIds;
        float[] x = new float[9 * sessions[0].Inputs];
        int[] ids = [1, 2, 3, 4, 5, 6, 7, 0, 1];
        void Step(int count)
        {
            if (isIds) model.StepMany(sessions.AsSpan(0, count), ids.AsSpan(0, count), y.AsSpan(0, count * sessions[0].Outputs));
            else model.StepMany(sessions.AsSpan(0, count), x.AsSpan(0, count * sessions[0].Inputs), y.AsSpan(0, count * sessions[0].Outputs));
        }
        for (int i = 0; i < 50; i++) Step(9 - i % 9);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 500; i++) Step(1 + i % 9);
        }));
    }

    [Fact]
    public void Sessions_that_threads_share_are_stepped_without_allocating_too()
    {
        using IDisposable use = Compute.Use(Compute.Kernel, 2);
        Model<float> model = ModelTable.Drawn(Model.Sequential<float>(ModelInput.Sequences(64), ("rnn", new RecurrentStack<float>(64, new LayerSpec(CellCatalog.Lstm(), 64))), ("fc", new Dense<float>(64, 500))));
        Session<float>[] sessions = [.. Enumerable.Range(0, 40).Select(_ => model.OpenSession())];
        float[] x = new float[40 * 64], y = new float[40 * 500];
        for (int i = 0; i < 50; i++) model.StepMany(sessions, x, y);
        Assert.Equal(0, Allocated.By(() => model.StepMany(sessions, x, y)));
    }

    [Fact]
    public void A_change_of_a_parameter_is_seen_by_the_next_step_of_many()
    {
        Model<float> model = Drawn<float>("gru", 5);
        Session<float>[] sessions = [model.OpenSession(), model.OpenSession(), model.OpenSession()];
        float[] x = Draw.Tensor<float>(4, 3, Features).Values.ToArray(), before = new float[15], after = new float[15];
        model.StepMany(sessions, x, before);
        foreach (Session<float> session in sessions) session.Reset();
        model.Parameters[0].Value.Span[0] += 0.5f;
        model.StepMany(sessions, x, after);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void A_step_of_many_may_write_over_what_it_reads()
    {
        Model<float> model = Drawn<float>("lstm", Features);
        Session<float>[] sessions = [.. Enumerable.Range(0, 30).Select(_ => model.OpenSession())], others = [.. sessions.Select(session => session.Fork())];
        float[] x = Draw.Tensor<float>(4, 30, Features).Values.ToArray(), y = new float[x.Length];
        model.StepMany(sessions, x, y);
        model.StepMany(others, x, x);
        Bits.AssertEqual<float>(y, x, "over the input");
    }

    [Fact]
    public void Threads_may_step_different_sessions_of_one_model_at_the_same_time()
    {
        Model<float> model = Drawn<float>("lstm", 9);
        float[] x = Draw.Tensor<float>(4, 6, Features).Values.ToArray();
        float[] Run()
        {
            Session<float>[] sessions = [.. Enumerable.Range(0, 6).Select(_ => model.OpenSession())];
            var y = new float[6 * 9];
            for (int i = 0; i < 200; i++) model.StepMany(sessions, x, y);
            return y;
        }
        float[] expected = Run();
        float[][] found = new float[4][];
        Parallel.For(0, 4, i => found[i] = Run());
        Assert.All(found, one => Bits.AssertEqual<float>(expected, one, "another thread"));
    }

    private static Model<T> Drawn<T>(string cell, params int[] hidden) where T : unmanaged, IBinaryFloatingPointIeee754<T> => ModelTable.Drawn(
        Model.Sequential<T>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<T>(Features, [.. hidden.Select(units => new LayerSpec(EveryCell.Named(cell), units))]))));

    /// <summary>1 to 40 sessions over some steps. At each a few are left out, are restored from their own bytes, or leave and are taken over by a fork of a neighbour.</summary>
    private static void Compare<T>(Model<T> model, string what, bool zeros = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(5);
        bool isIds = model.Inputs[0].Shape.IsIds;
        Session<T>[] all = [.. Enumerable.Range(0, 40).Select(_ => model.OpenSession())], alone = [.. all.Select(_ => model.OpenSession())];
        int inputs = all[0].Inputs, outputs = all[0].Outputs;
        var one = new T[outputs];
        foreach (int count in (int[])[1, 2, 3, 11, 12, 13, 25, 40, 7])
        {
            int[] chosen = [.. Enumerable.Range(0, 40).OrderBy(_ => random.Next()).Take(count)];
            if (count > 2)
            {
                all[chosen[0]].Restore(all[chosen[0]].Save());
                (all[chosen[1]], alone[chosen[1]]) = (all[chosen[2]].Fork(), alone[chosen[2]].Fork());
            }
            Session<T>[] sessions = [.. chosen.Select(index => all[index])];
            T[] x = Draw.Tensor<T>(count, count, inputs).Values.ToArray(), y = new T[count * outputs];
            int[] ids = [.. chosen.Select(index => index % 9)];
            if (zeros) for (int i = 0; i < count; i += 3) x.AsSpan(i * inputs, inputs).Clear();
            if (isIds) model.StepMany(sessions, ids, y);
            else model.StepMany(sessions, x, y);
            for (int i = 0; i < count; i++)
            {
                if (isIds) alone[chosen[i]].Step(ids[i], one);
                else alone[chosen[i]].Step(x.AsSpan(i * inputs, inputs), one);
                Bits.AssertEqual<T>(one, y.AsSpan(i * outputs, outputs), $"{what}, {count} sessions, {i}");
                Assert.Equal(alone[chosen[i]].Steps, sessions[i].Steps);
            }
        }
        foreach ((Session<T> together, Session<T> apart) in all.Zip(alone)) Assert.Equal(apart.Save(), together.Save());
    }
}
