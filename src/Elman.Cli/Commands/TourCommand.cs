using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Elman.Cli.Tours;
using Elman.Numerics;

namespace Elman.Cli.Commands;

/// <summary>A guided tour on real data: a network that PyTorch trained, and every promise of the library checked on it.</summary>
internal sealed class TourCommand : ElmanCommand
{
    private const string Indent = "  ";

    /// <summary>The most that the plot shows; the sun has not been busier in any year tested.</summary>
    private const double MostSunspots = 200;

    private readonly Option<bool> _json = JsonOption.New();
    private readonly Func<Sunspots> _data;

    public TourCommand() : this(Sunspots.Load) { }

    public TourCommand(Func<Sunspots> data) : base("tour", "shows a network that PyTorch trained, on real data, and checks every promise")
    {
        _data = data;
        Add(_json);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman tour", "see it; takes a few seconds and needs no other file"),
        ("elman tour --json", "the forecasts, the errors and the checks for a program"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        var watch = Stopwatch.StartNew();
        var tour = new SunspotTour(_data(), here.Cancellation);
        IReadOnlyList<Check> checks = tour.Checks;
        bool holds = checks.All(check => check.Holds);
        if (arguments.GetValue(_json)) here.Page.Json(ToJson(tour, checks, holds));
        else Show(here.Page, tour, checks, holds, watch.Elapsed);
        return holds ? Exit.Fine : Exit.CheckFailed;
    }

    private static void Show(Page page, SunspotTour tour, IReadOnlyList<Check> checks, bool holds, TimeSpan elapsed)
    {
        Sunspots data = tour.Data;
        int first = data.Year(0), last = data.Year(data.Count - 1);
        page.Line("[bold]Elman: recurrent networks in C#, exact to the bit[/]");

        Heading(page, 1, "A network that PyTorch trained",
            $"PyTorch {data.PyTorchVersion} trained it on the sunspot numbers of 1700 to {Invariant.Text(first - 1)}: it reads {Invariant.Text(data.Window)} years and",
            "forecasts the next. Its file holds named arrays and nothing else, so the architecture is inferred from",
            "names and shapes. What they cannot tell is assumed, and said; or it is told, as here for the head.");
        page.Line($"{Indent}[bold]{Page.Escape(data.Loaded.Path)}[/]: {Page.Escape(data.Loaded.Container)}, {Page.Escape(data.Loaded.Dialect)}");
        page.Line($"{Indent}[green]told:[/]    The head reads the output of the last step only (--heads last).");
        data.Loaded.SayAssumptions(page, Indent);
        page.Line();
        foreach (string line in data.Loaded.Table.ToString().Split('\n')) page.Line(Indent + Page.Escape(line));

        Heading(page, 2, $"It forecasts {Invariant.Text(data.Count)} years that it has never seen",
            $"For each year from {Invariant.Text(first)} to {Invariant.Text(last)} it is given the {Invariant.Text(data.Window)} years before. The sun's cycle of about 11 years",
            "was not told to it: it learnt that.");
        page.Line($"{Indent}sunspots a year   {Plot.Legend("observed", "forecast")}");
        Plot.Draw(page, Indent, first, data.Truth, tour.Forecasts, MostSunspots);

        Heading(page, 3, "The numbers are PyTorch's",
            "A network moved to another library should give the same numbers there. Here is how far the forecasts",
            "are off, and how far they are from those that PyTorch itself made, with its own code and its own rounding.");
        var errors = new Columns(["forecast by", "root mean squared error"], 1);
        errors.Add("this library", SunspotTour.Two(tour.Error));
        errors.Add("PyTorch, the same network", SunspotTour.Two(tour.PyTorchError));
        errors.Add("persistence: next year is like this one", SunspotTour.Two(tour.PersistenceError));
        errors.Write(page, Indent);
        page.Line();
        page.Line($"{Indent}Largest difference from PyTorch's forecasts: {Invariant.Difference(tour.LargestDifference)} of a standard deviation, in {Invariant.Text(tour.LargestYear)};");
        page.Line($"{Indent}that is {Invariant.Text(tour.LargestDifference * data.Deviation, "0.0000000")} sunspots.");

        Heading(page, 4, "One step at a time, the same bits",
            "In a service or a device, numbers arrive one by one. A session keeps the network's state between steps and",
            "allocates nothing. After the last year of a window it gives the forecast of the whole window, bit for bit.");
        page.Line($"{Indent}whole windows   {SunspotTour.Fingerprint(tour.Predictions)}");
        page.Line($"{Indent}step by step    {SunspotTour.Fingerprint(tour.Stepped)}   {Invariant.Text(tour.SteppedDiffering)} of {Invariant.Text(data.Count)} forecasts differ in any bit");
        page.Line($"{Indent}[grey](the first digits of the SHA-256 of all forecasts)[/]");

        Heading(page, 5, "Every machine, the same bits",
            "Most libraries round differently on another processor or with more threads. Here the order of every sum is",
            "fixed, so a result can be reproduced anywhere. This machine ran the forecasts in each of its ways:");
        ShowRuns(page, tour);

        Heading(page, 6, TraceSection.Title, TraceSection.Sentences);
        TraceSection.Show(page, tour, Indent);

        Heading(page, 7, "The equations, and a loop that confirms them", ExplainSection.Introduction);
        ExplainSection.Write(page, Indent, tour.Explanation);

        Heading(page, 8, TrainingSection.Title, TrainingSection.Sentences);
        tour.Training.Show(page, Indent);

        Heading(page, 9, "What was promised, and what was found");
        Check.Write(page, checks, Indent);
        page.Line();
        page.Line(holds
            ? $"{Indent}[green bold]All checks hold.[/] The tour took {Invariant.Text(elapsed.TotalSeconds, "0.0")} s. Next: elman summary MODEL, elman --help."
            : $"{Indent}[red bold]Not all checks hold.[/] Please report this, with what 'elman info' prints.");
    }

    private static void Heading(Page page, int number, string title, params string[] sentences)
    {
        page.Line();
        page.Line($"[bold blue]{Invariant.Text(number)}  {Page.Escape(title)}[/]");
        page.Line();
        foreach (string sentence in sentences) page.Line(Indent + Page.Escape(sentence));
        if (sentences.Length > 0) page.Line();
    }

    /// <summary>A row for each kernel, a column for each number of threads.</summary>
    private static void ShowRuns(Page page, SunspotTour tour)
    {
        int[] threads = [.. tour.Runs.Select(run => run.Threads).Distinct()];
        var table = new Columns(["vector width", .. threads.Select(count => count == 1 ? "1 thread" : $"{Invariant.Text(count)} threads")]);
        foreach (IGrouping<string, WidthRun> row in tour.Runs.GroupBy(run => run.Kernel))
            table.Add([row.Key == "scalar" ? "scalar" : $"{row.Key} bits", .. row.Select(run => run.Differing == 0 ? $"[green]{run.Fingerprint}[/]" : $"[red]{run.Fingerprint}[/]")]);
        table.Write(page, Indent);
        string[] missing = [.. Kernels.BestFirst.Where(row => !row.IsSupported).Select(row => row.Name)];
        if (missing.Length > 0) page.Line($"{Indent}[grey](not on this machine: {string.Join(", ", missing)})[/]");
    }

    private static JsonObject ToJson(SunspotTour tour, IReadOnlyList<Check> checks, bool holds) => new()
    {
        ["holds"] = holds,
        ["checks"] = new JsonArray([.. checks.Select(check => check.ToJson())]),
        ["rootMeanSquaredError"] = new JsonObject { ["elman"] = tour.Error, ["pytorch"] = tour.PyTorchError, ["persistence"] = tour.PersistenceError },
        ["largestDifference"] = tour.LargestDifference,
        ["runs"] = new JsonArray([.. tour.Runs.Select(run => new JsonObject { ["kernel"] = run.Kernel, ["threads"] = run.Threads, ["fingerprint"] = run.Fingerprint, ["differing"] = run.Differing })]),
        ["trained"] = new JsonObject { ["model"] = tour.Training.Path, ["rootMeanSquaredError"] = tour.Training.Error },
        ["forecasts"] = new JsonArray([.. tour.Forecasts.Select((forecast, index) => new JsonObject
        {
            ["year"] = tour.Data.Year(index), ["observed"] = tour.Data.Truth[index], ["forecast"] = forecast, ["pytorch"] = tour.Data.InSunspots(index, tour.Data.PyTorch[index]),
        })]),
    };
}
