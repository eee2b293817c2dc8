using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary>The network and the numbers of <c>samples/data</c>, and what a test needs of them.</summary>
internal static class Sample
{
    public static string Path { get; } = Repository.Path("samples", "data", "sunspots.end.safetensors").Replace('\\', '/');

    public static string Untrained { get; } = Repository.Path("samples", "data", "sunspots.start.safetensors").Replace('\\', '/');

    public static string Pairs { get; } = Repository.Path("samples", "data", "sunspots.npz").Replace('\\', '/');

    /// <summary>The head at every step, as the command has it without options.</summary>
    public static Model<float> Every { get; } = Model.Load<float>(Path);

    public static Model<float> Last { get; } = Model.Load<float>(Path, new LoadOptions { Heads = Heads.Last });

    /// <summary>The first so many windows of the test: (count, 22, 1).</summary>
    public static Tensor<float> Windows(int count)
    {
        Tensor<float> all = ArrayFile.Load(Pairs)["x_test"].As<float>();
        return Tensor.From(all.Values[..(count * 22)], new Shape(count, 22, 1));
    }

    public static Tensor<float> Changed(Tensor<float> values, int place, float value)
    {
        float[] changed = values.Values.ToArray();
        changed[place] = value;
        return new(values.Shape, changed);
    }
}
