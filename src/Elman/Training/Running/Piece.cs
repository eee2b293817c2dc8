using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What is computed at once: a batch, or a part of its steps.</summary>
/// <param name="Inputs">Under the names of the model.</param>
/// <param name="Targets">Under the names of the model, of the last <see cref="Counted"/> steps.</param>
/// <param name="GoesOn">Whether it begins with the states that the piece before has left.</param>
/// <param name="Counted">Steps at the end that the loss counts; null for all.</param>
internal sealed record Piece<T>(IReadOnlyDictionary<string, Signal<T>> Inputs, IReadOnlyDictionary<string, LossTarget<T>> Targets, int Count, bool GoesOn, int? Counted = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A whole batch.</summary>
    public static Piece<T> Of(Batch<T> batch, Model<T> model) => new(batch.InputsOf(model), Targeted(batch, batch.TargetsOf(model)), batch.Count, batch.GoesOn);

    /// <summary>The steps of the longest input.</summary>
    public static int StepsOf(Batch<T> batch) => batch.Inputs.Values.Where(signal => signal.HasSteps).Select(signal => signal.Size[1]).DefaultIfEmpty(1).Max();

    /// <summary>Some steps of a batch, of which the last ones count.</summary>
    public static Piece<T> Of(Batch<T> batch, Model<T> model, int first, int end, int counted)
    {
        int steps = StepsOf(batch);
        Dictionary<string, Signal<T>> inputs = batch.InputsOf(model).ToDictionary(row => row.Key, row => row.Value.HasSteps ? Cut(row.Value, first, end) : row.Value, StringComparer.Ordinal);
        Dictionary<string, LossTarget<T>> targets = Targeted(batch, batch.TargetsOf(model));
        foreach ((string name, LossTarget<T> target) in targets)
        {
            Shape shape = target.Numbers?.Shape ?? target.Ids!.Shape;
            if (shape.Rank < 2 || shape[1] != steps)
                throw new ArgumentException($"Training on parts of sequences takes a target for each of the {steps} steps; that of output '{name}' has shape {shape}. Train on whole sequences, or give targets for every step.");
            targets[name] = Cut(target, end - counted, end);
        }
        return new(inputs, targets, batch.Count, batch.GoesOn || first > 0, counted);
    }

    private static Dictionary<string, LossTarget<T>> Targeted(Batch<T> batch, IReadOnlyDictionary<string, Signal<T>> targets) => targets.ToDictionary(
        row => row.Key,
        row => (row.Value.Ids is { } ids ? new LossTarget<T>(ids) : new LossTarget<T>(row.Value.Numbers!)) with
        {
            Lengths = row.Value.Lengths, Mask = row.Value.Mask, SampleWeights = batch.SampleWeights, StepWeights = batch.StepWeights,
        },
        StringComparer.Ordinal);

    /// <summary>Some steps of a signal.</summary>
    public static Signal<T> Cut(Signal<T> signal, int first, int end)
    {
        int[]? lengths = Cut(signal.Lengths, first, end);
        return signal.Ids is { } ids ? new(Steps(ids, first, end), lengths) : new(Steps(signal.Numbers!, first, end), lengths, signal.Mask is null ? null : Steps(signal.Mask, first, end));
    }

    private static LossTarget<T> Cut(LossTarget<T> target, int first, int end) =>
        (target.Ids is { } ids ? new LossTarget<T>(Steps(ids, first, end)) : new LossTarget<T>(Steps(target.Numbers!, first, end))) with
        {
            Lengths = Cut(target.Lengths, first, end),
            Mask = target.Mask is null ? null : Steps(target.Mask, first, end),
            StepWeights = target.StepWeights is null ? null : Steps(target.StepWeights, first, end),
            SampleWeights = target.SampleWeights,
        };

    private static int[]? Cut(int[]? lengths, int first, int end) => lengths is null ? null : [.. lengths.Select(length => Math.Clamp(length - first, 0, end - first))];

    /// <summary>Entries of the second axis.</summary>
    private static Tensor<TElement> Steps<TElement>(Tensor<TElement> x, int first, int end) where TElement : unmanaged
    {
        (int all, int inner) = (x.Shape.CountFrom(1), x.Shape.CountFrom(2));
        var cut = new Tensor<TElement>(new Shape([x.Shape[0], end - first, .. x.Shape.Dimensions[2..]]));
        Span<TElement> to = cut.Span;
        for (int n = 0; n < x.Shape[0]; n++) x.Values.Slice(n * all + first * inner, (end - first) * inner).CopyTo(to[(n * (end - first) * inner)..]);
        return cut;
    }
}
