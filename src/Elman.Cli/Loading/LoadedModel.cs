using System.Numerics;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Storage;

namespace Elman.Cli.Loading;

/// <summary>A model and what can be said of where it comes from.</summary>
/// <param name="Container">How the file holds its arrays.</param>
/// <param name="Dialect">Whose names its arrays have, in words.</param>
internal sealed record LoadedModel<T>(Model<T> Model, string Path, string Container, string Dialect) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static LoadedModel<T> Load(string path, LoadOptions options)
    {
        ModelFormat format = FormatTable.Of(path);
        return Read(format.Open(path, options), path, format.Name, options with { Key = null });
    }

    public static LoadedModel<T> Read(ArrayFile file, string path, string container, LoadOptions options) => Told(path, container, () => ModelFile.Read<T>(file, options), file);

    /// <summary>Errors are told in the words of the command.</summary>
    private static LoadedModel<T> Told(string path, string container, Func<Model<T>> load, ArrayFile? file)
    {
        try
        {
            Model<T> model = load();
            return new(model, path, container, DialectOf(model, file)) { Producer = file?.Producer ?? file?.Metadata.GetValueOrDefault(ModelArrays.ProducerKey) };
        }
        catch (BadFileException error) when (error.Message != LoadArguments.InWordsOfTheCommand(error.Message))
        {
            throw new WrongUseException($"{LoadArguments.InWordsOfTheCommand(error.Message)}");
        }
        catch (ArgumentException error)
        {
            throw new WrongUseException($"{LoadArguments.InWordsOfTheCommand(error.Message)}");
        }
    }

    /// <summary>What wrote the file, as far as it tells; null where it does not.</summary>
    public string? Producer { get; init; }

    /// <summary>What was assumed because the file does not say it.</summary>
    public IReadOnlyList<string> Assumptions => [.. Model.Assumptions.Select(LoadArguments.InWordsOfTheCommand)];

    /// <summary>The summary, its assumptions left out.</summary>
    public ModelSummary Table => Model.Summary() with { Assumptions = [] };

    /// <summary>What the file is, what was assumed, and the table: the same wherever a model is shown.</summary>
    public void Show(Page page)
    {
        page.Line($"[bold]{Page.Escape(Path)}[/]: {Page.Escape(Container)}{(Producer is null ? "" : $" ({Page.Escape(Producer)})")}, {Page.Escape(Dialect)}");
        SayAssumptions(page);
        page.Line();
        page.Text(Table.ToString());
    }

    public void SayAssumptions(Page page, string indent = "")
    {
        foreach (string assumption in Assumptions) page.Line($"{indent}[yellow]assumed:[/] {Page.Escape(assumption)}");
    }

    private static string DialectOf(Model<T> model, ArrayFile? file) =>
        file?.Metadata.TryGetValue("onnx.opset", out string? opset) == true ? $"a graph of operators of version {opset}"
        : model.Origin is { } origin ? $"the {origin.Class} '{origin.Name}' of {origin.Framework} {origin.Version}"
        : file is null || ModelArrays.DescriptionOf(file) is null ? $"{(file is null ? Formats.Dialects.Dialect.PyTorch : Formats.Dialects.Dialect.Of(file)).Framework}'s names, the architecture inferred from names and shapes"
        : file.Metadata.TryGetValue(Formats.Dialects.Dialect.Key, out string? name) ? $"{name}'s names, with Elman's description of the model"
        : "Elman's own, with a description of the model";
}
