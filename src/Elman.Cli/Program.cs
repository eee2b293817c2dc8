using System.Diagnostics;
using Elman.Cli.Commands;

namespace Elman.Cli;

/// <summary>The <c>elman</c> command: a table of commands, and the way into them.</summary>
internal static class Program
{
    /// <summary>In the order in which the help lists them.</summary>
    public static ElmanCommand[] Commands =>
    [
        new TourCommand(),
        new SummaryCommand(),
        new RunCommand(),
        new VerifyCommand(),
        new TraceCommand(),
        new ExplainCommand(),
        new StreamCommand(),
        new InfoCommand(),
    ];

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
        Exit exit = CommandLine.Run(arguments, Commands, Surroundings.OfProcess(cancel.Token));
        if (Environment.GetEnvironmentVariable(Clock) is "1") Console.Error.WriteLine($"clock {Invariant.Short(Stopwatch.GetElapsedTime(began).TotalMilliseconds)} ms");
        return (int)exit;
    }
}
