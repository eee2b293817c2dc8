using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The cases of <c>keras</c> and <c>keras2</c>: models out of their <c>.keras</c>.</summary>
internal static class KerasGolden
{
    public static void Run(GoldenCase golden)
    {
        string? file = golden.Files.FirstOrDefault(name => name.EndsWith(".keras", StringComparison.Ordinal)) ?? golden.Files.FirstOrDefault(name => name.EndsWith(".h5", StringComparison.Ordinal));
        if (golden.Config.ContainsKey("expect")) Refuse(golden, file!);
        else if (golden.Name == "initial_weights") StreamGolden.Keras(golden);
        else if (file is null && golden.Name.StartsWith("train_", StringComparison.Ordinal)) TrainingGolden.Keras(golden);
        else if (file is null) Assert.Skip($"the case '{golden.Name}'");
        else if (golden.Load().Contains("x1")) Carried(golden, Model.Load<float>(golden.PathOf(file)));
        else Outputs(golden.Load(), Model.Load<float>(golden.PathOf(file)));
    }

    /// <summary>The model with its weights from a file of their own, as a user would save them.</summary>
    public static Model<float> Load(GoldenCase golden, string file) =>
        Load(golden, file, golden.Load().Where(array => array.Name.StartsWith("weight.", StringComparison.Ordinal)));

    /// <summary>The same with other numbers in the place of the weights.</summary>
    public static Model<float> Load(GoldenCase golden, string file, IEnumerable<NamedArray> arrays)
    {
        string weights = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        new ArrayFile(arrays).Save(weights);
        try
        {
            return Model.Load<float>(golden.PathOf(file), new LoadOptions { Weights = weights });
        }
        finally
        {
            File.Delete(weights);
        }
    }

    private static void Outputs(ArrayFile arrays, Model<float> model)
    {
        Dictionary<string, Signal<float>> inputs = [];
        for (int i = 0; i < model.Inputs.Count; i++)
            inputs[model.Inputs[i].Name] = model.Inputs[i].Shape.IsIds ? arrays[$"x.{i}"].As<int>() : arrays[$"x.{i}"].As<float>();
        Prediction<float> prediction = model.Predict(inputs);
        for (int i = 0; i < model.Outputs.Count; i++)
        {
            Tensor<float> expected = arrays[$"y.{i}"].As<float>(), found = prediction[model.Outputs[i].Name];
            Assert.Equal(expected.Shape, found.Shape);
            Tolerance.Near(expected.Values, found.Values, $"y.{i}");
        }
        Explanation explanation = model.Explain(inputs);
        Assert.True(explanation.Holds, explanation.ToString());
    }

    /// <summary>What Keras's stateful layer carries from call to call, a session carries from step to step.</summary>
    private static void Carried(GoldenCase golden, Model<float> model)
    {
        ArrayFile arrays = golden.Load();
        int sequences = arrays["x1"].Shape[0];
        Session<float>[] sessions = [.. Enumerable.Range(0, sequences).Select(_ => model.OpenSession())];
        foreach (string call in new[] { "1", "2" })
        {
            Tensor<float> x = arrays["x" + call].As<float>(), y = arrays["y" + call].As<float>();
            for (int n = 0; n < sequences; n++)
                for (int t = 0; t < x.Shape[1]; t++)
                {
                    var found = new float[y.Shape[2]];
                    sessions[n].Step(x.Values.Slice((n * x.Shape[1] + t) * x.Shape[2], x.Shape[2]), found);
                    Tolerance.Near(y.Values.Slice((n * y.Shape[1] + t) * y.Shape[2], y.Shape[2]), found, $"y{call}, sequence {n}, step {t}");
                }
        }
        foreach (Session<float> session in sessions) session.Dispose();
    }

    private static void Refuse(GoldenCase golden, string file)
    {
        BadFileException error = Assert.Throws<BadFileException>(() => Model.Load<float>(golden.PathOf(file)));
        Assert.Contains("Lambda", error.Message, StringComparison.Ordinal);
        Assert.Contains(golden.PathOf(file), error.Message, StringComparison.Ordinal);
    }
}
