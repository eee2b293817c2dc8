using System.Globalization;
using System.Numerics;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>One traced value: of a node, or of one direction of one of its recurrent layers.</summary>
/// <param name="Layer">The layer within a recurrent node; null for what a node gives.</param>
/// <param name="Reverse">Whether that layer's direction visits the steps from the end.</param>
/// <param name="Values">(N, T, features) in the order of time, or (N, features) where there are no steps; zero where a sequence has no step.</param>
/// <param name="Lengths">The steps of each sequence that are there; null for all.</param>
public sealed record TraceEntry<T>(string Node, int? Layer, bool Reverse, string Name, TraceKind Kind, Tensor<T> Values, int[]? Lengths) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a node gives, among the names.</summary>
    public const string Output = "output";

    /// <summary>As in <c>lstm.0.forward.forget</c> or <c>fc.output</c>.</summary>
    public string FullName => Layer is int layer
        ? string.Create(CultureInfo.InvariantCulture, $"{Node}.{layer}.{(Reverse ? "backward" : "forward")}.{Name}")
        : $"{Node}.{Name}";

    public bool HasSteps => Values.Shape.Rank == 3;

    /// <summary>Sequences, or examples.</summary>
    public int Sequences => Values.Shape[0];

    /// <summary>Steps of the longest sequence; 1 where there are none.</summary>
    public int Steps => HasSteps ? Values.Shape[1] : 1;

    /// <summary>Units or features.</summary>
    public int Width => Values.Shape[^1];

    /// <summary>The steps that a sequence has.</summary>
    public int LengthOf(int sequence) => Lengths?[sequence] ?? Steps;

    /// <summary>The numbers of one step of one sequence.</summary>
    public ReadOnlySpan<T> At(int sequence, int step) => Values.Values.Slice((sequence * Steps + step) * Width, Width);

    /// <summary>One sequence alone: (1, T, features) or (1, features), its padding cut off.</summary>
    public TraceEntry<T> Of(int sequence)
    {
        if ((uint)sequence >= (uint)Sequences)
            throw new ArgumentOutOfRangeException(nameof(sequence), $"'{FullName}' has sequences 0 to {Sequences - 1}, found {sequence}.");
        int steps = LengthOf(sequence);
        Shape shape = HasSteps ? new(1, steps, Width) : new(1, Width);
        return this with { Values = Tensor.From(Values.Values.Slice(sequence * Steps * Width, shape.Count), shape), Lengths = null };
    }
}
