using System.CommandLine;
using System.Numerics;
using Elman.Formats.Csv;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli.Loading;

/// <summary>Which columns of a series a model takes and gives, and how far it looks: what is written in the model, or what is said here.</summary>
internal sealed class SeriesArguments
{
    private readonly Option<string[]> _columns = Typed.List("--columns", "the columns that go in, in the order of the features (usual: those it was trained on, or all)", "A,B,…");
    private readonly Option<string[]> _targets = Typed.List("--targets", "the columns that come out (usual: those it was trained on, or all that go in)", "A,B,…");
    private readonly Option<int?> _window = Typed.Count("--window", "steps that a forecast looks back on (usual: as it was trained)");
    private readonly Option<int?> _horizon = Typed.Count("--horizon", "steps that the model says at once (usual: as it was trained, or 1)");

    public SeriesArguments(ElmanCommand command)
    {
        foreach (Option option in new Option[] { _columns, _targets, _window, _horizon }) command.Add(option);
    }

    /// <summary>The forecaster and the series of its columns.</summary>
    public (Forecaster<T> Forecaster, Tensor<T> Series) Read<T>(ParseResult arguments, Model<T> model, string path) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CsvTable? table = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? CsvTable.Read(path) : null;
        SeriesNote note = Note(arguments, SeriesNote.Of(model), table);
        var forecaster = new Forecaster<T>(model, note);
        if (table is not null) return (forecaster, table.Columns<T>(note.Columns));
        ArrayFile file = ArrayFile.Load(path);
        if (file.Count != 1 || file[0].Shape.Rank is 0 or > 2) throw new WrongUseException($"'{path}': a series is a .csv, or one array (steps, columns); found {string.Join(", ", file.Take(6).Select(array => array.ToString()).DefaultIfEmpty("none"))}.");
        Tensor<T> values = file[0].As<T>();
        return (forecaster, values.Shape.Rank == 2 ? values : new Tensor<T>(new Shape(values.Shape[0], 1), values.Values.ToArray()));
    }

    private SeriesNote Note(ParseResult arguments, SeriesNote? written, CsvTable? table)
    {
        string[]? columns = Given(arguments, _columns), targets = Given(arguments, _targets);
        IReadOnlyList<string> takes = columns ?? written?.Columns ?? table?.Names ?? ["value"];
        int window = arguments.GetValue(_window) ?? written?.Window ?? throw new WrongUseException($"the model does not say how many steps it looks back on. Give --window COUNT.");
        return new(takes, targets ?? (columns is null ? written?.Targets : null) ?? takes, window, arguments.GetValue(_horizon) ?? written?.Horizon ?? 1, written?.EveryStep ?? false, written?.Trained ?? 0);
    }

    private static string[]? Given(ParseResult arguments, Option<string[]> option) => arguments.GetValue(option) is { Length: > 0 } given ? given : null;
}
