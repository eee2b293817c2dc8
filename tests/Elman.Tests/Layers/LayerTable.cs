using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

/// <summary>One layer with drawn parameters, and signals to try it on.</summary>
internal sealed record LayerRow<T>(Layer<T> Layer, Signal<T>[] Inputs, bool Steps = true) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The lengths of what comes out: those of the first input, unless the layer changes them.</summary>
    public int[]? Lengths { get; init; } = Inputs[0].Lengths;

    /// <summary>Numbers of state in a stream.</summary>
    public int Remembers { get; init; }
}

/// <summary>Every layer of the folder with every kind of signal it takes.</summary>
internal static class LayerTable
{
    private static readonly int[] _lengths = [3, 0, 5, 2];

    /// <summary>Holes, the first step, the last steps, all of a sequence.</summary>
    private static readonly Tensor<bool> _mask = Tensor.From(new[,] { { true, false, true, true, false }, { false, false, true, false, true }, { false, true, false, true, true }, { false, false, false, false, false } });

    /// <summary>How many steps of each sequence the mask lets through, of all and of those within the lengths.</summary>
    private static readonly int[] _counted = [3, 2, 3, 0], _countedUneven = [2, 0, 3, 0];

    public static IReadOnlyList<string> Names { get; } = [.. Rows<double>().Select(row => Name(row))];

    public static LayerRow<T> Row<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Rows<T>().Single(row => Name(row) == name);

