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
        new ConvertCommand(),
        new TraceCommand(),
        new ExplainCommand(),
        new StreamCommand(),
        new InfoCommand(),
    ];

    public static int Main(string[] arguments)
    {
        using var cancel = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !cancel.IsCancellationRequested;       // asked a second time, it ends at once
            cancel.Cancel();
        };
        return (int)CommandLine.Run(arguments, Commands, Surroundings.OfProcess(cancel.Token));
    }
}
