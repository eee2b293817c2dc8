using System.CommandLine;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Storage;

namespace Elman.Cli.Commands;

/// <summary>From one file of a model to another, compared bit for bit when it is written.</summary>
internal sealed class ConvertCommand : ElmanCommand
{
    private readonly LoadArguments _load;
    private readonly Argument<string> _to = new("OUTPUT") { Description = $"the file to write: {string.Join(", ", FormatTable.Rows.Where(row => row.Write is not null).SelectMany(row => row.Extensions))}" };
    private readonly Option<string?> _dialect = Typed.OneOf("--to", $"whose names the arrays get: {string.Join(", ", Dialect.All.Select(dialect => dialect.Name))} (usual: those of the format, or our own)", [.. Dialect.All.Select(dialect => dialect.Name)]);
    private readonly Option<bool> _arrays = new("--arrays") { Description = "copy named arrays, whatever they mean, instead of a model" };
    private readonly Option<bool> _noProof = new("--no-proof") { Description = "do not compare the engine with the model's equations in float64 on a drawn input" };
    private readonly Option<bool> _json = JsonOption.New();

    public ConvertCommand() : base("convert", "writes a model into another format, reads it back and compares every bit")
    {
        _load = new(this);
        _dialect.HelpName = "NAME";   // the names are many
        foreach (Symbol symbol in new Symbol[] { _to, _dialect, _arrays, _noProof, _json })
        {
            if (symbol is Argument argument) Add(argument);
            else Add((Option)symbol);
        }
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman convert samples/data/sunspots.end.safetensors sunspots.pt --heads last", "for torch.load(weights_only=True); what was assumed goes along"),
        ("elman convert checkpoint.pt weights.npz --key model_state_dict --arrays", "the arrays of a checkpoint under their own names"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        if (_load.IsDouble(arguments)) throw new WrongUseException($"--double: a conversion keeps the precision of the file. Leave it out.");
        string from = _load.Path(arguments), to = arguments.GetRequiredValue(_to);
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) throw new WrongUseException($"'{to}' would be written over the file that is read. Name another.");
        ConversionReport report = Told(() => Report(arguments, from, to));
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(report, from, to));
        else Show(here.Page, report, from, to);
        return report.Proof is { Holds: false } ? Exit.CheckFailed : Exit.Fine;
    }

    private ConversionReport Report(ParseResult arguments, string from, string to)
    {
        Dialect? dialect = arguments.GetValue(_dialect) is { } name ? Dialect.All.First(row => row.Name == name) : null;
        if (!arguments.GetValue(_arrays)) return Conversion.Model(from, to, _load.Options(arguments), dialect, proves: !arguments.GetValue(_noProof));
        return dialect is null ? Conversion.Arrays(from, to, _load.Options(arguments)) : throw new WrongUseException($"--arrays keeps the names, and --to gives others. Leave one of them out.");
    }

    /// <summary>Errors are told in the words of the command.</summary>
    private static ConversionReport Told(Func<ConversionReport> convert)
    {
        try
        {
            return convert();
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

    private static void Show(Page page, ConversionReport report, string from, string to)
    {
        page.Line($"[bold]{Page.Escape(from)}[/]: {Page.Escape(report.From)}{(report.Producer is { } producer ? $" ({Page.Escape(producer)})" : "")}, names {Page.Escape(Whose(report.Names))}");
        foreach (string assumption in report.Assumptions) page.Line($"[yellow]assumed:[/] {Page.Escape(LoadArguments.InWordsOfTheCommand(assumption))}");
        if (report.Proof is { } proof) page.Line($"[{(proof.Holds ? "green" : "red")} bold]{(proof.Holds ? "Proved:" : "Not proved:")}[/] {Page.Escape(proof.Where)}");
        page.Line($"[bold]{Page.Escape(to)}[/]: {Page.Escape(report.To)}, names {Page.Escape(Whose(report.Written))}, {Invariant.Grouped(report.Arrays)} arrays, {Invariant.Grouped(report.Bytes)} bytes of numbers");
        page.Line("[green bold]Equal:[/] read back, every array has the bits that were written.");
    }

    private static string Whose(string names) => names == Conversion.AsTheyWere ? names : $"of {names}";

    private static JsonObject ToJson(ConversionReport report, string from, string to) => new()
    {
        ["from"] = from,
        ["container"] = report.From,
        ["producer"] = report.Producer,
        ["names"] = report.Names,
        ["assumptions"] = new JsonArray([.. report.Assumptions.Select(line => (JsonNode)LoadArguments.InWordsOfTheCommand(line))]),
        ["to"] = to,
        ["written"] = new JsonObject { ["container"] = report.To, ["names"] = report.Written, ["arrays"] = report.Arrays, ["bytes"] = report.Bytes },
        ["proof"] = report.Proof is { } proof ? new JsonObject { ["holds"] = proof.Holds, ["largest"] = Invariant.Json(proof.Largest), ["where"] = proof.Where } : null,
        ["equal"] = true,
    };
}
