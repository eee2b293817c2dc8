using System.Globalization;
using System.Text;
using Elman.Layers;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>The table of torchinfo 1.8 with its usual columns; without shapes where none is given, as torchinfo has it.</summary>
internal sealed class TorchInfoStyle : SummaryStyle
{
    private const int LeastNameWidth = 40, ColumnWidth = 25, Indent = 5, Deepest = 3;

    /// <summary>Ids are int64 in PyTorch.</summary>
    private const int IdBytes = 8;

    public override string Name => "torchinfo";
    public override string Framework => "PyTorch";
    public override IReadOnlyList<string> Takes => [nameof(StyleOptions.Sequences), nameof(StyleOptions.Steps), nameof(StyleOptions.Name), nameof(StyleOptions.Layout)];

    internal override StyledSummary Write(StyledModel model, StyleOptions options)
    {
        bool hasShapes = options.Sequences is not null || options.Steps is not null;
        if (hasShapes && model.HasSteps != options.Steps is not null)
            throw new ArgumentException(model.HasSteps ? "The model has steps; give their number (T) with the number of sequences (N)." : "The model has no steps; give the number of examples (N) only.");
        Layout layout = options.Layout ?? Layout.BatchFirst;
        PrintedModule root = ModuleTree.Of(model, new TorchWords(this, layout), options, numberLists: false);
        Row[] rows = [.. Rows(root, 0, [])];
        int longest = rows.Max(row => row.Title.Length + row.Depth * Indent + 1);
        int width = longest >= LeastNameWidth ? (longest + Indent - 1) / Indent * Indent : LeastNameWidth;
        string rule = new('=', width + ColumnWidth * (hasShapes ? 2 : 1));
        Func<PrintedModule, int[]> sizes = module => Sizes(module, options, layout);

        var text = new StringBuilder();
        text.Append(rule).Append('\n').Append(Line("Layer (type:depth-idx)", "Output Shape", "Param #")).Append(rule).Append('\n');
        foreach (Row row in rows.Where(row => row.Depth <= Deepest))
            text.Append(Line(Branch(row.Depth) + row.Title, hasShapes && row.Module.Output is not null ? PythonText.List(sizes(row.Module)) : "--", Count(row)));
        text.Append(rule).Append(CultureInfo.InvariantCulture, $"\nTotal params: {PythonText.Thousands(root.AllParameters)}\nTrainable params: {PythonText.Thousands(root.AllParameters)}\nNon-trainable params: 0\n");
        if (!hasShapes) return new(Name, text.Append(rule).ToString(), [.. ModuleWords.Remarks(model, Framework)]);

        PrintedModule[] leaves = [.. rows.Select(row => row.Module).Where(module => module.Children.Count == 0 && module.Parameters > 0)];
        long work = leaves.Sum(leaf => Work(leaf, sizes));
        long input = model.Inputs.Sum(one => Numbers(Sizes(one.Shape, options.Steps, options, layout)) * (one.Shape.IsIds ? IdBytes : model.NumberBytes));
        // Twice: for the way back each result has a gradient of its size.
        long passes = leaves.Sum(leaf => 2 * Numbers(sizes(leaf)) * model.NumberBytes), parameters = root.AllParameters * model.NumberBytes;
        text.Append(CultureInfo.InvariantCulture, $"Total mult-adds ({Readable(work)}\n{rule}\nInput size (MB): {Megabytes(input)}\nForward/backward pass size (MB): {Megabytes(passes)}\n")
            .Append(CultureInfo.InvariantCulture, $"Params size (MB): {Megabytes(parameters)}\nEstimated Total Size (MB): {Megabytes(input + passes + parameters)}\n{rule}");
        return new(Name, text.ToString(), [.. ModuleWords.Remarks(model, Framework), .. TrueWork(model, options, work)]);

        string Line(string name, string shape, string count) =>
            (name.PadRight(width) + " " + (hasShapes ? shape.PadRight(ColumnWidth) + " " : "") + count.PadRight(ColumnWidth)).TrimEnd() + "\n";
    }

