using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>Layers of one sequence that run behind each other on several threads.</summary>
[Collection(ComputeTests.Name)]
public sealed class LayerPipelineTests
{
    private const int Inputs = 5, Steps = 150;

    private static readonly (string Name, Layout Layout, int? Length, bool HasStates, LayerSpec[] Layers)[] _stacks =
    [
        ("three layers of two kinds", Layout.BatchFirst, null, false, [new(CellCatalog.Lstm(), 60), new(CellCatalog.Gru(), 64), new(CellCatalog.Lstm(), 33)]),
        ("from the end", Layout.TimeFirst, null, true, [new(CellCatalog.Gru(), 80, Direction.Reverse), new(CellCatalog.Lstm(), 64, Direction.Reverse)]),
        ("a part of the steps", Layout.BatchFirst, 131, false, [new(CellCatalog.Lstm(), 64), new(CellCatalog.Lstm(), 64)]),
        ("from the end of a part, two stages", Layout.FeaturesFirst, 131, true, [new(CellCatalog.GruResetBefore(), 80, Direction.Reverse), new(CellCatalog.Elman(), 120, Direction.Reverse)]),
        ("no step", Layout.BatchFirst, 0, true, [new(CellCatalog.Lstm(), 64), new(CellCatalog.Lstm(), 64)]),
        ("projections and zoneout", Layout.Unbatched, null, true, [new(CellCatalog.Lstm(), 64) { Projection = 40 }, new(CellCatalog.Lstm(), 64) { Zoneout = new(0.2, 0.1) }]),
    ];

    public static TheoryData<string> Every => [.. _stacks.Select(row => row.Name)];

    private static RecurrentResult<float> Run(string name, CancellationToken cancellation = default)
    {
        (_, Layout layout, int? length, bool hasStates, LayerSpec[] layers) = _stacks.First(row => row.Name == name);
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, layers);
        Tensor<float> x = Draw.Tensor<float>(3, -1.0, 1.0, [.. Border.ShapeOf(layout, 1, Steps, Inputs)]);
        StackState<float>? states = hasStates ? stack.Run(Draw.Tensor<float>(4, -1.0, 1.0, 1, 2, Inputs)).State : null;
        using IDisposable scope = NoGradient.Scope();
        return stack.Run(x, layout, length is { } some ? [some] : null, states, cancellation);
    }

    [Theory, MemberData(nameof(Every))]
    public void Every_width_and_thread_count_gives_the_same_bits(string name) => ComputeTests.SameBits<float>(() =>
    {
        RecurrentResult<float> result = Run(name);
        return [.. new[] { result.Output, result.LastOutput }.Concat(EveryCell.Tensors(result.State)).SelectMany(tensor => tensor.Values.ToArray())];
    }, name);

    [Fact]
    public void Each_of_them_is_enough_work_to_be_shared() => Assert.All(_stacks, row =>
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, row.Layers);
        Assert.InRange(stack.Layers.Sum(layer => layer.MultiplyAdds) * Steps, Sharing.LayersWorthSharing, long.MaxValue);
        Assert.All(stack.Layers, layer => Assert.InRange(layer.MultiplyAdds, 0, Sharing.StepWorthSharing));
    });

    [Fact]
    public void A_cancelled_run_ends_with_that_error_and_no_layer_waits_for_ever()
    {
        using IDisposable use = Compute.Use(Compute.Kernel, 2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Run(_stacks[0].Name, cancelled.Token));
    }
}
