using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Golden;

/// <summary>How good the network of a task is on its test part, by the task's own measure.</summary>
internal static class TaskScore
{
    public static double Of(TaskData<float> data)
    {
        using IDisposable scope = NoGradient.Scope();
        ArrayFile a = data.Arrays;
        NamedArray y = a["y_test"];
        if (data.Net.Has("encoder")) return Translation(data, y);
        Tensor<float> p = data.Test();
        if (a.Contains("truth_test")) return Forecast(data, p.Slice(.., ^1, 0));
        if (a.Contains("legal_test")) return Legal(p, a["legal_test"].As<int>(), y.As<int>());

        string measure = data.Golden.Text("metric");
        Metric metric = measure switch
        {
            "bits a character" => new BitsPerCharacter(),
            "mean squared error" => new MeanSquaredError(),
            "root mean squared error" => new RootMeanSquaredError(),
            _ when measure.StartsWith("accuracy", StringComparison.Ordinal) => new Accuracy { IgnoreId = -1 },
            _ => throw new InvalidDataException($"{data.Golden}: metric '{measure}'"),
        };
        Tensor<float> compared = y.Shape.Rank > 1 ? p : p.Slice(.., ^1);
        if (y.Type == ElementType.Float32) metric.Add(compared, y.As<float>());
        else metric.Add(compared, y.As<int>());
        return metric.Result;
    }

    /// <summary>Root mean squared error in the unit of the series.</summary>
    private static double Forecast(TaskData<float> data, Tensor<float> p)
    {
        double std = (double)data.Golden.Config["std"]!;
        ReadOnlySpan<double> truth = data.Arrays["truth_test"].As<double>().Values, zero = data.Arrays["zero_test"].As<double>().Values;
        double sum = 0;
        for (int i = 0; i < truth.Length; i++) sum += Math.Pow(zero[i] + std * p.Values[i] - truth[i], 2);
        return Math.Sqrt(sum / truth.Length);
    }

    /// <summary>The share of the valid steps at which the k best symbols are exactly the k legal ones.</summary>
    private static double Legal(Tensor<float> p, Tensor<int> legal, Tensor<int> y)
    {
        int symbols = p.Shape[2], valid = 0, right = 0;
        for (int i = 0; i < y.Shape.Count; i++)
        {
            if (y.Values[i] < 0) continue;
            valid++;
            float[] scores = [.. p.Values.Slice(i * symbols, symbols)];
            int best = Enumerable.Range(0, symbols).OrderByDescending(symbol => scores[symbol]).Take(int.PopCount(legal.Values[i])).Sum(symbol => 1 << symbol);
            if (best == legal.Values[i]) right++;
        }
        return right / (double)valid;
    }

    /// <summary>The share of strings without a fault, end symbol included.</summary>
    private static double Translation(TaskData<float> data, NamedArray y)
    {
        Tensor<int> truth = y.As<int>(), written = data.Written(data.Arrays["x_test"], [.. data.Arrays["lengths_test"].As<int>().Values], y.Shape[1]);
        int steps = y.Shape[1];
        int right = Enumerable.Range(0, y.Shape[0]).Count(i => Enumerable.Range(i * steps, steps).All(at => truth.Values[at] < 0 || truth.Values[at] == written.Values[at]));
        return right / (double)y.Shape[0];
    }
}
