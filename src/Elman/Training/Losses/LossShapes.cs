using Elman.Numerics;

namespace Elman.Training;

/// <summary>Refuses a target that does not belong to a prediction.</summary>
internal static class LossShapes
{
    public static void Check<T>(RowLoss loss, Shape prediction, LossTarget<T> target) where T : unmanaged
    {
        Steps(loss.Name, prediction, target);
        loss.CheckWidth(prediction[^1]);
        if (target.Numbers is { } numbers)
        {
            if (loss.Takes == TargetKind.Ids)
                throw new ArgumentException($"{loss.Name} takes the ids of classes, found numbers {numbers.Shape}. Give a Tensor<int> of shape {Without(prediction)}.");
            if (!numbers.Shape.Equals(prediction) && !(prediction[^1] == 1 && numbers.Shape.Equals(Without(prediction))))
                throw new ArgumentException($"{loss.Name}: the target of a prediction {prediction} has its shape, found {numbers.Shape}.{Hint(prediction, numbers.Shape)}");
            return;
        }
        Tensor<int> ids = target.Ids!;
        if (loss.Takes == TargetKind.Numbers)
            throw new ArgumentException($"{loss.Name} takes numbers of the shape of the prediction {prediction}, found ids {ids.Shape}. Give them as a tensor of {typeof(T).Name}.");
        if (!ids.Shape.Equals(Without(prediction)))
            throw new ArgumentException($"{loss.Name}: a prediction {prediction} takes ids {Without(prediction)}, found {ids.Shape}.{Hint(prediction, ids.Shape)}");
        for (int i = 0; i < ids.Shape.Count; i++)
            if ((uint)ids.Values[i] >= (uint)prediction[^1] && !loss.Ignores(ids.Values[i]) && IsThere(target, prediction, i))
                throw new ArgumentOutOfRangeException(nameof(target),
                    $"{loss.Name}: a prediction {prediction} has classes 0 to {prediction[^1] - 1}, found {ids.Values[i]}, first at {Place(prediction, i)}. An id that stands for padding is named in IgnoreId.");
    }

    /// <summary>Refuses lengths, masks and weights that do not belong to a prediction.</summary>
    public static void Steps<T>(string loss, Shape prediction, LossTarget<T> target) where T : unmanaged
    {
        if (prediction.Rank is not (2 or 3)) throw new ArgumentException($"{loss} takes a prediction (N, F) or (N, T, F), found {prediction}.");
        int n = prediction[0], t = prediction.Rank == 3 ? prediction[1] : 1;
        if (target.Lengths is { } lengths)
        {
            if (prediction.Rank != 3 || lengths.Length != n)
                throw new ArgumentException($"{loss}: lengths belong to sequences (N, T, F), one each; found {lengths.Length} beside a prediction {prediction}.");
            for (int i = 0; i < n; i++)
                if (lengths[i] < 0 || lengths[i] > t)
                    throw new ArgumentOutOfRangeException(nameof(target), $"{loss}: sequence {i} of a prediction {prediction} has 0 to {t} steps, found a length of {lengths[i]}.");
        }
        Expect(loss, "mask", target.Mask?.Shape, Without(prediction), prediction);
        Expect(loss, "step weights", target.StepWeights?.Shape, Without(prediction), prediction);
        Expect(loss, "sample weights", target.SampleWeights?.Shape, new Shape(n), prediction);
    }

    public static Shape Without(Shape prediction) => new(prediction.Dimensions[..^1]);

    private static void Expect(string loss, string what, Shape? found, Shape expected, Shape prediction)
    {
        if (found is not null && !found.Equals(expected)) throw new ArgumentException($"{loss}: the {what} of a prediction {prediction}: expected the shape {expected}, found {found}.");
    }

    private static bool IsThere<T>(LossTarget<T> target, Shape prediction, int row) where T : unmanaged
    {
        int t = prediction.Rank == 3 ? prediction[1] : 1;
        return (target.Lengths is not { } lengths || row % t < lengths[row / t]) && (target.Mask is not { } mask || mask.Values[row]);
    }

    private static string Place(Shape prediction, int row) => prediction.Rank == 3 ? $"sequence {row / prediction[1]}, step {row % prediction[1]}" : $"example {row}";

    private static string Hint(Shape prediction, Shape target) =>
        prediction.Rank == 3 && target.Rank > 0 && target[0] == prediction[0] && target.Rank < 3
            ? " For one target a sequence let the model give its last step only (LastStep)."
            : "";
}
