using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Layers.Initializers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Models;

/// <summary>Keras 3 on TensorFlow.</summary>
/// <remarks>
/// Keras holds weights as (inputs, gates · units) and draws them so; ours are (gates · units, inputs). A draw takes one seed of the stream when its layer is constructed,
/// and so does a dropout, a layer of rate 0 aside: in a SimpleRNN before its weights, in an LSTM or GRU behind them. Bidirectional first constructs a layer that it throws away.
/// </remarks>
internal sealed class KerasProfile() : Profile("keras")
{
    public override double LayerNormEpsilon => 1e-3;
    public override RandomStream Random(long seed) => new KerasRandom(seed);
    public override LayerSpec Rnn(int hidden, Direction direction) => new(CellCatalog.Elman(), hidden, direction, BiasKind.One);
    public override LayerSpec Lstm(int hidden, Direction direction) => new(CellCatalog.Lstm(), hidden, direction, BiasKind.One);

    // reset_after has a bias of both products.
    public override LayerSpec Gru(int hidden, Direction direction) => new(CellCatalog.Gru(), hidden, direction, BiasKind.Two);

    internal override void Fill<T>(Model<T> model, RandomStream random)
    {
        if (random is not KerasRandom keras)
            throw new ArgumentException($"Keras's weights come from a {nameof(KerasRandom)}, in which each draw takes a seed; found a {random.GetType().Name}. Use {nameof(Profile)}.{nameof(Keras)}.{nameof(Random)}(seed).");
        foreach (ModelNode<T> node in model.Nodes) Fill(node.Layer, keras);
    }

    private static void Fill<T>(Layer<T> layer, KerasRandom random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (layer)
        {
            case RecurrentStack<T> stack:
                foreach (RecurrentLayer<T> one in stack.Layers) Fill(one, random);
                break;
            case Dense<T> dense:
                Draw(dense.Weight, Kernel<T>(), [0], random);
                dense.Bias?.Value.Span.Clear();
                break;
            case Embedding<T> embedding:
                new UniformInitializer<T>(0.05).Fill(embedding.Weight, random);
                break;
            case Convolution<T> convolution:
                Draw(convolution, random);
                break;
            case Dropout<T> { Rate: > 0 } or Noise<T> { Amount: > 0 }:
                random.NextSeed();
                break;
        }
    }

    private static void Fill<T>(RecurrentLayer<T> layer, KerasRandom random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DirectedCell<T>[] cells = [.. new[] { layer.Forward, layer.Backward }.OfType<DirectedCell<T>>()];
        bool simple = layer.Spec.Cell.Shape.Gates == 1;
        if (cells.Length == 2)
            for (int thrown = 0; thrown < 3; thrown++) random.NextSeed();
        foreach (DirectedCell<T> cell in cells)
        {
            if (simple) random.NextSeed();
            RecurrentParameters<T> parameters = cell.Parameters;
            int[] order = Order(cell.Cell.Spec.Gates);
            Draw(parameters.InputWeight, Kernel<T>(), order, random);
            Draw(parameters.RecurrentWeight, new OrthogonalInitializer<T>(drawnTall: true), order, random);
            parameters.InputBias?.Value.Span.Clear();
            parameters.RecurrentBias?.Value.Span.Clear();
            // unit_forget_bias
            int forget = cell.Cell.Spec.Name == "lstm" ? cell.Cell.Spec.Gates.ToList().IndexOf("forget") : -1;
            if (forget >= 0) parameters.InputBias?.Value.Span.Slice(forget * cell.Hidden, cell.Hidden).Fill(T.One);
            if (!simple) random.NextSeed();
        }
    }

    private static VarianceInitializer<T> Kernel<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(1, Fan.Average, normal: false);

    /// <summary>Draws (size, inputs, outputs) with the fans of all of it, and lays it out as (outputs, size, inputs).</summary>
    private static void Draw<T>(Convolution<T> layer, KerasRandom random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int outputs, int size, int inputs) = (layer.Weight.Shape[0], layer.Weight.Shape[1], layer.Weight.Shape[2]);
        var kernel = new Tensor<T>(new Shape(outputs, inputs, size));
        Kernel<T>().Fill(kernel, random);
        Span<T> ours = layer.Weight.Value.Span;
        for (int i = 0; i < ours.Length; i++) ours[i] = kernel.Values[(i / inputs % size * inputs + i % inputs) * outputs + i / (size * inputs)];
        layer.Bias?.Value.Span.Clear();
    }

    /// <summary>For each of Keras's gates, which of ours it is: the update gate of a GRU comes before the reset gate.</summary>
    private static int[] Order(IReadOnlyList<string> gates) => gates is ["reset", "update", "candidate"] ? [1, 0, 2] : [.. Enumerable.Range(0, gates.Count)];

    /// <summary>Draws (inputs, gates · units) and lays it out as (gates · units, inputs), gate by gate in our order.</summary>
    private static void Draw<T>(Parameter<T> weight, Initializer<T> rule, int[] order, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = weight.Shape[0], inputs = weight.Shape[1], units = outputs / order.Length;
        var kernel = new Tensor<T>(new Shape(inputs, outputs));
        rule.Fill(kernel, random);
        Span<T> ours = weight.Value.Span;
        for (int i = 0; i < inputs; i++)
            for (int j = 0; j < outputs; j++)
                ours[(order[j / units] * units + j % units) * inputs + i] = kernel.Values[i * outputs + j];
    }
}
