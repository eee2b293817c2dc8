using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>What is known of a value of an ONNX graph while it is read.</summary>
internal abstract record OnnxKnown;

/// <summary>The size of an axis: a number, or the name of one that is not fixed.</summary>
internal readonly record struct OnnxSize(long? Number, string? Name)
{
    public static OnnxSize Of(long number) => new(number, null);

    public override string ToString() => Number is { } number ? FormattableString.Invariant($"{number}") : Name ?? "any";
}

/// <summary>A constant: of the file, or folded from such.</summary>
/// <param name="Array">The numbers in the file's own precision.</param>
internal sealed record OnnxConstant(NamedArray Array) : OnnxKnown
{
    /// <summary>Numbers in double precision, whole numbers and truth as ids; what is beyond 32 bits becomes the last of them, which bounds of slices take as the end.</summary>
    public Signal<double> Value => field ??= Read(Array);

    public bool IsWhole => Array.Type != ElementType.Float32 && Array.Type != ElementType.Float64 && Array.Type != ElementType.Float16 && Array.Type != ElementType.BrainFloat16;

    /// <summary>Whether every entry is the same number.</summary>
    public double? Single
    {
        get
        {
            if (Value.Ids is { } ids) return ids.Shape.Count > 0 && !ids.Values.ContainsAnyExcept(ids.Values[0]) ? ids.Values[0] : null;
            ReadOnlySpan<double> numbers = Value.Numbers!.Values;
            return numbers.Length > 0 && !numbers.ContainsAnyExcept(numbers[0]) ? numbers[0] : null;
        }
    }

    /// <summary>The entries of whole numbers.</summary>
    public int[] Ids => Value.Ids?.Values.ToArray() ?? System.Array.ConvertAll(Value.Numbers!.Values.ToArray(), int.CreateSaturating);

    private Signal<double> Read(NamedArray array)
    {
        if (!IsWhole) return new(array.As<double>());
        if (array.Type == ElementType.Bool) return new(new Tensor<int>(array.Shape, System.Array.ConvertAll(array.As<bool>().Values.ToArray(), value => value ? 1 : 0)));
        return new(new Tensor<int>(array.Shape, System.Array.ConvertAll(array.As<long>().Values.ToArray(), int.CreateSaturating)));
    }
}

/// <summary>Whole numbers of which some are sizes that are not fixed: what a graph computes of shapes.</summary>
/// <param name="IsScalar">Whether it has no axis, and one entry.</param>
/// <param name="Origin">The node that gives it, should it have to be computed after all.</param>
internal sealed record OnnxSizes(IReadOnlyList<OnnxSize> Sizes, bool IsScalar, OnnxOrigin Origin) : OnnxKnown;

/// <summary>One number all over, of a shape that need not be known: a state at its beginning, mostly.</summary>
internal sealed record OnnxFill(double Value, OnnxOrigin Origin) : OnnxKnown;

/// <summary>A node and what is known of its inputs, for what may be computed later.</summary>
internal sealed record OnnxOrigin(OnnxNode Node, IReadOnlyList<OnnxKnown?> Inputs);

/// <summary>A tensor that a node of the model gives, in the order of axes that ONNX has.</summary>
/// <param name="Source">The node, one of its further results, or an input of the model.</param>
/// <param name="Sizes">Null where they are not known.</param>
internal sealed record OnnxTensorValue(string Source, IReadOnlyList<OnnxSize>? Sizes, bool IsWhole) : OnnxKnown;

/// <summary>What one axis of a view is.</summary>
internal enum OnnxAxis
{
    Sequences,
    Steps,

    /// <summary>Of one direction, where <see cref="Ways"/> is an axis of its own.</summary>
    Features,

    /// <summary>The directions of a bidirectional layer, whose features are side by side in the signal.</summary>
    Ways,

    /// <summary>An axis of size 1 that the signal does not have.</summary>
    One,
}

/// <summary>A signal of the model, (N, T, F), (N, F) or ids, as ONNX sees it: its axes in another order, cut in two, or with axes of size 1 between. Nothing is computed for that.</summary>
/// <param name="Features">Of the signal; all directions together.</param>
/// <param name="Ways">Directions side by side in the features.</param>
/// <param name="HasLengths">Whether sequences may have fewer steps than the tensor.</param>
internal sealed record OnnxView(string Source, IReadOnlyList<OnnxAxis> Axes, int Features, int Ways, OnnxSize N, OnnxSize T, bool HasLengths = false) : OnnxKnown
{
    public bool IsIds { get; init; }

    public bool HasSteps => Axes.Contains(OnnxAxis.Steps) || IsOneStep;

    /// <summary>Whether the signal has steps of which this is the last, alone.</summary>
    public bool IsOneStep { get; init; }

    public bool IsSplit => Axes.Contains(OnnxAxis.Ways);

    public OnnxSize SizeOf(OnnxAxis axis) => axis switch
    {
        OnnxAxis.Sequences => N,
        OnnxAxis.Steps => T,
        OnnxAxis.Features => OnnxSize.Of(IsSplit ? Features / Ways : Features),
        OnnxAxis.Ways => OnnxSize.Of(Ways),
        _ => OnnxSize.Of(1),
    };

    public IReadOnlyList<OnnxSize> Sizes => [.. Axes.Select(SizeOf)];

    public bool Is(params ReadOnlySpan<OnnxAxis> axes) => Axes.SequenceEqual(axes.ToArray());
}

/// <summary>What could not be read, because of something that has been noted.</summary>
internal sealed record OnnxMiss : OnnxKnown;
