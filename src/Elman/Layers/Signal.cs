using Elman.Numerics;

namespace Elman.Layers;

/// <summary>What flows between the nodes of a model: numbers (N, T, F) or (N, F), or ids (N, T) or (N), and how many steps of each sequence are there.</summary>
/// <remarks>
/// A step beyond the length is not there: nothing is computed for it. A step that the mask passes over has numbers, and what works step by step computes
/// with them; what goes along time skips it. That is how Keras has it.
/// </remarks>
public sealed record Signal<T> where T : unmanaged
{
    public Signal(Tensor<T> numbers, int[]? lengths = null, Tensor<bool>? mask = null) => (Numbers, Lengths, Mask) = (numbers, lengths, mask);
    public Signal(Tensor<int> ids, int[]? lengths = null) => (Ids, Lengths) = (ids, lengths);

    /// <summary>The numbers; null for ids.</summary>
    public Tensor<T>? Numbers { get; }

    /// <summary>The ids; null for numbers.</summary>
    public Tensor<int>? Ids { get; }

    /// <summary>The steps of each sequence that are there, from its start; null for all of them.</summary>
    public int[]? Lengths { get; }

    /// <summary>(N, T), true for the steps that count; null where all do. Steps may be passed over anywhere, the first included.</summary>
    public Tensor<bool>? Mask { get; }

    /// <summary>Other numbers for the same steps.</summary>
    public Signal<T> With(Tensor<T> numbers) => new(numbers, Lengths, Mask);

    public static implicit operator Signal<T>(Tensor<T> numbers) => new(numbers);
    public static implicit operator Signal<T>(Tensor<int> ids) => new(ids);
}

/// <summary>The shape of a signal without its sizes of N and T: <c>(N, T, 8)</c>, <c>(N, 8)</c>, or ids <c>(N, T)</c>.</summary>
/// <param name="Features">Numbers per step; 0 for ids.</param>
/// <param name="HasSteps">Whether there is an axis of time.</param>
/// <param name="IsIds">Whether these are whole numbers that name something.</param>
public readonly record struct SignalShape(int Features, bool HasSteps, bool IsIds = false)
{
    /// <summary>Whether a mask says which steps are passed over.</summary>
    public bool HasMask { get; init; }

    /// <summary>Of a tensor whose axes the model knows nothing of, as graphs of other frameworks have them: the axes as text, such as <c>2, N, 128</c>, empty where they are not known; null for all other shapes.</summary>
    public string? Axes { get; init; }

    /// <summary>Whether it is a tensor of its own, of any rank, which is never cut into batches.</summary>
    public bool IsTensor => Axes is not null;

    /// <param name="axes">Sizes and names with commas between; null where they are not known.</param>
    /// <param name="isIds">Whether its entries are whole numbers.</param>
    public static SignalShape Tensor(string? axes, bool isIds = false) => new(0, HasSteps: false, isIds) { Axes = axes ?? "" };

    public override string ToString() => Axes is { } axes ? axes.Length == 0 ? "tensor" : $"({axes})" : (HasSteps, IsIds) switch
    {
        (true, true) => "(N, T)",
        (false, true) => "(N)",
        (true, false) => $"(N, T, {Features})",
        (false, false) => $"(N, {Features})",
    };
}
