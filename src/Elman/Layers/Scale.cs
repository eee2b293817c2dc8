using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// Each feature brought to a common size, y = (x − c)/w, or back to its own, y = x∘w + c. It stands at the border of a model that was trained on scaled numbers, so that it takes and gives unscaled ones.
/// c is <c>center</c>, zero at first; w is <c>width</c>, one at first. Neither is trained.
/// </summary>
public sealed class Scale<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = (x − c)/w.</summary>
    public const string Down = "scale";

    /// <summary>y = x∘w + c.</summary>
    public const string Up = "unscale";

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="features">The length of a row.</param>
    public Scale(string kind, int features)
    {
        if (!Kinds.Contains(kind)) throw new ArgumentException($"There is no scaling named '{kind}'. Known: {string.Join(", ", Kinds)}.");
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"Scale has at least 1 feature, found {features}.");
        (Kind, Features) = (kind, features);
        (Center, Width) = (Parameter<T>.Kept("center", new Shape(features)), Parameter<T>.Kept("width", new Shape(features)));
        Width.Value.Span.Fill(T.One);
    }

    /// <summary>Both ways, which are the names of the layer's kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Down, Up];

    public string Kind { get; }
    public int Features { get; }
    public Parameter<T> Center { get; }
    public Parameter<T> Width { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [Center, Width];

    public override LayerDescription Description => new(Kind, new JsonObject { ["features"] = Features });

    public static Scale<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Scale<T>(description.Kind, options.Size("features"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs), Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features);
        return input.With(Present.Apply(this, x, input.Lengths, rows => Kind == Down ? (rows - Center.Value) / Width.Value : rows * Width.Value + Center.Value));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"{(Kind == Down ? "Scale" : "Unscale")}({Features})";

    private sealed class Stream(Scale<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Features), (output.Length, layer.Features));
            ReadOnlySpan<T> center = layer.Center.Value.Values, width = layer.Width.Value.Values;
            if (layer.Kind == Down)
                for (int i = 0; i < output.Length; i++) output[i] = (input[i] - center[i]) / width[i];
            else
                for (int i = 0; i < output.Length; i++) output[i] = input[i] * width[i] + center[i];
        }
    }
}
