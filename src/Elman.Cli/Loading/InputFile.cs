using System.Numerics;
using Elman.Formats.Csv;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Loading;

/// <summary>The inputs of a model out of a file: <c>x</c> or <c>x.NAME</c> in an <c>.npz</c>, the array of a <c>.npy</c>, or the columns of a <c>.csv</c>.</summary>
internal static class InputFile
{
    public const string Input = "x", Lengths = "lengths";

    /// <param name="columns">Which columns of a <c>.csv</c>; all where null.</param>
    public static Dictionary<string, Signal<T>> Read<T>(string path, Model<T> model, IReadOnlyList<string>? columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isTable = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        if (columns is not null && !isTable) throw new WrongUseException($"--columns belongs to a .csv; the input is '{path}'. Leave it out.");
        return isTable ? Table(path, model, columns) : Arrays(ArrayFile.Load(path), path, model);
    }

    /// <summary>The array as an input takes it: whole numbers where it takes ids.</summary>
    public static Signal<T> Signal<T>(ModelInput input, NamedArray array, int[]? lengths) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        input.Shape.IsIds ? new(Ids(array), lengths) : new(array.As<T>(), lengths);

    /// <summary>What is wrong with whole numbers that a file keeps as floating ones is said by the array itself.</summary>
    public static Tensor<int> Ids(NamedArray array) => array.As<int>();

    /// <summary>The input that an array named <c>x</c> or <c>x.NAME</c> is for; null where the name is no input's.</summary>
    public static ModelInput? Of<T>(Model<T> model, string name) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (name == Input && model.Inputs.Count == 1) return model.Inputs[0];
        if (model.Inputs.FirstOrDefault(input => name == $"{Input}.{input.Name}") is { } named) return named;
        if (name != Input && !name.StartsWith(Input + ".", StringComparison.Ordinal)) return null;
        throw new WrongUseException($"array '{name}' is for no input of the model. It takes: {string.Join(", ", model.Inputs)}. Name arrays {(model.Inputs.Count == 1 ? Input + " or " : "")}{string.Join(", ", model.Inputs.Select(input => $"{Input}.{input.Name}"))}.");
    }

    /// <summary>Pairs of ONNX are often written as <c>in.NAME</c> and <c>out.NAME</c>.</summary>
    public static string Usual(string name) =>
        name.StartsWith("in.", StringComparison.Ordinal) ? $"{Input}.{name[3..]}"
        : name.StartsWith("out.", StringComparison.Ordinal) ? $"{OutputFile.Output}.{name[4..]}"
        : name;

    private static Dictionary<string, Signal<T>> Table<T>(string path, Model<T> model, IReadOnlyList<string>? columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (model.Inputs.Count != 1) throw new WrongUseException($"a .csv holds one input, but the model takes {model.Inputs.Count}: {string.Join(", ", model.Inputs)}. Give an .npz with arrays {string.Join(", ", model.Inputs.Select(input => $"{Input}.{input.Name}"))}.");
        ModelInput input = model.Inputs[0];
        CsvTable table = CsvTable.Read(path);
        IReadOnlyList<string> names = columns ?? table.Names;
        int wanted = input.Shape.IsIds ? 1 : input.Shape.Features;
        if (names.Count != wanted) throw new WrongUseException($"'{path}': input '{input}' takes {wanted} {(wanted == 1 ? "column" : "columns")}, found {names.Count}: {string.Join(", ", names)}. Choose with --columns.");
        return new() { [input.Name] = input.Shape.IsIds ? new(table.Column<int>(names[0])) : new(table.Columns<T>(names)) };
    }

    private static Dictionary<string, Signal<T>> Arrays<T>(ArrayFile file, string path, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[]? lengths = file.TryGet(Lengths, out NamedArray? given) ? Ids(given).Values.ToArray() : null;
        var signals = new Dictionary<string, Signal<T>>(StringComparer.Ordinal);
        foreach (NamedArray array in file)
            if (Of(model, Usual(array.Name)) is { } input && !signals.TryAdd(input.Name, Signal<T>(input, array, input.Shape.HasSteps ? lengths : null)))
                throw new WrongUseException($"'{path}': two arrays are for input '{input.Name}'. Keep one.");
        // A file of one array leaves no doubt which one is meant.
        NamedArray[] others = [.. file.Where(array => array.Name != Lengths)];
        if (signals.Count == 0 && others.Length == 1 && model.Inputs.Count == 1) signals[model.Inputs[0].Name] = Signal<T>(model.Inputs[0], others[0], lengths);
        return signals.Count > 0
            ? signals
            : throw new WrongUseException($"'{path}': expected an array named {string.Join(" and ", model.Inputs.Select(input => model.Inputs.Count == 1 ? Input : $"{Input}.{input.Name}"))}, found {string.Join(", ", file.Names.Take(12).DefaultIfEmpty("none"))}. Rename it.");
    }
}
