using System.CommandLine;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Formats.Emit;
using Elman.Formats.Proof;
using Elman.Storage;

namespace Elman.Cli.Commands;

/// <summary>From one file of a model to another, compared bit for bit when it is written.</summary>
internal sealed class ConvertCommand : ElmanCommand
{
    private readonly LoadArguments _load;
    private readonly Argument<string> _to = new("OUTPUT") { Description = $"the file to write: {string.Join(", ", FormatTable.Rows.Where(row => row.Write is not null).SelectMany(row => row.Extensions))}" };
    private readonly Option<string?> _dialect = Typed.OneOf("--to", $"whose names the arrays get: {string.Join(", ", Dialect.All.Select(dialect => dialect.Name))} (usual: those of the format, or our own)", [.. Dialect.All.Select(dialect => dialect.Name)]);
    private readonly Option<string?> _emit = Typed.OneOf("--emit", "write a short program of its own instead, with the equations, and its weights beside it", [.. EmitLanguage.All.Select(language => language.Name)]);
    private readonly Option<bool> _arrays = new("--arrays") { Description = "copy named arrays, whatever they mean, instead of a model" };
    private readonly Option<bool> _noProof = new("--no-proof") { Description = "do not compare the engine with the model's equations in float64 on a drawn input" };
    private readonly Option<bool> _json = JsonOption.New();

    public ConvertCommand() : base("convert", "writes a model into another format, reads it back and compares every bit")
    {
        _load = new(this);
        _dialect.HelpName = "NAME";   // the names are many
        foreach (Symbol symbol in new Symbol[] { _to, _dialect, _emit, _arrays, _noProof, _json })
        {
            if (symbol is Argument argument) Add(argument);
            else Add((Option)symbol);
        }
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman convert samples/data/sunspots.end.safetensors sunspots.pt --heads last", "for torch.load(weights_only=True); what was assumed goes along"),
        ("elman convert samples/data/sunspots.end.safetensors sunspots.py --heads last --emit numpy", "the model from scratch: python3 sunspots.py"),
        ("elman convert checkpoint.pt weights.npz --key model_state_dict --arrays", "the arrays of a checkpoint under their own names"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        if (_load.IsDouble(arguments)) throw new WrongUseException($"--double: a conversion keeps the precision of the file. Leave it out.");
        string from = _load.Path(arguments), to = arguments.GetRequiredValue(_to);
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) throw new WrongUseException($"'{to}' would be written over the file that is read. Name another.");
        if (arguments.GetValue(_emit) is { } language) return Emit(arguments, from, to, EmitLanguage.All.First(row => row.Name == language), here);
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

    private Exit Emit(ParseResult arguments, string from, string to, EmitLanguage language, Surroundings here)
    {
        if (arguments.GetValue(_dialect) is not null || arguments.GetValue(_arrays)) throw new WrongUseException($"--emit writes a program, whose weights have our own names. Leave --to and --arrays out.");
        EmissionReport report = Told(() => Emission.Write(from, to, language, _load.Options(arguments), proves: !arguments.GetValue(_noProof)));
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(report, from));
        else Show(here.Page, report, from);
        return report.Proof is { Holds: false } ? Exit.CheckFailed : Exit.Fine;
    }

    /// <summary>Errors are told in the words of the command.</summary>
    private static TReport Told<TReport>(Func<TReport> convert)
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
        Read(page, report.Assumptions, report.Proof);
        page.Line($"[bold]{Page.Escape(to)}[/]: {Page.Escape(report.To)}, names {Page.Escape(Whose(report.Written))}, {Invariant.Grouped(report.Arrays)} arrays, {Invariant.Grouped(report.Bytes)} bytes of numbers");
        page.Line($"[green bold]Equal:[/] read back, {(report.IsGraph ? "the graph runs here and gives the same numbers" : "every array has the bits that were written")}.");
    }

    private static void Show(Page page, EmissionReport report, string from)
    {
        page.Line($"[bold]{Page.Escape(from)}[/]: {Page.Escape(report.From)}{(report.Producer is { } producer ? $" ({Page.Escape(producer)})" : "")}");
        Read(page, report.Assumptions, report.Proof);
        page.Line($"[bold]{Page.Escape(report.Program)}[/]: {Invariant.Grouped(report.Lines)} lines of {Page.Escape(report.Language.Title)}; run it as {Page.Escape(report.Language.Command(report.Program))}");
        page.Line($"[bold]{Page.Escape(report.Weights)}[/]: its weights, {Invariant.Grouped(report.Arrays)} arrays, {Invariant.Grouped(report.Bytes)} bytes of numbers");
    }

    private static void Read(Page page, IReadOnlyList<string> assumptions, EngineProof? proof)
    {
        foreach (string assumption in assumptions) page.Line($"[yellow]assumed:[/] {Page.Escape(LoadArguments.InWordsOfTheCommand(assumption))}");
        if (proof is not null) page.Line($"[{(proof.Holds ? "green" : "red")} bold]{(proof.Holds ? "Proved:" : "Not proved:")}[/] {Page.Escape(proof.Where)}");
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
        ["proof"] = ToJson(report.Proof),
        ["equal"] = true,
    };

    private static JsonObject ToJson(EmissionReport report, string from) => new()
    {
        ["from"] = from,
        ["container"] = report.From,
        ["producer"] = report.Producer,
        ["assumptions"] = new JsonArray([.. report.Assumptions.Select(line => (JsonNode)LoadArguments.InWordsOfTheCommand(line))]),
        ["program"] = report.Program,
        ["language"] = report.Language.Name,
        ["lines"] = report.Lines,
        ["weights"] = new JsonObject { ["file"] = report.Weights, ["arrays"] = report.Arrays, ["bytes"] = report.Bytes },
        ["proof"] = ToJson(report.Proof),
    };

    private static JsonObject? ToJson(EngineProof? proof) => proof is null ? null : new JsonObject { ["holds"] = proof.Holds, ["largest"] = Invariant.Json(proof.Largest), ["where"] = proof.Where };
}
