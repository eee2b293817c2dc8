using System.Diagnostics;
using Elman.Cli.Commands;

namespace Elman.Cli;

/// <summary>The <c>elman</c> command: a table of commands, and the way into them.</summary>
internal static class Program
{
    /// <summary>In the order in which the help lists them.</summary>
    public static readonly (string Name, Func<ElmanCommand> Make)[] Table =
    [
        ("tour", () => new TourCommand()),
        ("summary", () => new SummaryCommand()),
        ("run", () => new RunCommand()),
        ("evaluate", () => new EvaluateCommand()),
        ("forecast", () => new ForecastCommand()),
        ("verify", () => new VerifyCommand()),
        ("convert", () => new ConvertCommand()),
        ("trace", () => new TraceCommand()),
        ("gradients", () => new GradientsCommand()),
        ("explain", () => new ExplainCommand()),
        ("train", () => new TrainCommand()),
        ("search", () => new SearchCommand()),
        ("stream", () => new StreamCommand()),
        ("info", () => new InfoCommand()),
    ];

    /// <summary>All of them.</summary>
    public static ElmanCommand[] Commands => [.. Table.Select(row => row.Make())];

    /// <summary>The command that the first word names; all of them where it names none, to say so. Making a command takes milliseconds.</summary>
    public static ElmanCommand[] Needed(string[] arguments) => arguments.Length > 0 && Array.Find(Table, row => row.Name == arguments[0]) is { Make: { } make } ? [make()] : Commands;

    /// <summary>Set to 1, it makes the command say on its error page how many milliseconds lay between its beginning and its end.</summary>
    private const string Clock = "ELMAN_CLOCK";

    public static int Main(string[] arguments)
    {
        long began = Stopwatch.GetTimestamp();
        using var cancel = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !cancel.IsCancellationRequested;       // asked a second time, it ends at once
            cancel.Cancel();
        };
        Exit exit = CommandLine.Run(arguments, Needed(arguments), Surroundings.OfProcess(cancel.Token));
        if (Environment.GetEnvironmentVariable(Clock) is "1") Console.Error.WriteLine($"clock {Invariant.Short(Stopwatch.GetElapsedTime(began).TotalMilliseconds)} ms");
        return (int)exit;
    }
}
