using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Recurrent;

// What goes around a layer works on (N, T, features); other layouts are turned for a stack that has any of it.
public sealed partial class RecurrentStack<T>
{
    private static Tensor<T> Turned(Tensor<T> x, Layout layout) => layout switch
    {
        Layout.TimeFirst => x.Transpose(0, 1),
        Layout.FeaturesFirst => x.Transpose(1, 2),
        _ => x.Unsqueeze(0),
    };

    private static RecurrentResult<T> TurnedBack(RecurrentResult<T> result, Layout layout, Tensor<T>? into)
    {
        Tensor<T> y = layout == Layout.Unbatched ? result.Output.Squeeze(0) : Turned(result.Output, layout);
        return result with { Output = into is null ? y : Copied(y, into) };
    }

    private static Tensor<T> Copied(Tensor<T> y, Tensor<T> into)
    {
        if (!into.Shape.Equals(y.Shape)) throw new ArgumentException($"The output has shape {y.Shape}; the tensor given for it has {into.Shape}.");
        if (y.RequiresGradient) throw new InvalidOperationException("A tensor was given for the output, but the run is recorded for gradients, which need an output of their own. Open NoGradient.Scope() around the run, or give none.");
        y.Values.CopyTo(into.Span);
        return into;
    }
}
