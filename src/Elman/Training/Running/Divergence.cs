using System.Numerics;
using Elman.Autograd;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Finds where a training left the finite numbers.</summary>
internal static class Divergence
{
    private const string Advice = "Take a smaller learning rate, clip the gradients (ClipNorm), or look at the data of this batch.";

    public static DivergedException OfLoss<T>(Model<T> model, double loss, long step, int epoch, IReadOnlyList<Piece<T>> pieces) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NonFinite? place = Place(model, pieces);
        string where = place is null ? " The numbers of the forward pass are finite: it is the loss that grows beyond them." : $" The first such number is {place}.";
        return new(FormattableString.Invariant($"Step {step} (epoch {epoch}): the loss is {Word(loss)}.{where} {Advice}")) { Step = step, Place = place };
    }

    /// <summary>Refuses gradients of which one is not finite; those whose norm alone is too large a number pass.</summary>
    public static void CheckGradients<T>(Model<T> model, long step, int epoch, IReadOnlyList<Piece<T>> pieces) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Backward goes from the output to the input: what is wrong first is wrong in the last node.
        foreach (Parameter<T> parameter in model.Parameters.Reverse())
        {
            if (parameter.Value.Gradient is not { } gradient) continue;
            ReadOnlySpan<T> values = gradient.Values;
            for (int i = 0; i < values.Length; i++)
            {
                if (T.IsFinite(values[i])) continue;
                NonFinite? place = Place(model, pieces);
                string index = string.Join(", ", Enumerable.Range(0, gradient.Shape.Rank).Select(axis => FormattableString.Invariant($"{i / gradient.Shape.CountFrom(axis + 1) % gradient.Shape[axis]}")));
                string where = place is null ? "The numbers of the forward pass are finite." : $"The first such number of the forward pass is {place}.";
                throw new DivergedException(FormattableString.Invariant(
                    $"Step {step} (epoch {epoch}): the gradient of '{parameter.Name}' at ({index}) is {Word(double.CreateChecked(values[i]))}. {where} {Advice}")) { Step = step, Parameter = parameter.Name, Place = place };
            }
        }
    }

    private static NonFinite? Place<T>(Model<T> model, IReadOnlyList<Piece<T>> pieces) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        pieces.Select(piece => model.Trace(piece.Inputs).FirstNonFinite()).FirstOrDefault(found => found is not null);

    private static string Word(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "infinite" : "negative infinite";
}
