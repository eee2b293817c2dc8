#:project ../src/Elman/Elman.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/1-numpy.cs
// Repeats the first notebook: a recurrent network in NumPy, of any number of layers, each of its own size and activation, in float64.
// After np.random.seed(0) it is made and run on one step and on five, by hand and by layers of the library; then come networks whose
// weights, inputs and outputs are NumPy's, from samples/data. The stream is NumPy's, so that every number is the one NumPy draws.
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

var random = new NumPyRandom(0);
int[] units = [10, 20];
var network = new Network([Activation.Tanh, Activation.Tanh], [Randn(50, 10), Randn(10, 20)], [Randn(10, 10), Randn(20, 20)], [Randn(1, 10), Randn(1, 20)]);
Console.WriteLine($"({string.Join(", ", units)})");
foreach (Tensor<double> state in network.Zeros(1)) Console.WriteLine(Text(state));
Console.WriteLine($"{network.Weights.Length} {network.StateWeights.Length} {network.Biases.Length}");
Console.WriteLine(string.Join(' ', units.Index().SelectMany(layer => new[] { network.Weights, network.StateWeights, network.Biases }.Select(list => list[layer.Index].Shape.ToText(TensorStyle.NumPy)))));

// The notebook prints (1, 50, 10) as the output of its first layer for one step, with the 50 features of the input where the steps belong,
// and (2, 3), which is left of a run before. One row of units for each of N sequences and T steps is (N, T, H), and so it is here.
foreach ((string call, Tensor<double> x) in ((string, Tensor<double>)[])[("randn(1, 50)", Randn(1, 50).Unsqueeze(2)), ("randn(1, 50, 5)", Randn(1, 50, 5))])
{
    Tensor<double>[] hand = network.ByHand(x);
    Console.WriteLine($"{call}: outputs {hand[0].Shape} {hand[1].Shape}; by layer the same: {network.ByLayer(x).AllClose(hand[1])}");
}

// The notebook's last cell: an array of draws, and its product with zeros, whose signs remain.
random = new NumPyRandom(0);
_ = Randn(2, 2);
Tensor<double> drawn = Randn(2, 2);
Console.WriteLine($"{Text(drawn)}\n{Text(drawn * 0)}");

foreach ((string name, string[] functions) in ((string, string[])[])
    [("notebook1_one_step", ["tanh", "tanh"]), ("notebook1_five_steps", ["tanh", "tanh"]), ("mixed_activations", ["relu", "sigmoid", "tanh"]), ("odd_activations", ["elu", "softplus", "softsign", "identity"])])
{
    ArrayFile golden = ArrayFile.Load($"samples/data/{name}.npz");
    Tensor<double>[] Of(string array) => [.. Enumerable.Range(0, functions.Length).Select(i => golden[$"{array}.{i}"].As<double>())];
    network = new Network([.. functions.Select(Activation.Parse)], Of("weight"), Of("h_weight"), Of("bias"));
    Tensor<double> x = golden["X"].As<double>(), a = Of("a")[^1];
    Console.WriteLine($"{name,-20} {x.Shape} -> {a.Shape}: allclose by hand {network.ByHand(x)[^1].AllClose(a)}, by layer {network.ByLayer(x).AllClose(a)}");
}

Tensor<double> Randn(params ReadOnlySpan<int> dimensions)
{
    var drawn = new Tensor<double>(new Shape(dimensions));
    random.Normal(drawn.Span, mean: 0, deviation: 1);
    return drawn;
}

static string Text(Tensor<double> tensor) => tensor.ToText(TensorStyle.NumPy);

/// <summary>The notebook's network: for each layer an activation, weights (inputs, units) and (units, units), and one joint bias (1, units).</summary>
internal sealed record Network(Activation[] Functions, Tensor<double>[] Weights, Tensor<double>[] StateWeights, Tensor<double>[] Biases)
{
    public Tensor<double>[] Zeros(int sequences) => [.. Biases.Select(bias => new Tensor<double>(new Shape(sequences, bias.Shape[1])))];

    /// <summary>a' = f(v·W + a·U + b), v being the layer below. X is (N, features, T); each layer's result is (N, T, units).</summary>
    public Tensor<double>[] ByHand(Tensor<double> x)
    {
        Tensor<double>[] a = Zeros(x.Shape[0]);
        List<Tensor<double>>[] steps = [.. a.Select(_ => new List<Tensor<double>>())];
        for (int t = 0; t < x.Shape[2]; t++)
        {
            Tensor<double> v = x.Slice(.., .., t);
            for (int i = 0; i < a.Length; i++) steps[i].Add(v = a[i] = (v.MatMul(Weights[i]) + a[i].MatMul(StateWeights[i]) + Biases[i]).Activate(Functions[i]));
        }
        return [.. steps.Select(layer => Ops.Stack([.. layer], axis: 1))];
    }

    /// <summary>The same by layers of the library, whose weights are (units, inputs), and whose output has the layout of the input.</summary>
    public Tensor<double> ByLayer(Tensor<double> x)
    {
        var stack = new RecurrentStack<double>(x.Shape[1], [.. Functions.Zip(Biases, (function, bias) => new LayerSpec(CellCatalog.Elman(function), bias.Shape[1], Bias: BiasKind.One))]);
        foreach ((int i, RecurrentLayer<double> layer) in stack.Layers.Index())
        {
            RecurrentParameters<double> ours = layer.Forward!.Parameters;
            Weights[i].Transpose().Values.CopyTo(ours.InputWeight.Value.Span);
            StateWeights[i].Transpose().Values.CopyTo(ours.RecurrentWeight.Value.Span);
            Biases[i].Values.CopyTo(ours.InputBias!.Value.Span);
        }
        return stack.Run(x, Layout.FeaturesFirst).Output.Transpose();
    }
}
