using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>
/// The cases of <c>layers</c>: one layer of Keras each, its outputs and its gradients. A bias of keys moves all scores of a query alike, which changes no weight: its true
/// gradient is zero, and what is found on either side is rounding.
/// </summary>
internal static class LayersGolden
{
    public static void Run(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        Model<float> model = KerasGolden.Load(golden, golden.Files[0]);
        Dictionary<string, Signal<float>> inputs = [];
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            NamedArray x = arrays[$"x.{i}"];
            inputs[model.Inputs[i].Name] = model.Inputs[i].Shape.IsIds ? x.As<int>() : new Tensor<float>(x.Shape, x.As<float>().Values.ToArray()) { RequiresGradient = true };
        }

        Tensor<float> y = model.Forward(inputs, Pass.Inference)[model.Outputs[0].Name].Numbers!;
        Tolerance.Near(arrays["y"].As<float>().Values, y.Values, "y");
        y.Backward(arrays["dy"].As<float>());
        for (int i = 0; i < model.Inputs.Count; i++)
            if (arrays.Contains($"grad.x.{i}")) Tolerance.NearGradient(arrays[$"grad.x.{i}"].As<float>().Values, GradientOf(inputs[model.Inputs[i].Name].Numbers!), $"grad.x.{i}");
        Model<float> gradients = KerasGolden.Load(golden, golden.Files[0], WithGradients(golden, arrays));
        foreach (Parameter<float> parameter in model.Parameters.Where(parameter => parameter.Name.EndsWith(".key_bias", StringComparison.Ordinal)))
            Assert.All(GradientOf(parameter.Value).ToArray().Concat(gradients.Parameter(parameter.Name).Value.Values.ToArray()), value => Assert.InRange(value, -1e-5, 1e-5));
        foreach (Parameter<float> parameter in model.Parameters.Where(parameter => parameter.IsTrained && !parameter.Name.EndsWith(".key_bias", StringComparison.Ordinal)))
            Tolerance.NearGradient(gradients.Parameter(parameter.Name).Value.Values, GradientOf(parameter.Value), parameter.Name);

        Explanation explanation = model.Explain(inputs);
        Assert.True(explanation.Holds, explanation.ToString());
    }

    private static ReadOnlySpan<float> GradientOf(Tensor<float> tensor) => tensor.Gradient is null ? new float[tensor.Shape.Count] : tensor.Gradient.Values;

    /// <summary>The gradients in the place of the weights, so that they come to our parameters as the weights do; of moving numbers, which have none, the numbers.</summary>
    private static IEnumerable<NamedArray> WithGradients(GoldenCase golden, ArrayFile arrays)
    {
        foreach ((int index, System.Text.Json.Nodes.JsonNode? path) in golden.Config["weights"]!.AsArray().Index())
        {
            NamedArray gradient = arrays.Contains($"grad.{path}") ? arrays[$"grad.{path}"] : arrays[$"weight.{index}"];
            yield return new($"weight.{index}", gradient.Type, gradient.Shape, gradient.Bytes.ToArray());
        }
    }
}
