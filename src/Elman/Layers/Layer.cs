using System.Numerics;
using Elman.Autograd;

namespace Elman.Layers;

/// <summary>What one node of a model computes: a function of signals, with parameters.</summary>
/// <remarks>A layer may be used by many threads at once as long as nobody changes its parameters meanwhile.</remarks>
public abstract class Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the layer is, in full: enough to build it again with fresh parameters.</summary>
    public abstract LayerDescription Description { get; }

    /// <summary>The parameters in the order in which they are initialised and saved.</summary>
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The shape of the result, or an error that says what was expected and found.</summary>
    public abstract LayerPlan Plan(ReadOnlySpan<SignalShape> inputs);

    /// <summary>Computes the result; differentiable with respect to numbers and parameters.</summary>
    public abstract Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass);

    /// <summary>The layer one step at a time with its state carried, or a refusal by name where a step needs the future.</summary>
    public abstract LayerStream<T> OpenStream();
}

/// <summary>The result of planning a layer.</summary>
/// <param name="Output">The shape that comes out.</param>
/// <param name="MultiplyAdds">
/// Multiply-adds of matrix products for one step of the result of one sequence (for one sequence where there is no time). The scores of an attention, which grow with the square of
/// the steps, are not among them.
/// </param>
public readonly record struct LayerPlan(SignalShape Output, long MultiplyAdds);

/// <summary>How a layer is to compute in this call.</summary>
public sealed record Pass
{
    public static readonly Pass Inference = new();

    /// <summary>Whether dropout drops.</summary>
    public bool Training { get; init; }

    /// <summary>The stream that dropout draws from; needed when <see cref="Training"/> a layer that draws.</summary>
    public Numerics.RandomStream? Random { get; init; }

    /// <summary>Where a long sequence is computed in parts: what layers with a memory go on from, and leave for the next part. Null where each call stands alone.</summary>
    public CarriedStates? Carried { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// Bytes that each recurrent layer may hold for its backward pass; without limit where null. What does not fit is computed again, a segment of steps at a time, so gradients keep
    /// their bits and cost one more forward pass. Inputs and outputs of layers are not counted, nor the random numbers of dropout, which are drawn once.
    /// </summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Told the gradients of states when Backward comes through; null where nobody looks.</summary>
    internal GradientWatch? Watch { get; init; }
}

/// <summary>One layer of one session: steps without allocating, and its state as a value.</summary>
public abstract class LayerStream<T> where T : unmanaged
{
    /// <summary>Numbers of state; 0 for a layer without memory.</summary>
    public virtual int StateSize => 0;

    /// <summary>One step: the numbers of one moment in, those of the same moment out.</summary>
    public abstract void Step(ReadOnlySpan<T> input, Span<T> output);

    /// <summary>One step of a layer that looks up an id; others refuse.</summary>
    public virtual void Step(int id, Span<T> output) => throw new NotSupportedException($"{GetType().Name} steps numbers, not ids.");

    /// <summary>
    /// One step of many streams of the same layer, each with the bits of its own <see cref="Step(ReadOnlySpan{T}, Span{T})"/>. Where that pays they share one product,
    /// in memory that the stream which is called keeps; so whoever steps many calls a stream that is his own.
    /// </summary>
    /// <param name="streams">At least one, none of them twice; the stream that is called need not be among them.</param>
    /// <param name="input">(streams, inputs)</param>
    /// <param name="output">(streams, outputs)</param>
    public virtual void StepMany(ReadOnlySpan<LayerStream<T>> streams, ReadOnlySpan<T> input, Span<T> output)
    {
        int inputs = input.Length / streams.Length, outputs = output.Length / streams.Length;
        for (int i = 0; i < streams.Length; i++) streams[i].Step(input.Slice(i * inputs, inputs), output.Slice(i * outputs, outputs));
    }

    /// <summary>Whether the step just made is one that what goes along time passes over.</summary>
    public virtual bool IsMasked => false;

    /// <summary>Whether from here on every step counts, whatever masks said before.</summary>
    public virtual bool EndsMask => false;

    /// <summary>A step that is passed over: the state stays, and the output is that of the step before; zero before the first.</summary>
    public virtual void Hold(Span<T> output) => throw new NotSupportedException($"{GetType().Name} passes over no steps.");

    /// <summary>Goes back to the state before the first step.</summary>
    public virtual void Start() => Restore(new T[StateSize]);

    public virtual void Save(Span<T> state) { }
    public virtual void Restore(ReadOnlySpan<T> state) { }
}
