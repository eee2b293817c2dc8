using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>ONNX files of operators, of PyTorch's two exporters and of tf2onnx: what ONNX Runtime gives for each input by name.</summary>
internal static class OnnxGolden
{
    private const string In = "in.", Out = "out.", Torch = "torch.", Keras = "keras";

    public static void Run(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        Assert.NotEmpty(golden.Files);
        foreach (string file in golden.Files) Check(golden.PathOf(file), arrays);
    }

    private static void Check(string path, ArrayFile arrays)
    {
        Model<float> model = Model.Load<float>(path);
        Dictionary<string, Signal<float>> inputs = model.Inputs.ToDictionary(
            input => input.Name, input => input.Shape.IsIds ? new Signal<float>(arrays[In + input.Name].As<int>()) : new Signal<float>(arrays[In + input.Name].As<float>()), StringComparer.Ordinal);
        Prediction<float> found = model.Predict(inputs);
        Tensor<float>[] results = [.. model.Outputs.Select(output => found[output.Name])];
        int compared = 0;
        foreach (NamedArray array in arrays)
        {
            string name = array.Name;
            Tensor<float>? result = name == Keras ? results[0]
                : name.StartsWith(Torch, StringComparison.Ordinal) ? results[Place(name, Torch)]
                : !name.StartsWith(Out, StringComparison.Ordinal) ? null
                : model.Outputs.Any(output => output.Name == name[Out.Length..]) ? found[name[Out.Length..]] : results[Place(name, Out)];
            if (result is null) continue;
            Assert.Equal(array.Shape, result.Shape);
            Tolerance.Near(array.As<float>().Values, result.Values, $"{Path.GetFileName(path)}, {name}");
            compared++;
        }
        Assert.True(compared >= model.Outputs.Count, $"{path}: {compared} arrays were compared, and the model has {model.Outputs.Count} outputs.");
    }

    /// <summary>Outputs that have no name in the arrays are numbered.</summary>
    private static int Place(string name, string prefix) => int.Parse(name[prefix.Length..], System.Globalization.CultureInfo.InvariantCulture);
}