    /// <summary>torchinfo counts biases and tables of ids as products, a Linear once for a sequence however many steps it runs, and one unbatched sequence as if T·H were its steps.</summary>
    private static IEnumerable<string> TrueWork(StyledModel model, StyleOptions options, long counted)
    {
        long truth = model.Summary.MultiplyAdds(options.Sequences ?? 1, options.Steps ?? 1);
        if (Readable(truth) != Readable(counted))
            yield return $"torchinfo's mult-adds are not those of this model: it counts {PythonText.Thousands(counted)}; the matrix products of these shapes are {PythonText.Thousands(truth)} multiply-adds.";
    }

    /// <summary>A weight or bias counts once for each row of the output's first axis; those of a recurrent module for the first two, those of a convolution for all axes but the features.</summary>
    private static long Work(PrintedModule leaf, Func<PrintedModule, int[]> sizes)
    {
        int[] output = sizes(leaf);
        return leaf.Parameters * Numbers(leaf.Class.Contains("Conv", StringComparison.Ordinal) ? [output[0], .. output[2..]] : output[..(leaf.IsRecurrent ? 2 : 1)]);
    }

    private static int[] Sizes(PrintedModule module, StyleOptions options, Layout layout)
    {
        SignalShape shape = module.Output!.Value;
        if (!module.IsChannelsFirst || module.Output is { HasSteps: false } && !module.KeepsSteps) return Sizes(shape, module.Steps, options, layout);
        return [.. new[] { options.Sequences, shape.Features, shape.HasSteps ? module.Steps : 1 }.OfType<int>()];
    }

    private static int[] Sizes(SignalShape shape, int? count, StyleOptions options, Layout layout)
    {
        int?[] features = shape.IsIds ? [] : [shape.Features], steps = shape.HasSteps ? [count] : [], sequences = [options.Sequences];
        int?[] sizes = layout == Layout.TimeFirst ? [.. steps, .. sequences, .. features] : [.. sequences, .. steps, .. features];
        return [.. sizes.OfType<int>()];
    }

    private static long Numbers(IEnumerable<int> sizes) => sizes.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Depth first; at each depth the modules are numbered through.</summary>
    private static IEnumerable<Row> Rows(PrintedModule module, int depth, Dictionary<int, int> numbers)
    {
        int number = numbers[depth] = numbers.GetValueOrDefault(depth) + 1;
        yield return new(module, depth, depth == 0 ? module.Class : string.Create(CultureInfo.InvariantCulture, $"{module.Class}: {depth}-{number}"));
        foreach (Row row in module.Children.SelectMany(child => Rows(child, depth + 1, numbers))) yield return row;
    }

    private static string Branch(int depth) => depth switch { 0 => "", 1 => "├─", _ => string.Concat(Enumerable.Repeat("│    ", depth - 1)) + "└─" };

    private static string Count(Row row)
    {
        long count = row.Depth == Deepest ? row.Module.AllParameters : row.Module.Parameters;
        return count == 0 ? "--" : PythonText.Thousands(count);
    }

    /// <summary>With the name that Python 3.11 and later give torchinfo's units; a whole number of them stands without decimals.</summary>
    private static string Readable(long count)
    {
        (string unit, double divisor) = count >= 1_000_000_000_000 ? ("TERABYTES", 1e12) : count >= 1_000_000_000 ? ("GIGABYTES", 1e9) : ("MEGABYTES", 1e6);
        double shown = count / divisor;
        return $"Units.{unit}): {(double.IsInteger(shown) ? PythonText.Thousands((long)shown) : PythonText.TwoDigits(shown, hasCommas: true))}";
    }

    private static string Megabytes(long bytes) => PythonText.TwoDigits(bytes / 1e6);

    private sealed record Row(PrintedModule Module, int Depth, string Title);
}
