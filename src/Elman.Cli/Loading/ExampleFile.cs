using System.Numerics;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli.Loading;

/// <summary>Examples in an <c>.npz</c>: <c>x</c> and <c>y</c>, and <c>lengths</c>. Whole numbers in <c>y</c> name classes.</summary>
internal static class ExampleFile
{
    private const string Target = "y";

    public static (Examples<T> Examples, bool IsClasses) Read<T>(string path, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (model.Outputs.Count != 1) throw new WrongUseException($"the model has {model.Outputs.Count} outputs ({string.Join(", ", model.Outputs.Select(output => output.Name))}); examples are measured on models of one.");
        var inputs = InputFile.Read(path, model, null);
        ArrayFile file = ArrayFile.Load(path);
        if (!file.TryGet(Target, out NamedArray? answers)) throw new WrongUseException($"'{path}': expected an array named {Target} with the answers, found {string.Join(", ", file.Names.Take(12))}. Rename it.");
        bool isClasses = answers.Type.Name is not ("f16" or "bf16" or "f32" or "f64");
        int[]? lengths = inputs.Values.FirstOrDefault(signal => signal.Lengths is not null)?.Lengths;
        if (isClasses)
        {
            Tensor<int> ids = answers.As<int>();
            return (new ArrayExamples<T>(inputs, Named(new(ids, ids.Shape.Rank == 2 ? lengths : null), model)), true);
        }
        Tensor<T> numbers = answers.As<T>();
        if (numbers.Shape.Rank == 1) numbers = new Tensor<T>(new Shape(numbers.Shape[0], 1), numbers.Values.ToArray());
        return (new ArrayExamples<T>(inputs, Named(new(numbers, numbers.Shape.Rank == 3 ? lengths : null), model)), false);
    }

    private static Dictionary<string, Layers.Signal<T>> Named<T>(Layers.Signal<T> target, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new() { [model.Outputs[0].Name] = target };
}
