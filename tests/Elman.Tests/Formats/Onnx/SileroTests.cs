using System.Globalization;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Formats.Onnx;

/// <summary>The voice detector of the package silero-vad as three exporters wrote it: with the recurrent operator, with its weights cut and put together in the graph, and with the cell spelt out behind a choice by the rate.</summary>
public sealed class SileroTests
{
    private const float Bound = 5e-6f;

    private static string PathOf(string file) => Repository.Path("tests", "fixtures", "wild", "silero-vad", file);

    public static TheoryData<string, string, string> Files => new()
    {
        { "silero_vad_16k_sequence.onnx", "x=input h=h c=c", "y=speech_probs hn=hn cn=cn" },
        { "silero_vad_openvino_16k.onnx", "x=input state=state", "y=output stateN=stateN" },
        { "silero_vad_op18_ifless.onnx", "x=input state=state", "y=output stateN=stateN" },
    };

    private static Model<float> Load(string file) => Model.Load<float>(PathOf(file), file.Contains("op18", StringComparison.Ordinal) ? new LoadOptions { Set = new Dictionary<string, double> { ["sr"] = 16000 } } : null);

    [Theory, MemberData(nameof(Files))]
    public void Each_call_gives_what_the_package_gives(string file, string inputs, string outputs)
    {
        Model<float> model = Load(file);
        ArrayFile pairs = ArrayFile.Load(PathOf($"pairs.{file}.npz"));
        int step = 0;
        for (; pairs.Contains(Name(step, "x")); step++)
        {
            Prediction<float> found = model.Predict(Map(inputs).ToDictionary(row => row.Ours, row => new Signal<float>(pairs[Name(step, row.Theirs)].As<float>()), StringComparer.Ordinal));
            foreach ((string theirs, string ours) in Map(outputs)) Near(pairs[Name(step, theirs)], found[ours], $"{file}, {Name(step, theirs)}");
        }
        Assert.True(step >= 3);
    }

    private static string Name(int step, string role) => string.Create(CultureInfo.InvariantCulture, $"step{step}.{role}");

    private static IEnumerable<(string Theirs, string Ours)> Map(string text) => text.Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]));

    private static void Near(NamedArray expected, Tensor<float> found, string what)
    {
        Assert.Equal(expected.Shape, found.Shape);
        ReadOnlySpan<float> numbers = expected.As<float>().Values;
        for (int i = 0; i < numbers.Length; i++) Assert.True(MathF.Abs(numbers[i] - found.Values[i]) <= Bound, FormattableString.Invariant($"{what}: entry {i} is {found.Values[i]:R}, expected {numbers[i]:R}"));
    }
}
