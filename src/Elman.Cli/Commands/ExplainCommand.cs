using System.CommandLine;
using System.Numerics;
using System.Text;
using Elman.Cli.Loading;
using Elman.Formats.Proof;
using Elman.Cli.Verification;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Commands;

/// <summary>Writes out what a model computes, and compares it with a plain loop.</summary>
internal sealed class ExplainCommand : ElmanCommand
{
    private static readonly Dictionary<string, Func<Explanation, string>> _formats = new(StringComparer.Ordinal)
    {
        ["text"] = explanation => explanation.ToString(),
        ["markdown"] = explanation => explanation.ToMarkdown(),
        ["html"] = explanation => explanation.ToHtml(),
    };

    private readonly LoadArguments _load;
    private readonly Option<string?> _input = new("--input") { Description = "an .npz (arrays x, or x.NAME for several inputs; lengths), a .npy, or a .csv; drawn where neither this nor --pairs is given", HelpName = "FILE" };
    private readonly Option<string?> _pairs = new("--pairs") { Description = "an .npz with inputs and what another framework gave, as for verify; compared as well", HelpName = "FILE" };
    private readonly Option<string[]> _map = new("--map") { Description = "the role of an array of --pairs with another name, such as --map input=x", HelpName = "NAME=ROLE" };
    private readonly Option<int?> _sample = Typed.Index("--sample", "the sequence whose step is worked out (usual: 0)");
    private readonly Option<int?> _step = Typed.Index("--step", "the step worked out (usual: 1, the first with a state before it)");
    private readonly Option<int?> _unit = Typed.Index("--unit", "the unit worked out (usual: 0)");
    private readonly Option<int?> _steps = Typed.Count("--steps", "the most steps computed by both sides (usual: as many as take some seconds)");
    private readonly Option<string?> _format = Typed.OneOf("--format", "how it is written; Markdown has LaTeX, HTML has pictures (usual: text)", _formats.Keys);
    private readonly Option<string?> _output = new("--output") { Description = "a file to write to; without it, to the terminal", HelpName = "FILE" };

    public ExplainCommand() : base("explain", "writes out a model's equations with shapes and numbers, and checks them by a plain loop")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _input, _pairs, _map, _sample, _step, _unit, _steps, _format, _output }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman explain weather.safetensors --input history.npz --step 3 --unit 1 --format html --output weather.html", "a page with pictures, for a browser"),
        ("elman explain samples/data/sunspots.end.safetensors --heads last", "the network of the tour, on a drawn input"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string? inputPath = arguments.GetValue(_input), pairsPath = arguments.GetValue(_pairs), output = arguments.GetValue(_output);
        if (inputPath is not null && pairsPath is not null) throw new WrongUseException($"--input and --pairs both bring an input. Give one of them.");
        string[] map = arguments.GetValue(_map) ?? [];
        if (map.Length > 0 && pairsPath is null) throw new WrongUseException($"--map belongs to --pairs. Leave it out.");
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        ExplainOptions options = new()
        {
            Sample = arguments.GetValue(_sample) ?? 0, Step = arguments.GetValue(_step), Unit = arguments.GetValue(_unit) ?? 0, Steps = arguments.GetValue(_steps), Cancellation = here.Cancellation,
        };

        var explanations = new List<(string Name, Explanation Value)>();
        List<string> notes = [.. loaded.Assumptions.Select(assumption => $"Assumed: {assumption}")];
        if (pairsPath is not null) explanations.AddRange(Paired(loaded.Model, Pairs.Read(pairsPath, VerifyCommand.Roles(map)), options));
        else if (inputPath is not null) explanations.Add(("", loaded.Model.Explain(InputFile.Read(inputPath, loaded.Model, null), options)));
        else
        {
            notes.Add(DrawnWords.Of(loaded.Model));
            explanations.Add(("", loaded.Model.Explain(DrawnInput.For(loaded.Model), options)));
        }
        Explanation first = explanations[0].Value;
        first = first with
        {
            Notes = [.. notes, .. first.Notes],
            // Of further examples only what was compared is of interest.
            Comparisons = [.. first.Comparisons, .. explanations.Skip(1).SelectMany(row => row.Value.Comparisons.Select(comparison => comparison with { Name = $"{row.Name}, {comparison.Name}" }))],
        };
        string text = _formats[arguments.GetValue(_format) ?? "text"](first);
        if (output is null) here.Page.Text(text);
        else
        {
            File.WriteAllText(output, text + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            here.Page.Line($"written to {Page.Escape(output)}; {(first.Holds ? "everything compared is close" : "[red]not everything compared is close[/]")}");
        }
        return first.Holds ? Exit.Fine : Exit.CheckFailed;
    }

    private static IEnumerable<(string, Explanation)> Paired<T>(Model<T> model, Pairs pairs, ExplainOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Group[] whole = [.. pairs.Groups.Where(group => group.Step is null && group.Expected.Any())];
        if (whole.Length == 0) throw new WrongUseException($"'{pairs.Path}': explain takes whole sequences, and this has steps of a session only. Use verify for those.");
        foreach (Group group in whole)
        {
            var inputs = new Dictionary<string, Signal<T>>(StringComparer.Ordinal);
            foreach ((string role, NamedArray array) in group.Inputs)
            {
                ModelInput input = InputFile.Of(model, role)!;
                inputs[input.Name] = InputFile.Signal<T>(input, array, input.Shape.HasSteps ? group.Lengths : null);
            }
            yield return (group.Name, model.Explain(inputs, options with
            {
                Expected = group.Expected.ToDictionary(row => row.Role != OutputFile.Output ? row.Role[2..] : model.Outputs.Count == 1 ? model.Outputs[0].Name : OutputFile.Output, row => row.Array.As<double>(), StringComparer.Ordinal),
                ExpectedIsDouble = group.Expected.All(row => row.Array.Type == ElementType.Float64),
            }));
        }
    }
}
