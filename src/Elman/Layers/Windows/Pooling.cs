using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The largest or the mean of each feature over the steps that each window sees: (N, T, F) gives a step for each window. Padding is never the largest.</summary>
public sealed class Pooling<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Max = "max_pooling", Average = "average_pooling";

    private readonly string _kind;

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="windows">How they lie; a stride of their size is what the frameworks take where nothing is said.</param>
    /// <param name="countsPadding">Whether a mean is divided by the size of the window even where padding is in it: PyTorch's <c>count_include_pad</c>. Keras divides by the steps that are there.</param>
    public Pooling(string kind, Windows windows, bool countsPadding = false)
    {
        _kind = Kinds.Contains(kind) ? kind : throw new ArgumentException($"There is no pooling named '{kind}'. Known: {string.Join(", ", Kinds)}.");
        if (countsPadding && kind == Max) throw new ArgumentException("Only a mean counts its padding; max_pooling has no count.");
        (Windows, CountsPadding) = (windows, countsPadding);
    }

    /// <summary>The names of the layer's kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Max, Average];

    public Windows Windows { get; }
    public bool CountsPadding { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description
    {
        get
        {
            JsonObject options = WindowOptions.Write([], Windows);
            if (_kind == Average) options["counts_padding"] = CountsPadding;
            return new(_kind, options);
        }
    }

    public static Pooling<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Pooling<T>(description.Kind, WindowOptions.Read(options), description.Kind == Average && options.Flag("counts_padding", false));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Steps(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input);
        var windows = new WindowRows(Windows, x.Shape[0], x.Shape[1], input.Lengths);
        int[][] seen = [.. Enumerable.Range(0, windows.Count).Select(window => Enumerable.Range(0, Windows.Size).Select(tap => windows.From(window, tap)).Where(row => row >= 0).ToArray())];
        Tensor<T> rows = x.Reshape(x.Shape[0] * x.Shape[1], x.Shape[2]);
        Tensor<T> pooled = _kind == Max ? Ops.MaxOfRows(rows, seen) : Ops.MeanOfRows(rows, seen, [.. seen.Select(some => CountsPadding ? Windows.Size : some.Length)]);
        int count = x.Shape[0] * windows.Steps;
        return new((windows.IsFull ? pooled : Present.Spread(pooled, Tensor.From(windows.To), count)).Reshape(x.Shape[0], windows.Steps, x.Shape[2]), windows.Lengths);
    }

    public override LayerStream<T> OpenStream() => throw WindowOptions.CannotStep(this, Windows);

    public override string ToString() => $"{(_kind == Max ? "MaxPooling" : "AveragePooling")}({WindowOptions.Shown(Windows)}{(CountsPadding ? ", padding counted" : "")})";
}
