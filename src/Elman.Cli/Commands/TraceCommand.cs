using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Cli.Traces;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Cli.Commands;

/// <summary>Shows what goes on inside a model while it runs.</summary>
internal sealed class TraceCommand : ElmanCommand
{
    private const string Extension = ".npz";

    private readonly LoadArguments _load;
    private readonly Option<string> _input = new("--input") { Description = "an .npz (arrays x, or x.NAME for several inputs; lengths), a .npy, or a .csv (rows are steps)", HelpName = "FILE", Required = true };
    private readonly Option<bool> _plot = new("--plot") { Description = "draw the states of one sequence over time, units down and steps across (with --name, those values)" };
    private readonly Option<string?> _output = new("--output") { Description = "an .npz with an array for each value, named as in the table", HelpName = "FILE" };
    private readonly Option<string[]> _node = Typed.List("--node", "the nodes to be traced; all without it", "A,B,…");
    private readonly Option<string[]> _name = Typed.List("--name", "the values to be traced, such as forget, forget.pre, h, or output for what a node gives; all without it", "A,B,…");
    private readonly Option<int?> _sample = Typed.Index("--sample", "the sequence to be shown, from 0 on (of a table: all; of a plot: 0)");
    private readonly Option<string[]> _columns = Typed.List("--columns", "the columns of a .csv, in the order of the features", "A,B,…");
    private readonly Option<int[]?> _lengths = Typed.Counts("--lengths", "how many steps of each sequence are there");
    private readonly Option<int?> _batch = Typed.Count("--batch", "sequences computed at a time; changes no bit");
    private readonly Option<bool> _json = JsonOption.New();

    public TraceCommand() : base("trace", "shows every gate and state of a run, and names the first number that is not finite (exit code 1)")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _input, _plot, _output, _node, _name, _sample, _columns, _lengths, _batch, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman trace weather.safetensors --input history.npz", "a row for each gate, pre-activation and state; and where the first NaN comes from, if there is one"),
        ("elman trace weather.safetensors --input history.npz --plot --sample 3", "a heat map of the states of sequence 3"),
        ("elman trace weather.safetensors --input history.npz --node lstm --name forget,c --output forget.npz", "the forget gates and cell states as arrays"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool plots = arguments.GetValue(_plot), writesJson = arguments.GetValue(_json);
        if (plots && writesJson) throw new WrongUseException($"trace: expected --plot or --json, found both: a plot is for eyes. Leave one out.");
        string? output = arguments.GetValue(_output);
        if (output is not null && !Path.GetExtension(output).Equals(Extension, StringComparison.OrdinalIgnoreCase))
            throw new WrongUseException($"--output '{output}': expected a file ending with {Extension}, which holds many arrays. Choose such a name.");
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        Dictionary<string, Signal<T>> inputs = InputFile.Read(arguments.GetRequiredValue(_input), loaded.Model, Some(arguments.GetValue(_columns)));
        int? sample = arguments.GetValue(_sample);

        Trace<T> trace = loaded.Model.Trace(inputs, new TraceOptions
        {
            Nodes = Some(arguments.GetValue(_node)), Names = Some(arguments.GetValue(_name)), Lengths = arguments.GetValue(_lengths) is { Length: > 0 } lengths ? lengths : null,
            BatchSize = arguments.GetValue(_batch), Cancellation = here.Cancellation,
        });
        if (sample >= trace.FirstOrDefault()?.Sequences)
            throw new WrongUseException($"--sample {sample}: the input has sequences 0 to {trace[0].Sequences - 1}. Choose one of these.");
        TraceEntry<T>[] shown = [.. trace.Select(entry => sample is int one ? entry.Of(one) : entry)];
        TraceEntry<T>[] drawn = plots ? Drawn(shown, isChosen: arguments.GetValue(_name) is { Length: > 0 }, sample ?? 0) : [];
        NonFinite? wrong = trace.FirstNonFinite();

        if (output is not null) new ArrayFile(shown.Select(entry => NamedArray.From(entry.FullName, entry.Values))).Save(output);
        if (writesJson) here.Page.Json(ToJson(loaded, shown, wrong, output));
        else
        {
            loaded.SayAssumptions(here.Page);
            if (loaded.Assumptions.Count > 0) here.Page.Line();
            if (plots) Plot(here.Page, drawn, sample ?? 0);
            else Figures.Write(here.Page, loaded.Model, shown);
            here.Page.Line();
            if (output is not null) here.Page.Line($"written to {Page.Escape(output)}");
            here.Page.Line(wrong is null ? "[green bold]All finite:[/] the input, the parameters, and what was traced." : $"[red bold]Not finite, first:[/] {Page.Escape(wrong.ToString())}.");
        }
        return wrong is null ? Exit.Fine : Exit.CheckFailed;
    }

    private static string[]? Some(string[]? given) => given is { Length: > 0 } ? given : null;

    private static TraceEntry<T>[] Drawn<T>(TraceEntry<T>[] shown, bool isChosen, int sample) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TraceEntry<T>[] drawn = [.. shown.Where(entry => isChosen || entry.Kind == TraceKind.State)];
        return drawn.Length > 0
            ? [.. drawn.Select(entry => entry is { Sequences: 1, Lengths: null } ? entry : entry.Of(sample))]
            : throw new WrongUseException($"--plot draws states, and nothing traced is one. Choose values with --name among {string.Join(", ", shown.Select(entry => entry.Name).Distinct())}.");
    }

    private static void Plot<T>(Page page, TraceEntry<T>[] drawn, int sample) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        page.Line($"sequence {Invariant.Text(sample)}");
        foreach (TraceEntry<T> entry in drawn)
        {
            page.Line();
            HeatMap.Draw(page, entry);
        }
    }

    private static JsonObject ToJson<T>(LoadedModel<T> loaded, TraceEntry<T>[] shown, NonFinite? wrong, string? output) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var json = new JsonObject
        {
            ["assumptions"] = new JsonArray([.. loaded.Assumptions.Select(assumption => (JsonNode)assumption)]),
            ["values"] = new JsonArray([.. shown.Select(entry => Figures.ToJson(loaded.Model, entry))]),
            ["firstNonFinite"] = ToJson(wrong),
        };
        if (output is not null) json["written"] = output;
        return json;
    }

    /// <summary>Where a number that is not finite stands; null for none.</summary>
    public static JsonObject? ToJson(NonFinite? wrong) => wrong is null ? null : new()
    {
        ["text"] = wrong.ToString(), ["kind"] = wrong.Kind.ToString(), ["node"] = wrong.Node, ["layer"] = wrong.Layer, ["reverse"] = wrong.Reverse, ["name"] = wrong.Name,
        ["sample"] = wrong.Sample, ["step"] = wrong.Step, ["unit"] = wrong.Unit, ["index"] = new JsonArray([.. wrong.Index.Select(index => (JsonNode)index)]), ["value"] = Invariant.Json(wrong.Value),
    };
}
