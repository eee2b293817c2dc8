using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Cli.Traces;
using Elman.Cli.Verification;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Commands;

/// <summary>Shows what becomes of gradients on their way back through time.</summary>
internal sealed class GradientsCommand : ElmanCommand
{
    private readonly LoadArguments _load;
    private readonly Option<string> _pairs = new("--pairs") { Description = "an .npz with inputs (x, or x.NAME for several; lengths) and what the outputs ought to be (y, y.NAME)", HelpName = "FILE", Required = true };
    private readonly Option<string[]> _map = new("--map") { Description = "the role of an array with another name, such as --map input=x --map target=y", HelpName = "NAME=ROLE" };
    private readonly Option<string?> _example = new("--example") { Description = "the example, where the file has several (EXAMPLE/x, EXAMPLE/y); the first without it", HelpName = "NAME" };
    private readonly Option<bool> _last = new("--last") { Description = "take the error at each sequence's last step alone, to see how far the model looks back" };
    private readonly Option<bool> _parameters = new("--parameters") { Description = "list ‖∂L/∂θ‖ of every parameter too" };
    private readonly Option<bool> _json = JsonOption.New();

    public GradientsCommand() : base("gradients", "shows ‖∂L/∂h_t‖ of each recurrent layer and step, and says whether it vanishes or explodes (exit code 1 where it is not finite)")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _pairs, _map, _example, _last, _parameters, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman gradients weather.safetensors --pairs history.npz --last", "how far back the mean squared error against y of the last step reaches"),
        ("elman gradients samples/data/sunspots.end.safetensors --heads last --pairs samples/data/sunspots.npz --map x_test=x --map y_test=y", "the network of the tour on years that it was not trained on"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        Pairs pairs = Pairs.Read(arguments.GetRequiredValue(_pairs), VerifyCommand.Roles(arguments.GetValue(_map) ?? []));
        Group group = Chosen(pairs, arguments.GetValue(_example));
        GradientFlow flow = Flow(loaded.Model, pairs, group, new() { LastStepOnly = arguments.GetValue(_last), Cancellation = here.Cancellation });
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(loaded, group, flow));
        else Show(here.Page, loaded, pairs, group, flow, arguments.GetValue(_parameters));
        return flow.FirstNonFinite is null ? Exit.Fine : Exit.CheckFailed;
    }

    private static Group Chosen(Pairs pairs, string? example)
    {
        Group[] whole = [.. pairs.Groups.Where(group => group.Step is null && group.Expected.Any())];
        if (whole.Length == 0) throw new WrongUseException($"'{pairs.Path}': expected whole sequences with a target y, found steps of sessions alone. Gradients go through whole sequences.");
        return example is null ? whole[0] : Array.Find(whole, group => group.Example == example)
            ?? throw new WrongUseException($"--example '{example}': '{pairs.Path}' has no such example with a target. It has: {string.Join(", ", whole.Take(12).Select(group => group.Example.Length == 0 ? "one without a name" : group.Example))}.");
    }

    private static GradientFlow Flow<T>(Model<T> model, Pairs pairs, Group group, GradientOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            var inputs = new Dictionary<string, Signal<T>>(StringComparer.Ordinal);
            foreach ((string role, NamedArray array) in group.Inputs)
            {
                ModelInput input = InputFile.Of(model, role)!;
                inputs[input.Name] = InputFile.Signal<T>(input, array, input.Shape.HasSteps ? group.Lengths : null);
            }
            Dictionary<string, Tensor<T>> targets = group.Expected.ToDictionary(row => row.Role == OutputFile.Output && model.Outputs.Count == 1 ? model.Outputs[0].Name : row.Role[(row.Role == OutputFile.Output ? 0 : 2)..], row => row.Array.As<T>(), StringComparer.Ordinal);
            return model.Gradients(inputs, targets, options);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new WrongUseException($"'{pairs.Path}': {group.Name}: {error.Message}");
        }
    }

    private static void Show<T>(Page page, LoadedModel<T> loaded, Pairs pairs, Group group, GradientFlow flow, bool withParameters) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        loaded.SayAssumptions(page);
        if (loaded.Assumptions.Count > 0) page.Line();
        int others = pairs.Groups.Count(one => one.Step is null && one.Expected.Any()) - 1;
        page.Line($"mean squared error against y: {Invariant.Short(flow.Loss)}{(others > 0 ? $"  [grey]({Page.Escape(group.Name)}; --example chooses one of {Invariant.Text(others)} others)[/]" : "")}");
        page.Line();
        GradientPicture.Draw(page, flow.Layers);
        page.Line();
        var table = new Columns(["layer", "where it begins", "at the far end", "left", "a step", "verdict"], 1, 2, 3, 4);
        foreach (LayerGradients layer in flow.Layers)
        {
            bool isAny = layer.Verdict is not (GradientVerdict.None or GradientVerdict.NotFinite);
            table.Add([Page.Escape(layer.FullName), Number(layer.GoingBack.ElementAtOrDefault(layer.Begin)), Number(layer.GoingBack.LastOrDefault()), isAny ? Number(layer.Ratio) : "", isAny ? $"× {Invariant.Text(layer.Rate, "0.000")}" : "", Words(layer)]);
        }
        table.Write(page);
        if (withParameters)
        {
            page.Line();
            var parameters = new Columns(["parameter", "‖∂L/∂θ‖"], 1);
            foreach ((string name, double norm) in flow.Parameters) parameters.Add(Page.Escape(name), Number(norm));
            parameters.Write(page);
        }
        if (flow.FirstNonFinite is null) return;
        page.Line();
        page.Line($"[red bold]Not finite, first:[/] {Page.Escape(flow.FirstNonFinite.ToString())}.");
    }

    private static string Words(LayerGradients layer) => layer.Verdict switch
    {
        GradientVerdict.Vanishing => $"[yellow]vanishing[/]: {(layer.Ratio > 0 ? $"half is left after {Steps(Math.Log(0.5) / Math.Log(layer.Rate))}" : "nothing reaches the far end")}",
        GradientVerdict.Exploding => "[red]exploding[/]: clip it, or begin with smaller recurrent weights",
        GradientVerdict.NotFinite => "[red bold]not finite[/]",
        GradientVerdict.None => "none: the error does not depend on this layer",
        _ => "[green]healthy[/]",
    };

    private static string Steps(double count) => $"{Invariant.Text(count, "0.#")} steps";

    private static string Number(double number) => !double.IsFinite(number) ? $"[red]{Invariant.Text(number)}[/]" : number == 0 ? "0" : Invariant.Text(number, Math.Abs(number) is >= 0.001 and < 1000 ? "0.0000" : "0.0e-0");

    private static JsonObject ToJson<T>(LoadedModel<T> loaded, Group group, GradientFlow flow) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
    {
        ["assumptions"] = new JsonArray([.. loaded.Assumptions.Select(assumption => (JsonNode)assumption)]),
        ["example"] = group.Example,
        ["loss"] = Invariant.Json(flow.Loss),
        ["verdict"] = flow.Verdict.ToString(),
        ["layers"] = new JsonArray([.. flow.Layers.Select(layer => new JsonObject
        {
            ["name"] = layer.FullName, ["node"] = layer.Node, ["layer"] = layer.Layer, ["reverse"] = layer.Reverse, ["verdict"] = layer.Verdict.ToString(),
            ["left"] = Invariant.Json(layer.Ratio), ["perStep"] = Invariant.Json(layer.Rate),
            ["norms"] = new JsonArray([.. layer.ByStep.Select(Invariant.Json)]), ["goingBack"] = new JsonArray([.. layer.GoingBack.Select(Invariant.Json)]),
        })]),
        ["parameters"] = new JsonObject(flow.Parameters.Select(row => KeyValuePair.Create<string, JsonNode?>(row.Name, Invariant.Json(row.Norm)))),
        ["firstNonFinite"] = TraceCommand.ToJson(flow.FirstNonFinite),
    };
}
