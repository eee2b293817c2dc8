#:project ../src/Elman/Elman.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/1-numpy.cs
// Repeats the first notebook: a recurrent network in NumPy, of any number of layers, each of its own size and activation, in float64.
// Weights, inputs and expected outputs are NumPy's, from samples/data.
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

foreach ((string name, string[] functions) in ((string, string[])[])
    [("notebook1_one_step", ["tanh", "tanh"]), ("notebook1_five_steps", ["tanh", "tanh"]), ("mixed_activations", ["relu", "sigmoid", "tanh"]), ("odd_activations", ["elu", "softplus", "softsign", "identity"])])
{
    ArrayFile golden = ArrayFile.Load($"samples/data/{name}.npz");
    Tensor<double>[] Of(string array) => [.. Enumerable.Range(0, functions.Length).Select(i => golden[$"{array}.{i}"].As<double>())];
    var network = new Network([.. functions.Select(Activation.Parse)], Of("weight"), Of("h_weight"), Of("bias"));
    Tensor<double> x = golden["X"].As<double>(), hand = network.ByHand(x)[^1], layer = network.Layers().Run(x, Layout.FeaturesFirst).Output.Transpose();
    Console.WriteLine($"{name,-20} {x.Shape} -> {layer.Shape}: by hand {hand.AllClose(Of("a")[^1])}, by layer {layer.AllClose(Of("a")[^1])}");
}

/// <summary>The notebook's network: for each layer an activation, weights (inputs, units) and (units, units), and one joint bias (1, units).</summary>
internal sealed record Network(Activation[] Functions, Tensor<double>[] Weights, Tensor<double>[] StateWeights, Tensor<double>[] Biases)
{
    /// <summary>a' = f(v·W + a·U + b), v being the layer below. X is (N, features, T); each layer's result is (N, T, units).</summary>
    public Tensor<double>[] ByHand(Tensor<double> x)
    {
        Tensor<double>[] a = [.. Biases.Select(bias => new Tensor<double>(new Shape(x.Shape[0], bias.Shape[1])))];
        List<Tensor<double>>[] steps = [.. a.Select(_ => new List<Tensor<double>>())];
        for (int t = 0; t < x.Shape[2]; t++)
        {
            Tensor<double> v = x.Slice(.., .., t);
            for (int i = 0; i < a.Length; i++) steps[i].Add(v = a[i] = (v.MatMul(Weights[i]) + a[i].MatMul(StateWeights[i]) + Biases[i]).Activate(Functions[i]));
        }
        return [.. steps.Select(layer => Ops.Stack([.. layer], axis: 1))];
    }

    /// <summary>The same as layers of the library, whose weights are (units, inputs).</summary>
    public RecurrentStack<double> Layers()
    {
        var stack = new RecurrentStack<double>(Weights[0].Shape[0], [.. Functions.Zip(Biases, (function, bias) => new LayerSpec(CellCatalog.Elman(function), bias.Shape[1], Bias: BiasKind.One))]);
        foreach ((int i, RecurrentLayer<double> layer) in stack.Layers.Index())
        {
            Weights[i].Transpose().Values.CopyTo(layer.Forward!.Parameters.InputWeight.Value.Span);
            StateWeights[i].Transpose().Values.CopyTo(layer.Forward!.Parameters.RecurrentWeight.Value.Span);
            Biases[i].Values.CopyTo(layer.Forward!.Parameters.InputBias!.Value.Span);
        }
        return stack;
    }
}
