using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>A backward pass in a budget of memory: the same bits from less.</summary>
[Collection(ComputeTests.Name)]
public sealed class MemoryBudgetTests
{
    private const int N = 5, T = 380, Inputs = 3;
    private static readonly int[] _lengths = [380, 7, 0, 301, 205];

    public static TheoryData<string, Direction> Every => EveryCell.WithDirections;

    public static TheoryData<string> EveryStack => LayerOptionTests.Every;

    [Theory, MemberData(nameof(Every))]
    public void Gradients_have_the_same_bits_within_any_budget(string cell, Direction direction) => Same(EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 4, direction)), training: false);

    [Theory, MemberData(nameof(EveryStack))]
    public void Options_and_random_numbers_of_training_keep_them_too(string stack) => Same(LayerOptionTests.Stack<float>(stack), training: true);

    [Fact]
    public void Threads_and_wide_layers_keep_them_too() => ComputeTests.SameBits<float>(() =>
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, new LayerSpec(CellCatalog.Lstm(), 70, Direction.Bidirectional), new LayerSpec(CellCatalog.GruResetBefore(), 40));
        return [.. Gradients(stack, null, new Pass { MemoryBudget = 5_000_000 }).SelectMany(values => values.Values.ToArray())];
    }, "budget");

    private static void Same<TNumber>(RecurrentStack<TNumber> stack, bool training) where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        foreach ((int[]? lengths, int shards) in new[] { (null, 1), (_lengths, 1), (_lengths, 2) })
        {
            using IDisposable cut = Shards.Cut(shards, N);
            Pass Of(long? budget, Meter? meter) => new() { Training = training, Random = training ? new TorchRandom(5) : null, MemoryBudget = budget, Watch = meter };
            Tensor<TNumber>[] plain = Gradients(stack, lengths, Of(null, null));
            var whole = new Meter();
            Check(plain, Gradients(stack, lengths, Of(long.MaxValue, whole)), "whole");
            Assert.Equal(stack.Layers.Sum(layer => layer.Cells.Count), whole.Segments);
            // Each shard carries terms of its own, so less of a share is left for steps.
            foreach (double share in shards > 1 ? new[] { 1.0 } : [1.5, 2])
            {
                var meter = new Meter();
                long budget = (long)(whole.Most / share) - 1;
                Check(plain, Gradients(stack, lengths, Of(budget, meter)), $"a share of {share}");
                Assert.InRange(meter.Most, 1, budget);
                Assert.True(meter.Segments > whole.Segments, $"{meter.Segments} segments");
            }
        }
    }

    private static void Check<TNumber>(Tensor<TNumber>[] expected, Tensor<TNumber>[] found, string what) where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        foreach ((int i, (Tensor<TNumber> a, Tensor<TNumber> b)) in expected.Zip(found).Index()) Bits.AssertEqual(a.Values, b.Values, $"{what}: {i}");
    }

    /// <summary>Outputs, states, and gradients of everything: inputs, initial states, parameters.</summary>
    private static Tensor<TNumber>[] Gradients<TNumber>(RecurrentStack<TNumber> stack, int[]? lengths, Pass pass) where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        Tensor<TNumber> x = Draw.Leaf(Draw.Tensor<TNumber>(5, N, T, Inputs)), weights = Draw.Tensor<TNumber>(6, N, T, stack.Features);
        StackState<TNumber> initial = EveryCell.States(stack, N);
        RecurrentResult<TNumber> result = stack.Run(new Signal<TNumber>(x, lengths), initial, pass);
        Tensor<TNumber>[] states = [.. EveryCell.Tensors(result.State)];
        Tensor<TNumber> loss = states.Select(state => (state * state).Sum()).Append((result.Output * weights).Sum()).Aggregate((a, b) => a + b);
        return [result.Output, .. states, .. loss.GradientsOf([x, .. EveryCell.Tensors(initial), .. stack.Parameters.Select(parameter => parameter.Value)])];
    }

    [Fact]
    public void A_long_sequence_costs_memory_by_the_root_of_its_steps()
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, new LayerSpec(CellCatalog.Lstm(), 8));
        long Most(int steps, long budget)
        {
            var meter = new Meter();
            Tensor<float> y = stack.Run(new Signal<float>(Draw.Tensor<float>(5, 16, steps, Inputs)), null, new Pass { MemoryBudget = budget, Watch = meter }).Output;
            y.Sum().GradientsOf([stack.Parameters[0].Value]);
            return meter.Most;
        }
        long whole = Most(4096, long.MaxValue);
        Assert.InRange(Most(4096, whole / 20), 1, whole / 20);
    }

    [Fact]
    public void A_budget_that_nothing_fits_is_refused_with_what_is_needed_and_that_much_is_enough()
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, new LayerSpec(CellCatalog.Lstm(), 8));
        Signal<float> x = new(Draw.Tensor<float>(5, 16, 64, Inputs));
        string message = Assert.Throws<ArgumentException>(() => stack.Run(x, null, new Pass { MemoryBudget = 1000 })).Message;
        Assert.Contains("1,000 bytes is too small for layer 'lstm' with 16 sequences of 64 steps", message, StringComparison.Ordinal);
        long needed = long.Parse(message.Split("needs ")[1].Split('.')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        stack.Run(x, null, new Pass { MemoryBudget = needed }).Output.Sum().GradientsOf([stack.Parameters[0].Value]);
        Assert.Throws<ArgumentException>(() => stack.Run(x, null, new Pass { MemoryBudget = needed - 1 }));
    }

    /// <summary>What segments held.</summary>
    private sealed class Meter : GradientWatch
    {
        public long Most { get; private set; }
        public int Segments { get; private set; }

        public override void Held(long bytes) => (Most, Segments) = (Math.Max(Most, bytes), Segments + 1);

        public override void Add<TNumber>(object layer, bool reverse, Tensor<TNumber> hidden, int[]? lengths) { }
    }
}
