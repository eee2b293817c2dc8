using System.Globalization;
using System.Numerics;
using System.Text;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Loading;

/// <summary>The outputs of a model into a file: <c>y</c> or <c>y.NAME</c> in an <c>.npz</c>, one array in a <c>.npy</c>, a table in a <c>.csv</c>.</summary>
internal static class OutputFile
{
    public const string Output = "y";

    private static readonly string[] _known = [".npz", ".npy", ".csv"];

    /// <summary>Refuses, before anything is computed, what cannot be written.</summary>
    public static void Check<T>(string path, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (!_known.Contains(extension)) throw new WrongUseException($"--output '{path}': expected a file ending with {string.Join(", ", _known)}. Choose one of these.");
        if (extension != ".npz" && model.Outputs.Count > 1)
            throw new WrongUseException($"--output '{path}': a {extension} holds one output, but the model has {model.Outputs.Count}: {string.Join(", ", model.Outputs.Select(output => output.Name))}. Write an .npz.");
    }

    /// <summary>The name of an output's array, as <c>elman verify</c> expects it.</summary>
    public static string NameOf<T>(Prediction<T> prediction, string output) where T : unmanaged => prediction.Names.Count == 1 ? Output : $"{Output}.{output}";

    public static void Write<T>(string path, Prediction<T> prediction) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            var file = new ArrayFile();
            foreach (string name in prediction.Names) file.Add(NameOf(prediction, name), prediction[name]);
            file.Save(path);
            return;
        }
        File.WriteAllText(path, Table(path, prediction.Output, prediction.Names[0]));
    }

    /// <summary>A row for each step or example; numbers as short as they can be without loss.</summary>
    private static string Table<T>(string path, Tensor<T> values, string name) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = values.Shape;
        if (shape.Rank is 0 or > 2) throw new WrongUseException($"--output '{path}': a .csv holds a table, the output has shape {shape}. Write an .npz or a .npy.");
        int width = shape.Rank == 1 ? shape[0] : shape[1];
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, width).Select(column => Invariant.Text(column)).Select(column => width == 1 ? name : $"{name}.{column}"))).Append('\n');
        for (int start = 0; start < values.Values.Length; start += width)
        {
            for (int column = 0; column < width; column++) text.Append(column == 0 ? "" : ",").Append(values.Values[start + column].ToString(null, CultureInfo.InvariantCulture));
            text.Append('\n');
        }
        return text.ToString();
    }
}
