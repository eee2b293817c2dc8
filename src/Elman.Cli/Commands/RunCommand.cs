using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Cli.Commands;

/// <summary>Runs a model on the data of a file.</summary>
internal sealed class RunCommand : ElmanCommand
{
    /// <summary>Numbers of the input from which a run may take long enough to be watched.</summary>
    private const long WorthWatching = 1 << 20;

    private const int MostRows = 12, MostColumns = 6;

    private readonly LoadArguments _load;
    private readonly Option<string> _input = new("--input") { Description = "an .npz (arrays x, or x.NAME for several inputs; lengths), a .npy, or a .csv (rows are steps)", HelpName = "FILE", Required = true };
    private readonly Option<string?> _output = new("--output") { Description = "an .npz (arrays y, or y.NAME), a .npy or a .csv; without it, a short table is printed", HelpName = "FILE" };
    private readonly Option<string[]> _columns = Typed.List("--columns", "the columns of a .csv, in the order of the features", "A,B,…");
    private readonly Option<int[]?> _lengths = Typed.Counts("--lengths", "how many steps of each sequence are there");
    private readonly Option<int?> _batch = Typed.Count("--batch", "sequences computed at a time; changes no bit");
    private readonly Option<bool> _json = JsonOption.New();

    public RunCommand() : base("run", "runs a model on the data of a file")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _input, _output, _columns, _lengths, _batch, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman run weather.safetensors --input history.csv --columns temperature,pressure --output forecast.csv", "a table in, a table out: a row is a step"),
        ("elman run tagger.safetensors --input sentences.npz --lengths 9,4,7", "a padded batch of three sequences; prints the first results"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        Model<T> model = loaded.Model;
        string? output = arguments.GetValue(_output);
        if (output is not null) OutputFile.Check(output, model);
        string[]? columns = arguments.GetValue(_columns) is { Length: > 0 } some ? some : null;
        Dictionary<string, Signal<T>> inputs = InputFile.Read(arguments.GetRequiredValue(_input), model, columns);

        Prediction<T>? prediction = null;
        bool isLong = inputs.Values.Sum(signal => (long)ShapeOf(signal).Count) > WorthWatching;
        here.Errors.WithProgress("running", isLong, progress => prediction = model.Predict(inputs, new PredictOptions
        {
            Lengths = arguments.GetValue(_lengths) is { Length: > 0 } lengths ? lengths : null, BatchSize = arguments.GetValue(_batch), Cancellation = here.Cancellation, Progress = progress,
        }));
        if (output is not null) OutputFile.Write(output, prediction!);
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(loaded, inputs, prediction!, output));
        else Show(here.Page, loaded, inputs, prediction!, output);
        return Exit.Fine;
    }

    private static void Show<T>(Page page, LoadedModel<T> loaded, Dictionary<string, Signal<T>> inputs, Prediction<T> prediction, string? output) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        loaded.SayAssumptions(page);
        foreach ((string name, Signal<T> signal) in inputs)
            page.Line($"in   [bold]{Page.Escape(name)}[/] {ShapeOf(signal)}{(signal.Lengths is null ? "" : $", lengths {string.Join(", ", signal.Lengths.Take(MostRows))}{(signal.Lengths.Length > MostRows ? ", …" : "")}")}");
        foreach (string name in prediction.Names) page.Line($"out  [bold]{Page.Escape(name)}[/] {prediction[name].Shape}");
        if (output is not null)
        {
            page.Line($"written to {Page.Escape(output)}");
            return;
        }
        foreach (string name in prediction.Names)
        {
            page.Line();
            Table(page, name, prediction[name]);
        }
    }

    /// <summary>A row for the last axis, at the indices of the others; the first rows and columns of a large one.</summary>
    private static void Table<T>(Page page, string name, Tensor<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = values.Shape;
        int width = shape.Rank == 0 ? 1 : shape[^1], rows = width == 0 ? 0 : shape.Count / width, shown = Math.Min(width, MostColumns);
        bool isWide = width > shown;
        var table = new Columns([name, .. Enumerable.Range(0, shown).Select(column => Invariant.Text(column)), .. isWide ? ["…"] : Array.Empty<string>()], [.. Enumerable.Range(1, shown)]);
        for (int row = 0; row < Math.Min(rows, MostRows); row++)
            table.Add([IndexOf(row, shape), .. Enumerable.Range(0, shown).Select(column => Invariant.Short(double.CreateChecked(values.Values[row * width + column]))), .. isWide ? [$"{Invariant.Grouped(width - shown)} more"] : Array.Empty<string>()]);
        table.Write(page);
        if (rows > MostRows) page.Line($"[grey]… {Invariant.Grouped(rows - MostRows)} more rows; --output FILE writes all[/]");
    }

    /// <summary>The indices of a row, such as 2, 5 for step 5 of sequence 2.</summary>
    private static string IndexOf(int row, Shape shape)
    {
        var index = new Stack<string>();
        for (int axis = shape.Rank - 2; axis >= 0; axis--)
        {
            index.Push(Invariant.Text(row % shape[axis]));
            row /= shape[axis];
        }
        return string.Join(", ", index);
    }

    private static JsonObject ToJson<T>(LoadedModel<T> loaded, Dictionary<string, Signal<T>> inputs, Prediction<T> prediction, string? output) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var json = new JsonObject
        {
            ["assumptions"] = new JsonArray([.. loaded.Assumptions.Select(assumption => (JsonNode)assumption)]),
            ["inputs"] = new JsonArray([.. inputs.Select(pair => new JsonObject { ["name"] = pair.Key, ["shape"] = Dimensions(ShapeOf(pair.Value)) })]),
            ["outputs"] = new JsonArray([.. prediction.Names.Select(name => new JsonObject { ["name"] = name, ["shape"] = Dimensions(prediction[name].Shape) })]),
        };
        if (output is not null) json["written"] = output;
        else
            foreach (string name in prediction.Names) ((JsonArray)json["outputs"]!)[prediction.Names.ToList().IndexOf(name)]!["values"] = Nested(prediction[name], 0, 0);
        return json;
    }

    private static JsonArray Dimensions(Shape shape) => [.. shape.Select(size => (JsonNode)size)];

    private static JsonNode Nested<T>(Tensor<T> values, int axis, int offset) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (axis == values.Shape.Rank) return Invariant.Json(values.Values[offset]);
        int stride = values.Shape.CountFrom(axis + 1);
        return new JsonArray([.. Enumerable.Range(0, values.Shape[axis]).Select(index => Nested(values, axis + 1, offset + index * stride))]);
    }

    private static Shape ShapeOf<T>(Signal<T> signal) where T : unmanaged => signal.Numbers?.Shape ?? signal.Ids!.Shape;
}
