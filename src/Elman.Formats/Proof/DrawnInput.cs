using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Formats.Proof;

/// <summary>An input for a model where nobody gives one: irregular, and the same at every run.</summary>
public static class DrawnInput
{
    public const int Sequences = 2, Seed = 0;

    private const int UsualSteps = 6;

    /// <summary>Numbers from −1 to 1, or ids that the model knows.</summary>
    public static Dictionary<string, Signal<T>> For<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new TorchRandom(Seed);
        return model.Inputs.ToDictionary(input => input.Name, input => Draw(model, input, random), StringComparer.Ordinal);
    }

    /// <summary>The steps of each sequence: as many as a layer wants that takes one length only.</summary>
    public static int StepsOf<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        model.Nodes.Select(node => node.Layer).OfType<Flatten<T>>().FirstOrDefault()?.Steps ?? UsualSteps;

    private static Signal<T> Draw<T>(Model<T> model, ModelInput input, TorchRandom random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Shape.Axes is { } axes) return OfAxes<T>(axes, input.Shape.IsIds, random);
        int[] rows = input.Shape.HasSteps ? [Sequences, StepsOf(model)] : [Sequences];
        if (input.Shape.IsIds)
        {
            var ids = new long[rows.Aggregate((a, b) => a * b)];
            random.Integers(ids, 0, IdsOf(model, input.Name));
            return Tensor.From<int>([.. ids.Select(id => (int)id)], new Shape(rows));
        }
        var values = new Tensor<T>(new Shape([.. rows, input.Shape.Features]));
        random.Uniform(values.Span, -1, 1);
        return values;
    }

    /// <summary>Of a tensor with axes of its own each named one has two entries; whole numbers, which may be lengths, are 1.</summary>
    private static Signal<T> OfAxes<T>(string axes, bool isIds, TorchRandom random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = new Shape([.. axes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(axis => int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : Sequences)]);
        if (isIds) return new(new Tensor<int>(shape, [.. Enumerable.Repeat(1, shape.Count)]));
        var values = new Tensor<T>(shape);
        random.Uniform(values.Span, -1, 1);
        return values;
    }

    private static int IdsOf<T>(Model<T> model, string input) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        model.Nodes.Where(node => node.Inputs.Contains(input)).Select(node => node.Layer).OfType<Embedding<T>>().Select(layer => layer.Count).DefaultIfEmpty(1).Min();
}
