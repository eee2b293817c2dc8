using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>What a step between those that counted gets.</summary>
public enum Between
{
    /// <summary>The output of the last step that counted; zero before the first.</summary>
    Hold,

    /// <summary>Zero.</summary>
    Zero,
}

/// <summary>The way back from <see cref="PresentSteps{T}"/>: takes what was computed of the steps in front, and the signal with the mask, and puts every step where it was.</summary>
public sealed class PutBack<T>(Between between = Between.Hold) : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "put_back";

    private static readonly (Between Value, string Name)[] _names = [(Between.Hold, "hold"), (Between.Zero, "zero")];

    public Between Between => between;

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["between"] = Array.Find(_names, row => row.Value == between).Name });

    public static PutBack<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        string name = options.Text("between");
        if (!Array.Exists(_names, row => row.Name == name)) throw new ArgumentException($"Layer '{Kind}': option 'between' is '{name}'; known: {string.Join(", ", _names.Select(row => row.Name))}.");
        options.End();
        return new(Array.Find(_names, row => row.Name == name).Value);
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        if (inputs is not [{ HasSteps: true, IsIds: false, HasMask: false } computed, { HasMask: true } masked])
            throw new ArgumentException($"{this} takes sequences (N, T, F) and then the sequences with the mask, found {string.Join(" and ", inputs.ToArray())}.");
        return new(masked with { Features = computed.Features }, 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        if (inputs.Length != 2) throw new ArgumentException($"{this} takes 2 inputs, found {inputs.Length}.");
        Tensor<T> x = Expect.Sequences(this, inputs[0]);
        Signal<T> masked = inputs[1];
        int[][] counted = Steps.Counted(this, masked);
        if (x.Shape[0] != counted.Length || !counted.Select(steps => steps.Length).SequenceEqual(inputs[0].Lengths ?? [.. Enumerable.Repeat(x.Shape[1], x.Shape[0])]))
            throw new ArgumentException($"{this} takes as many steps as the mask lets through, {string.Join(", ", counted.Select(steps => steps.Length))}; found {x.Shape} of lengths {string.Join(", ", inputs[0].Lengths ?? [x.Shape[1]])}.");
        int count = masked.Numbers!.Shape[1];
        return masked.With(Steps.Move(x, count, counted.Select((steps, n) => between == Between.Zero ? steps.Select((step, place) => (place, step)) : Held(steps, masked.Lengths?[n] ?? count))));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} takes 2 inputs, and a step of a stream has one: it cannot step. Open a session on the whole model, which knows what to pass over.");

    /// <summary>The layer for somebody who knows which steps are passed over, and says so by <see cref="LayerStream{T}.Hold"/>; null where it has nothing to do.</summary>
    internal LayerStream<T>? OpenBetween() => between == Between.Hold ? null : new Zeroes();

    public override string ToString() => $"PutBack({Array.Find(_names, row => row.Value == between).Name})";

    private sealed class Zeroes : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output) => input.CopyTo(output);
        public override void Hold(Span<T> output) => output.Clear();
    }

    /// <summary>Every step from the first that counted on takes the last that counted.</summary>
    private static IEnumerable<(int From, int To)> Held(int[] steps, int length)
    {
        for (int place = 0; place < steps.Length; place++)
            for (int step = steps[place]; step < (place + 1 < steps.Length ? steps[place + 1] : length); step++) yield return (place, step);
    }
}
