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

    private static Model<float> Load(string file) => Model.Load<float>(PathOf(file), file.Contains("op18", StringComparison.Ordinal) ? new LoadOptions { Set = new Dictionary<string, double> { ["sr"] = 16000, ["batch"] = 1, ["sequence"] = 576 } } : null);

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

    [Theory, InlineData("silero_vad_openvino_16k.onnx"), InlineData("silero_vad_op18_ifless.onnx")]
    public void A_session_carries_the_state(string file)
    {
        Model<float> model = Load(file);
        ArrayFile pairs = ArrayFile.Load(PathOf($"pairs.{file}.npz"));
        using Session<float> session = model.OpenSession();
        Assert.Equal(pairs[Name(0, "x")].Shape.Count, session.Inputs);
        var y = new float[session.Outputs];
        int step = 0;
        for (; pairs.Contains(Name(step, "x")); step++)
        {
            session.Step(pairs[Name(step, "x")].As<float>().Values, y);
            Near(pairs[Name(step, "y")], new Tensor<float>(pairs[Name(step, "y")].Shape, y), $"{file}, {Name(step, "y")}");
        }
        Assert.True(step >= 20);
        byte[] saved = session.Save();
        ArrayFile state = ArrayFile.Read(saved, "state");
        Near(pairs[Name(step - 1, "stateN")], new Tensor<float>(pairs[Name(step - 1, "stateN")].Shape, state["state"].As<float>().Values.ToArray()), $"{file}, the last state");

        // What goes on from the saved state goes on with the same bits.
        using Session<float> other = model.OpenSession();
        other.Restore(saved);
        var again = new float[y.Length];
        session.Step(pairs[Name(0, "x")].As<float>().Values, y);
        other.Step(pairs[Name(0, "x")].As<float>().Values, again);
        Bits.AssertEqual<float>(y, again, file);
    }

    [Fact]
    public void A_model_with_plain_operators_and_states_is_saved_and_loaded_with_the_same_bits()
    {
        Model<float> model = Load("silero_vad_op18_ifless.onnx");
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        model.Save(path);
        Model<float> back = Model.Load<float>(path);
        File.Delete(path);
        Assert.Equal(model.States, back.States);
        ArrayFile pairs = ArrayFile.Load(PathOf("pairs.silero_vad_op18_ifless.onnx.npz"));
        var inputs = new Dictionary<string, Signal<float>> { ["input"] = pairs["step1.x"].As<float>(), ["state"] = pairs["step1.state"].As<float>() };
        Prediction<float> one = model.Predict(inputs), other = back.Predict(inputs);
        foreach (string output in one.Names) Bits.AssertEqual(one[output].Values, other[output].Values, output);
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
