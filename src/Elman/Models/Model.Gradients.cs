using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

public sealed partial class Model<T>
{
    /// <summary>
    /// How gradients of the mean squared error fare on their way back through time: ‖∂L/∂h_t‖ of each recurrent layer and step, with a verdict. Nothing is added to the model's own gradients.
    /// </summary>
    /// <param name="x">(N, T, features)</param>
    /// <param name="y">What the output ought to be, in its shape.</param>
    public GradientFlow Gradients(Tensor<T> x, Tensor<T> y, GradientOptions? options = null) =>
        Gradients(Single(x), Outputs.Count == 1 ? new Dictionary<string, Tensor<T>> { [Outputs[0].Name] = y } : throw new ArgumentException($"The model has {Outputs.Count} outputs ({string.Join(", ", Outputs.Select(output => output.Name))}); give their targets by name."), options);

    /// <summary>The same for several inputs, with lengths where they have them, and targets by the names of the outputs; outputs without one do not count.</summary>
    public GradientFlow Gradients(IReadOnlyDictionary<string, Signal<T>> inputs, IReadOnlyDictionary<string, Tensor<T>> targets, GradientOptions? options = null)
    {
        if (targets.Count == 0) throw new ArgumentException($"There is no target. The model has the outputs: {string.Join(", ", Outputs.Select(output => output.Name))}.");
        if (targets.Keys.FirstOrDefault(name => Outputs.All(output => output.Name != name)) is { } unknown)
            throw new ArgumentException($"The model has no output '{unknown}'. It has: {string.Join(", ", Outputs.Select(output => output.Name))}.");
        bool last = options?.LastStepOnly ?? false;
        return Gradients(inputs, outputs => Outputs.Where(output => targets.ContainsKey(output.Name)).Select(output => SquaredError.Of(output.Name, outputs[output.Name], targets[output.Name], last)).Aggregate((a, b) => a + b), options);
    }

    /// <summary>The same for an error of one's own.</summary>
    /// <param name="loss">From the outputs by name to a single number.</param>
    public GradientFlow Gradients(IReadOnlyDictionary<string, Signal<T>> inputs, Func<IReadOnlyDictionary<string, Signal<T>>, Tensor<T>> loss, GradientOptions? options = null)
    {
        options ??= new();
        FlowRecorder recorder = FlowRecorder.Of(this);
        Parameter<T>[] trained = [.. Parameters.Where(parameter => parameter.IsTrained)];
        Tensor<T> number = loss(Forward(inputs, options.Pass(recorder)));
        IReadOnlyList<Tensor<T>> gradients = number.GradientsOf([.. trained.Select(parameter => parameter.Value)]);
        (string, double)[] norms = [.. trained.Zip(gradients, (parameter, gradient) => (parameter.Name, Norm(gradient)))];
        double value = double.CreateChecked(number.Values[0]);
        LayerGradients[] layers = recorder.Finish();
        bool isFinite = double.IsFinite(value) && recorder.First is null && Array.TrueForAll(norms, norm => double.IsFinite(norm.Item2));
        return new(value, layers, norms, isFinite ? null : Trace(inputs, new() { Cancellation = options.Cancellation }).FirstNonFinite() ?? recorder.First ?? InGradient(trained, gradients));
    }

    private static double Norm(Tensor<T> gradient)
    {
        double sum = 0;
        foreach (T value in gradient.Values) sum += double.CreateChecked(value) * double.CreateChecked(value);
        return Math.Sqrt(sum);
    }

    /// <summary>Where states have finite gradients, a product with an input can still overflow.</summary>
    private NonFinite? InGradient(Parameter<T>[] trained, IReadOnlyList<Tensor<T>> gradients) => Nodes.SelectMany(node => trained.Zip(gradients)
        .Where(pair => pair.First.Name.StartsWith(node.Name + ".", StringComparison.Ordinal))
        .Select(pair => NonFiniteSearch.InParameter(node.Name, new Parameter<T>("∂L/∂" + pair.First.Name[(node.Name.Length + 1)..], pair.Second)))).FirstOrDefault(found => found is not null);
}
