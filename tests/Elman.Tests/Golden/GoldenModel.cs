using Elman.Autograd;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>Whole models of PyTorch from every file of theirs, in whatever precision they were saved.</summary>
internal static class GoldenModel
{
    public static void Run(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        foreach (string file in golden.Files.Where(IsWeights))
        {
            ArrayFile saved = Read(golden.PathOf(file));
            if (saved[0].Type == ElementType.Float16) CheckWeights(golden.PathOf(file), saved, arrays, relative: 1.0 / 2048, absolute: 1.0 / (1 << 25));
            else if (saved[0].Type == ElementType.BrainFloat16) CheckWeights(golden.PathOf(file), saved, arrays, relative: 1.0 / 256, absolute: 0);
            else CheckOutputs(golden.PathOf(file), arrays);
        }
    }

    /// <summary>Every file of a module has its weights, bit for bit.</summary>
    public static void CheckArrays(GoldenCase golden)
    {
        foreach (string file in golden.Files.Where(IsWeights))
        {
            ArrayFile arrays = golden.Load(), saved = Read(golden.PathOf(file));
            Assert.Equal(arrays.Count(array => array.Name.StartsWith("param.", StringComparison.Ordinal)), saved.Count);
            foreach (NamedArray array in saved) Bits.AssertEqual(arrays[$"param.{array.Name}"].As<double>().Values, array.As<double>().Values, $"{file}, {array.Name}");
        }
    }

    private static bool IsWeights(string file) => Path.GetExtension(file) is ".safetensors" or ".pt" or ".pth";

    private static ArrayFile Read(string path) => FormatTable.Of(path).Open(path, null);

    private static void CheckOutputs(string file, ArrayFile arrays)
    {
        Model<float> model = Model.Load<float>(file);
        NamedArray x = arrays["x"];
        Prediction<float> y = model.Inputs[0].Shape.IsIds ? model.Predict(x.As<int>()) : model.Predict(x.As<float>());
        Tolerance.Near(arrays["y"].As<float>().Values, y.Output.Values, Path.GetFileName(file));
    }

    /// <summary>A file of half precision holds the weights rounded once; they must arrive exactly as stored, and stored is near what they were.</summary>
    private static void CheckWeights(string file, ArrayFile saved, ArrayFile arrays, double relative, double absolute)
    {
        string back = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        Model.Load<float>(file).Save(back, Dialect.PyTorch);
        ArrayFile loaded = ArrayFile.Load(back);
        File.Delete(back);
        foreach (NamedArray stored in saved)
        {
            Bits.AssertEqual(stored.As<float>().Values, loaded[stored.Name].As<float>().Values, $"{Path.GetFileName(file)}, {stored.Name}");
            foreach ((float half, float full) in stored.As<float>().Values.ToArray().Zip(arrays[$"param.{stored.Name}"].As<float>().Values.ToArray()))
                Assert.True(Math.Abs(half - full) <= Math.Abs(full) * relative + absolute, FormattableString.Invariant($"{stored.Name}: {half:R} for {full:R}"));
        }
    }
}