    public static IReadOnlyList<LayerRow<T>> Rows<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Signal<T> flat = new(Draw.Tensor<T>(1, 4, 6)), steps = new(Draw.Tensor<T>(2, 4, 5, 6)), uneven = new(Draw.Tensor<T>(3, 4, 5, 6), _lengths);
        Signal<T> narrow = new(Draw.Tensor<T>(4, 4, 5, 2), _lengths), narrowFlat = new(Draw.Tensor<T>(5, 4, 2)), other = new(Draw.Tensor<T>(6, 4, 5, 6), _lengths);
        Signal<T> ids = new(Ids(4)), idSteps = new(Ids(4, 5)), unevenIds = new(Ids(4, 5), _lengths);
        Signal<T> otherFlat = new(Draw.Tensor<T>(7, 4, 6)), thirdFlat = new(Draw.Tensor<T>(8, 4, 6));
        Signal<T> masked = new(steps.Numbers!, mask: _mask), maskedUneven = new(uneven.Numbers!, _lengths, _mask);
        Signal<T> counted = new(Draw.Tensor<T>(9, 4, 5, 2), _counted), countedUneven = new(Draw.Tensor<T>(10, 4, 5, 2), _countedUneven);
        return
        [
            new(new Dense<T>(6, 3), [flat]),
            new(new Dense<T>(6, 19), [steps]),
            new(new Dense<T>(6, 3), [uneven]),
            new(new Dense<T>(6, 3, bias: false), [uneven]),
            new(new Embedding<T>(7, 3), [ids]),
            new(new Embedding<T>(7, 3), [idSteps]),
            new(new Embedding<T>(7, 3), [unevenIds]),
            new(new Embedding<T>(7, 3, padding: 2), [unevenIds]),
            new(new ActivationLayer<T>(Activation.Tanh), [flat]),
            new(new ActivationLayer<T>(Activation.Parse("leaky_relu(alpha=0.2)")), [steps]),
            new(new ActivationLayer<T>(Activation.Sigmoid), [uneven]),
            new(new LayerNorm<T>(6), [flat]),
            new(new LayerNorm<T>(6, 1e-3), [uneven]),
            new(new LayerNorm<T>(6, affine: false), [steps]),
            new(new AttentionDecoder<T>(6, 6, new() { Score = "dot" }, new LayerSpec(CellCatalog.Gru(), 6)), [uneven, other], Steps: false),
            new(new AttentionDecoder<T>(6, 6, new() { Size = 3 }, new LayerSpec(CellCatalog.Lstm(), 4)), [steps, masked], Steps: false),
            new(new AttentionDecoder<T>(6, 6, new() { Score = "general", Feeding = Feeding.Attentional, Attentional = 5 }, new LayerSpec(CellCatalog.Gru(), 4)), [uneven, maskedUneven], Steps: false),
            new(new Dropout<T>(0.4), [flat]),
            new(new Dropout<T>(0.4), [uneven]),
            new(new LastStep<T>(), [steps], Steps: false),
            new(new LastStep<T>(), [uneven], Steps: false),
            new(new Concatenate<T>(), [flat, narrowFlat], Steps: false),
            new(new Concatenate<T>(), [uneven, narrow, other], Steps: false),
            .. Merge<T>.Kinds.Select(kind => new LayerRow<T>(new Merge<T>(kind), [uneven, other], Steps: false)),
            new(new Merge<T>("multiply"), [flat, otherFlat, thirdFlat], Steps: false),
            new(new Merge<T>("average"), [flat, otherFlat, thirdFlat], Steps: false),
            new(new Softmax<T>(), [flat]),
            new(new Softmax<T>(), [uneven]),
            new(new Flatten<T>(5, 6), [steps], Steps: false),
            new(new Repeat<T>(3), [flat], Steps: false),
            new(new ReverseSteps<T>(), [steps], Steps: false),
            new(new ReverseSteps<T>(), [uneven], Steps: false),
            new(new Masking<T>(0.5), [steps]),
            new(new Masking<T>(0.5), [uneven]),
            new(new PresentSteps<T>(), [masked], Steps: false) { Lengths = _counted },
            new(new PresentSteps<T>(), [maskedUneven], Steps: false) { Lengths = _countedUneven },
            new(new PutBack<T>(Between.Hold), [counted, masked], Steps: false) { Lengths = null },
            new(new PutBack<T>(Between.Zero), [counted, masked], Steps: false) { Lengths = null },
            new(new PutBack<T>(Between.Hold), [countedUneven, maskedUneven], Steps: false) { Lengths = _lengths },
            new(new Dense<T>(6, 3), [maskedUneven]),
            new(new Add<T>(), [masked, masked], Steps: false),
            new(new Embedding<T>(7, 3, mask: 4), [idSteps]),
            new(new Embedding<T>(7, 3, mask: 4), [unevenIds]),
            new(new Add<T>(), [flat, flat], Steps: false),
            new(new Add<T>(), [uneven, other, uneven], Steps: false),
            .. WindowTable.Rows(steps, uneven, masked, maskedUneven, flat),
        ];
    }

    /// <summary>The layer with parameters drawn anew, so that none is zero.</summary>
    public static Layer<T> Fill<T>(Layer<T> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int i, Parameter<T> parameter) in layer.Parameters.Index())
        {
            Draw.Tensor<T>(50 + i, [.. parameter.Shape]).Values.CopyTo(parameter.Value.Span);
            if (parameter.Name != "moving_variance") continue;
            foreach (ref T variance in parameter.Value.Span) variance = T.Abs(variance) + T.CreateChecked(0.5);
        }
        return layer;
    }

    /// <summary>The signals as leaves that get gradients, NaN and impossible ids standing in the padding.</summary>
    public static Signal<T>[] Leaves<T>(Signal<T>[] signals) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var copies = new Dictionary<Signal<T>, Signal<T>>(ReferenceEqualityComparer.Instance);
        foreach (Signal<T> signal in signals) copies[signal] = Leaf(signal);
        return [.. signals.Select(signal => copies[signal])];
    }

    private static Signal<T> Leaf<T>(Signal<T> signal) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Signal<T> leaf = signal.Numbers is null
            ? new(Tensor.From(signal.Ids!.Values, signal.Ids.Shape), signal.Lengths)
            : new(Draw.Leaf(signal.Numbers), signal.Lengths, signal.Mask);
        for (int n = 0; n < (signal.Lengths?.Length ?? 0); n++)
            for (int t = signal.Lengths![n]; t < 5; t++)
                if (leaf.Ids is not null) leaf.Ids[n, t] = -1;
                else leaf.Numbers!.Span.Slice((n * 5 + t) * leaf.Numbers.Shape[2], leaf.Numbers.Shape[2]).Fill(T.NaN);
        return leaf;
    }

    private static string Name<T>(LayerRow<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"{row.Layer} with {row.Layer.Parameters.Count} parameters on {string.Join(" and ", row.Inputs.Select(input => (input.Numbers?.Shape ?? input.Ids!.Shape) + (input.Lengths is null ? "" : " of unequal lengths") + (input.Mask is null ? "" : " with a mask")))}"
        + (row.Layer is Embedding<T> { Padding: not null } ? " with padding" : row.Layer is Embedding<T> { Mask: not null } ? " that masks" : "");

    private static Tensor<int> Ids(params int[] dimensions)
    {
        var ids = new Tensor<int>(new Shape(dimensions));
        for (int i = 0; i < ids.Shape.Count; i++) ids.Span[i] = i * i % 7;
        return ids;
    }
}
