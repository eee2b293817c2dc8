using System.CommandLine;
using System.Text.RegularExpressions;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli;

/// <summary>From what was typed to an exit code. Whatever goes wrong is one line on the error page, never a stack trace.</summary>
internal static partial class CommandLine
{
    public static Exit Run(string[] arguments, IReadOnlyList<ElmanCommand> commands, Surroundings here)
    {
        Exit exit;
        try
        {
            exit = Invoke(arguments, commands, here);
            here.Page.Flush();
        }
        catch (Exception error)
        {
            (exit, string problem) = Explain(error is TypeInitializationException { InnerException: { } inner } ? inner : error);
            Try(here.Page.Flush);
            Try(() => here.Errors.Text($"elman: {OneLine(problem)}"));
        }
        Try(here.Errors.Flush);
        return exit;
    }

    /// <summary>Says what can still be said; where the page itself is the trouble, such as a disk that is full, the exit code must do.</summary>
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
        }
    }

    private static Exit Invoke(string[] arguments, IReadOnlyList<ElmanCommand> commands, Surroundings here)
    {
        var root = new RootCommand("Runs trained recurrent networks and shows what they are, exact to the bit.") { HelpName = "elman" };
        Exit exit = Exit.Fine;
        foreach (ElmanCommand command in commands)
        {
            command.SetAction(parsed => exit = command.Run(parsed, here));
            root.Add(command);
        }
        HelpText.Install(root, commands);
        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0 || result.Action is null) throw Refusal(result, commands);
        result.Invoke(new InvocationConfiguration { Output = here.Page.Plain, Error = here.Errors.Plain, EnableDefaultExceptionHandler = false });
        return exit;
    }

    private static WrongUseException Refusal(ParseResult result, IReadOnlyList<ElmanCommand> commands)
    {
        Command command = result.CommandResult.Command;
        string help = command is RootCommand ? "elman --help" : $"elman {command.Name} --help";
        if (command is not RootCommand) return new($"{command.Name}: {OneLine(result.Errors[0].Message)} See '{help}'.");
        string known = string.Join(", ", commands.Select(one => one.Name));
        return result.UnmatchedTokens.Count > 0
            ? new($"there is no command '{result.UnmatchedTokens[0]}'. Known: {known}. See '{help}'.")
            : new($"expected a command, found none. Known: {known}. See '{help}'; begin with 'elman tour'.");
    }

    /// <summary>Which errors mean what.</summary>
    private static (Exit Exit, string Problem) Explain(Exception error) => error switch
    {
        OperationCanceledException => (Exit.Cancelled, "cancelled."),
        DivergedException => (Exit.Diverged, error.Message),
        BadFileException => (Exit.BadFile, error.Message),
        IOException or UnauthorizedAccessException => (Exit.BadFile, $"a file, or the output, cannot be read or written: {error.Message}"),
        WrongUseException or ArgumentException or FormatException or NotSupportedException or InvalidOperationException or KeyNotFoundException => (Exit.WrongUse, error.Message),
        OutOfMemoryException => (Exit.WrongUse, "there is not enough memory for this. Give fewer sequences, or a smaller --batch."),
        _ => (Exit.Fault, $"unexpected: {error.GetType().Name}: {error.Message} This is a fault of elman; please report it with what you typed."),
    };

    /// <summary>Without the name of a parameter, which means something to a programmer only.</summary>
    public static string OneLine(string text) => Parameter.Replace(text, "").ReplaceLineEndings(" ");

    [GeneratedRegex(@" \(Parameter '\w+'\)")]
    private static partial Regex Parameter { get; }
}
