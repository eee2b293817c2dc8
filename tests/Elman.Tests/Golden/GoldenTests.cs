namespace Elman.Tests.Golden;

/// <summary>What the frameworks themselves computed, case by case; a case whose feature is not built yet is skipped by the feature's name.</summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> _runners = new()
    {
        ["pytorch"] = PyTorchGolden.Run,
        ["mxnet"] = MxnetGolden.Run,
        ["numpy"] = NumPyGolden.Run,
        ["keras"] = KerasGolden.Run,
        ["keras2"] = KerasGolden.Run,
        ["onnx"] = OnnxGolden.Run,
        ["tf2onnx"] = OnnxGolden.Run,
        ["layers"] = LayersGolden.Run,
        ["jax"] = JaxGolden.Run,
        ["tasks"] = TaskGolden.Run,
    };

    public static TheoryData<string> Every => [.. GoldenCase.All.Select(golden => golden.ToString())];

    [Theory, MemberData(nameof(Every))]
    public void Equals_the_framework(string name)
    {
        GoldenCase golden = GoldenCase.All.First(candidate => candidate.ToString() == name);
        Assert.True(_runners.TryGetValue(golden.Folder, out Action<GoldenCase>? run), $"There is no runner for the manifest of '{golden.Folder}'.");
        run!(golden);
    }
}
