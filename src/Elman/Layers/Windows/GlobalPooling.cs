using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The largest or the mean of each feature over the steps that are there and that a mask does not pass over: (N, T, F) gives (N, F). No steps give zeros.</summary>
public sealed class GlobalPooling<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Max = "global_max_pooling", Average = "global_average_pooling";

    private readonly string _kind;

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public GlobalPooling(string kind) => _kind = Kinds.Contains(kind) ? kind : throw new ArgumentException($"There is no pooling named '{kind}'. Known: {string.Join(", ", Kinds)}.");

    /// <summary>The names of the layer's kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Max, Average];

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(_kind, []);

    public static GlobalPooling<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new(description.Kind);
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        return input.HasSteps ? new(new SignalShape(input.Features, HasSteps: false), 0) : throw new ArgumentException($"{this} takes sequences (N, T, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        if (input.Lengths is not null) Present.Check(this, x.Shape, input.Lengths);
        int t = x.Shape[1];
        IEnumerable<int[]> counted = input.Mask is null ? Steps.There(x.Shape, input.Lengths) : Steps.Counted(this, input);
        int[][] seen = [.. counted.Select((steps, n) => steps.Select(step => n * t + step).ToArray())];
        Tensor<T> rows = x.Reshape(x.Shape[0] * t, x.Shape[2]);
        return new(_kind == Max ? Ops.MaxOfRows(rows, seen) : Ops.MeanOfRows(rows, seen, [.. seen.Select(some => some.Length)]));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} waits for the end of a sequence, and a stream has none: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => _kind == Max ? "GlobalMaxPooling" : "GlobalAveragePooling";
}
