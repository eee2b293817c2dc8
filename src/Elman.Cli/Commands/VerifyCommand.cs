using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Cli.Verification;

namespace Elman.Cli.Commands;

/// <summary>Compares what a model gives with what another framework gave.</summary>
internal sealed class VerifyCommand : ElmanCommand
{
    /// <summary>Of the arrays that have no role.</summary>
    private const int MostNames = 6;

    private readonly LoadArguments _load;
    private readonly Option<string> _pairs = new("--pairs")
    {
        Description = "an .npz: x or x.INPUT in, y or y.OUTPUT expected (an output, or a node such as y.rnn), lengths; several examples as K/x and K/y; steps of one session as step0.x, step0.y, step1.x, …",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<double?> _relative = Typed.Tolerance("--rtol", "allowed difference relative to the expected number (usual: 1e-5)");
    private readonly Option<double?> _absolute = Typed.Tolerance("--atol", "allowed absolute difference, added to the relative one (usual: 1e-6; 1e-12·max(1, |expected|) where all is float64)");
    private readonly Option<string[]> _map = new("--map") { Description = "the role of an array with another name, such as --map input=x --map probabilities=y", HelpName = "NAME=ROLE" };
    private readonly Option<bool> _json = JsonOption.New();

    public VerifyCommand() : base("verify", "compares what a model gives with what another framework gave")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _pairs, _relative, _absolute, _map, _json }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman verify samples/data/sunspots.end.safetensors --heads last --pairs samples/data/sunspots.npz --map x_test=x --map pred_test=y", "the forecasts of the tour against PyTorch's"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        Pairs pairs = Pairs.Read(arguments.GetRequiredValue(_pairs), Roles(arguments.GetValue(_map) ?? []));
        Tolerance? tolerance = Tolerance.Given(arguments.GetValue(_absolute), arguments.GetValue(_relative));
        IReadOnlyList<Comparison> comparisons = [];
        here.Errors.WithProgress("comparing", pairs.Groups.Count > 1, progress => comparisons = Verifier<T>.Run(loaded.Model, pairs, tolerance, progress, here.Cancellation));
        if (comparisons.Sum(comparison => comparison.Compared) == 0) throw new WrongUseException($"'{pairs.Path}': nothing was compared, because every expected array is empty or lies in the padding.");
        bool holds = comparisons.All(comparison => comparison.Beyond == 0);
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(pairs, comparisons, holds));
        else Show(here.Page, loaded, pairs, comparisons, holds);
        return holds ? Exit.Fine : Exit.CheckFailed;
    }

    /// <summary>The roles that --map gives.</summary>
    public static Dictionary<string, string> Roles(string[] given)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in given)
        {
            string[] sides = text.Split('=', 2);
            if (sides.Length != 2 || sides[0].Length == 0 || sides[1].Length == 0) throw new WrongUseException($"--map expects NAME=ROLE, such as input=x; found '{text}'.");
            if (!roles.TryAdd(sides[0], sides[1])) throw new WrongUseException($"--map: '{sides[0]}' is given twice. Give it once.");
        }
        return roles;
    }

    private static void Show<T>(Page page, LoadedModel<T> loaded, Pairs pairs, IReadOnlyList<Comparison> comparisons, bool holds) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        loaded.SayAssumptions(page);
        int more = pairs.Ignored.Count - MostNames;
        if (pairs.Ignored.Count > 0)
            page.Line($"[yellow]not compared:[/] {Page.Escape(string.Join(", ", pairs.Ignored.Take(MostNames)))}{(more > 0 ? $" and {Invariant.Text(more)} more" : "")} (--map gives an array a role)");
        if (loaded.Assumptions.Count + pairs.Ignored.Count > 0) page.Line();
        var table = new Columns(["output", "compared", "beyond", "largest difference", "where", "expected", "found"], 1, 2, 3);
        foreach (Comparison comparison in comparisons)
            table.Add(Page.Escape(comparison.Output), Invariant.Grouped(comparison.Compared), comparison.Beyond == 0 ? "0" : $"[red]{Invariant.Grouped(comparison.Beyond)}[/]",
                Invariant.Difference(comparison.Largest!.Size), Page.Escape(comparison.Largest.Where), Invariant.Shortest(comparison.Largest.Expected), Invariant.Shortest(comparison.Largest.Found));
        table.Write(page);
        page.Line();
        long all = comparisons.Sum(comparison => comparison.Compared), beyond = comparisons.Sum(comparison => comparison.Beyond);
        string rules = string.Join(" or ", comparisons.Select(comparison => comparison.Tolerance!.Words).Distinct());
        if (holds) page.Line($"[green bold]Equal:[/] {Invariant.Grouped(all)} numbers, all within {Page.Escape(rules)}.");
        else page.Line($"[red bold]Not equal:[/] {Invariant.Grouped(beyond)} of {Invariant.Grouped(all)} numbers are beyond {Page.Escape(rules)}; the worst, for what is allowed, at {string.Join(", ", comparisons.Where(comparison => comparison.Worst is not null).Select(comparison => Page.Escape(comparison.Worst!.Where)))}.");
    }

    private static JsonObject ToJson(Pairs pairs, IReadOnlyList<Comparison> comparisons, bool holds) => new()
    {
        ["holds"] = holds,
        ["compared"] = comparisons.Sum(comparison => comparison.Compared),
        ["beyond"] = comparisons.Sum(comparison => comparison.Beyond),
        ["outputs"] = new JsonArray([.. comparisons.Select(comparison => new JsonObject
        {
            ["output"] = comparison.Output,
            ["compared"] = comparison.Compared,
            ["beyond"] = comparison.Beyond,
            ["tolerance"] = comparison.Tolerance!.Words,
            ["largest"] = ToJson(comparison.Largest!),
            ["worst"] = comparison.Worst is { } worst ? ToJson(worst) : null,
        })]),
        ["ignored"] = new JsonArray([.. pairs.Ignored.Select(name => (JsonNode)name)]),
    };

    private static JsonObject ToJson(Difference difference) => new()
    {
        ["difference"] = Invariant.Json(difference.Size),
        ["array"] = difference.Array,
        ["index"] = difference.Index,
        ["expected"] = Invariant.Json(difference.Expected),
        ["found"] = Invariant.Json(difference.Found),
    };
}
