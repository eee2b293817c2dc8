using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Refusals by name of what a layer cannot work on.</summary>
internal static class Expect
{
    /// <summary>The only input.</summary>
    public static SignalShape One(object layer, ReadOnlySpan<SignalShape> inputs) =>
        inputs.Length == 1 ? inputs[0] : throw new ArgumentException($"{layer} takes 1 input, found {inputs.Length}.");

    /// <summary>The only input.</summary>
    public static Signal<T> One<T>(object layer, ReadOnlySpan<Signal<T>> inputs) where T : unmanaged =>
        inputs.Length == 1 ? inputs[0] : throw new ArgumentException($"{layer} takes 1 input, found {inputs.Length}.");

    /// <summary>A shape of numbers, with so many features if that is known.</summary>
    public static SignalShape Numbers(object layer, SignalShape input, int? features = null)
    {
        if (!input.IsIds && (features ?? input.Features) == input.Features) return input;
        throw new ArgumentException($"{layer} takes numbers {Written(features)}, found {(input.IsIds ? "ids " : "")}{input}.");
    }

    /// <summary>The numbers of a signal, (N, F) or (N, T, F), with so many features if that is known.</summary>
    public static Tensor<T> Numbers<T>(object layer, Signal<T> input, int? features = null) where T : unmanaged
    {
        if (input.Numbers is null) throw new ArgumentException($"{layer} takes numbers {Written(features)}, found {Found(input)}.");
        Shape shape = input.Numbers.Shape;
        if (shape.Rank == 2 && input.Lengths is not null)
            throw new ArgumentException($"{layer}: lengths belong to sequences (N, T, F), found {input.Lengths.Length} of them beside numbers {shape}.");
        return shape.Rank is 2 or 3 && (features ?? shape[^1]) == shape[^1]
            ? input.Numbers
            : throw new ArgumentException($"{layer} takes numbers {Written(features)}, found {shape}.");
    }

    /// <summary>Sequences of numbers (N, T, F).</summary>
    public static Tensor<T> Sequences<T>(object layer, Signal<T> input) where T : unmanaged =>
        input.Numbers is { Shape.Rank: 3 } x ? x : throw new ArgumentException($"{layer} takes sequences (N, T, F), found {Found(input)}.");

    /// <summary>A shape of sequences without a mask, with so many features if that is known, for what goes along time.</summary>
    public static SignalShape Steps(object layer, SignalShape input, int? features = null)
    {
        Numbers(layer, input, features);
        if (!input.HasSteps) throw new ArgumentException($"{layer} takes sequences (N, T, {Size(features)}), found {input}.");
        NoMask(layer, input.HasMask);
        return input;
    }

    /// <summary>Sequences (N, T, F) without a mask, with so many features if that is known, and their lengths checked.</summary>
    public static Tensor<T> Steps<T>(object layer, Signal<T> input, int? features = null) where T : unmanaged
    {
        Tensor<T> x = Sequences(layer, input);
        if (features is int known && x.Shape[2] != known) throw new ArgumentException($"{layer} takes sequences (N, T, {known}), found {x.Shape}.");
        NoMask(layer, input.Mask is not null);
        if (input.Lengths is not null) Present.Check(layer, x.Shape, input.Lengths);
        return x;
    }

    /// <summary>A signal without a mask, for what goes along time and cannot pass over steps by itself.</summary>
    public static void NoMask(object layer, bool hasMask)
    {
        if (hasMask) throw new ArgumentException($"{layer} takes steps without a mask. Bring those that count to the front with a {nameof(PresentSteps<>)} first; a {nameof(PutBack<>)} puts them back. To count all steps, end the mask with a {nameof(EndMask<>)}.");
    }

    /// <summary>As many numbers in and out of one step as the layer takes and gives.</summary>
    public static void Step(object layer, (int Found, int Expected) input, (int Found, int Expected) output)
    {
        if (input.Found != input.Expected || output.Found != output.Expected)
            throw new ArgumentException(
                $"{layer}: one step takes {input.Expected} numbers and gives {output.Expected}, found {input.Found} in and {output.Found} out.");
    }

    public static string Found<T>(Signal<T> signal) where T : unmanaged =>
        signal.Numbers is null ? $"ids {signal.Ids!.Shape}" : $"numbers {signal.Numbers.Shape}";

    private static string Written(int? features)
    {
        string size = Size(features);
        return $"(N, {size}) or (N, T, {size})";
    }

    private static string Size(int? features) => features is int known ? $"{known}" : "F";
}
