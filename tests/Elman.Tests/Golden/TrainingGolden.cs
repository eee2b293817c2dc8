using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Formats;
using Elman.Formats.Containers;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Golden;

/// <summary>The cases <c>train_*</c> of <c>pytorch</c> and <c>keras</c>: from the given weights with the whole batch in every step, the same losses and the same weights at the end.</summary>
internal static class TrainingGolden
{
    private const double CurveBound = 1e-5, WeightBound = 1e-4;

    public static void Torch(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        int comparable = golden.Number("comparable_steps");
        Torch<float>(golden, arrays, "curve", comparable, WeightBound);
        Torch<double>(golden, arrays, "curve_double", golden.Number("steps"), double.PositiveInfinity);
    }

    private static void Torch<T>(GoldenCase golden, ArrayFile arrays, string curve, int comparable, double weightBound) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Load("start"), end = Load("end");
        JsonObject settings = golden.Config["optimizer"]!.DeepClone().AsObject();
        double? clip = (double?)golden.Config["clip_norm"];
        var norms = new List<double>();
        double[] losses = Run(model, arrays, golden, OptimizerOf<T>(settings, OptimizerProfile.PyTorch), arrays[curve].Shape.Count, parameters =>
        {
            if (clip is double limit) norms.Add(GradientClip.ByNorm(parameters, limit));
        });
        Compare(golden, arrays[curve], losses, comparable);
        if (clip is not null && typeof(T) == typeof(float)) Compare(golden, arrays["norms"], [.. norms], comparable);
        if (comparable == losses.Length && double.IsFinite(weightBound)) CompareWeights(end, model, weightBound);

        Model<T> Load(string prefix)
        {
            IEnumerable<NamedArray> weights = arrays.Where(array => array.Name.StartsWith(prefix + ".", StringComparison.Ordinal)).Select(array => array.Renamed(array.Name[(prefix.Length + 1)..]));
            bool relu = golden.Config.ContainsKey("nonlinearity") && golden.Text("nonlinearity") == "relu";
            return ModelFile.Read<T>(new ArrayFile(weights), new LoadOptions { Activation = relu ? Activation.Relu : null });
        }
    }

    public static void Keras(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        Model<float> model = Load("start"), end = Load("end");
        JsonObject settings = golden.Config.DeepClone().AsObject();
        foreach (string other in new[] { "loss", "layer", "comparable_steps" }) settings.Remove(other);
        settings["name"] = settings["optimizer"]!.DeepClone();
        settings.Remove("optimizer");
        double? clip = (double?)settings["global_clipnorm"];
        settings.Remove("global_clipnorm");
        double[] losses = Run(model, arrays, golden, OptimizerOf<float>(settings, OptimizerProfile.Keras), arrays["curve"].Shape.Count, parameters =>
        {
            if (clip is double limit) GradientClip.ByNorm(parameters, limit, OptimizerProfile.Keras);
        });
        Compare(golden, arrays["curve"], losses, golden.Number("comparable_steps"));
        if (golden.Number("comparable_steps") == losses.Length) CompareWeights(end, model, WeightBound);

        Model<float> Load(string prefix)
        {
            NamedArray[] weights = [.. arrays.Where(array => array.Name.StartsWith(prefix + ".", StringComparison.Ordinal)).Select(array => array.Renamed("weight" + array.Name[prefix.Length..]))];
            JsonObject layer = new() { ["name"] = "rnn", ["units"] = weights[1].Shape[0] }, head = new() { ["name"] = "fc", ["units"] = weights[^1].Shape[0] };
            if (golden.Text("layer") == "GRU") layer["reset_after"] = weights[2].Shape.Rank == 2;
            JsonObject input = new() { ["name"] = "x", ["batch_shape"] = new JsonArray(null, arrays["x"].Shape[1], arrays["x"].Shape[2]), ["dtype"] = "float32" };
            var layers = new JsonArray(Node("InputLayer", input), Node(golden.Text("layer"), layer), Node("Dense", head));
            return ModelFile.Read<float>(new ArrayFile(weights)
            {
                Metadata =
                {
                    [KerasArchive.ConfigKey] = Node("Sequential", new JsonObject { ["name"] = "train", ["layers"] = layers }).ToJsonString(),
                    [KerasArchive.MetadataKey] = $"{{\"keras_version\": \"3.15.1\"}}",
                },
            });
        }

        static JsonObject Node(string name, JsonObject config) => new() { ["module"] = "keras.layers", ["class_name"] = name, ["config"] = config };
    }

    /// <summary>The framework's names for settings in ours.</summary>
    private static Optimizer<T> OptimizerOf<T>(JsonObject settings, OptimizerProfile profile) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var ours = new JsonObject { ["profile"] = profile.ToString() };
        foreach ((string name, JsonNode? value) in settings)
            if (name != "name") ours[name == "lr" ? "learning_rate" : name] = value!.DeepClone();
        return Optimizer.Named<T>((string)settings["name"]!, ours);
    }

    private static double[] Run<T>(Model<T> model, ArrayFile arrays, GoldenCase golden, Optimizer<T> optimizer, int steps, Action<IReadOnlyList<Parameter<T>>> beforeStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = arrays["x"].As<T>();
        bool classes = golden.Text("loss") == "ce";
        LossTarget<T> y = classes ? arrays["y"].As<int>() : arrays["y"].As<T>();
        Loss loss = classes ? Loss.CrossEntropy : Loss.MeanSquaredError;
        var losses = new double[steps];
        for (int k = 0; k < steps; k++)
        {
            Optimizer<T>.ClearGradients(model.Parameters);
            Tensor<T> l = loss.Of(model.Forward(x, new Pass { Training = true }).Numbers!, y);
            l.Backward();
            beforeStep(model.Parameters);
            optimizer.Step(model.Parameters);
            losses[k] = double.CreateChecked(l.Values[0]);
        }
        return losses;
    }

    private static void Compare(GoldenCase golden, NamedArray expected, double[] found, int steps)
    {
        double[] curve = [.. expected.As<double>().Values];
        for (int k = 0; k < steps; k++)
            Assert.True(Math.Abs(found[k] - curve[k]) <= CurveBound * Math.Abs(curve[k]), FormattableString.Invariant($"{golden}, {expected.Name}, step {k} of {steps}: {found[k]:R}, expected {curve[k]:R}"));
    }

    private static void CompareWeights<T>(Model<T> expected, Model<T> found, double bound) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Parameter<T> parameter in expected.Parameters)
        {
            ReadOnlySpan<T> e = parameter.Value.Values, f = found.Parameter(parameter.Name).Value.Values;
            double largest = 0;
            foreach (T value in e) largest = Math.Max(largest, Math.Abs(double.CreateChecked(value)));
            for (int i = 0; i < e.Length; i++)
                Assert.True(Math.Abs(double.CreateChecked(f[i] - e[i])) <= bound * largest, FormattableString.Invariant($"{parameter.Name}, entry {i}: {f[i]}, expected {e[i]} ± {bound * largest:R}"));
        }
    }
}
