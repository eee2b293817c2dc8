using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Elman.Cli.Commands;

namespace Elman.Cli;

/// <summary>The help of every command ends with exit codes and an example; its width is that of a page, not that of a terminal.</summary>
internal static class HelpText
{
    private const int Width = 110;

    public static void Install(RootCommand root, IReadOnlyList<ElmanCommand> commands)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        var written = (HelpAction)help.Action!;
        written.MaxWidth = Width;
        help.Action = new WithExamples(written, commands);
        root.Options.OfType<VersionOption>().Single().Action = new OnlyVersion();
    }

    /// <summary>Without what the build adds to it.</summary>
    private sealed class OnlyVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult result)
        {
            result.InvocationConfiguration.Output.Write($"elman {InfoCommand.Version}\n");
            return 0;
        }
    }

    private sealed class WithExamples(HelpAction written, IReadOnlyList<ElmanCommand> commands) : SynchronousCommandLineAction
    {
        // Help is an answer to whatever else was typed.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult result)
        {
            TextWriter to = result.InvocationConfiguration.Output;
            var text = new StringWriter();
            result.InvocationConfiguration.Output = text;
            int exit = written.Invoke(result);
            result.InvocationConfiguration.Output = to;
            foreach (string line in text.ToString().Trim().Split('\n')) to.Write($"{line.TrimEnd()}\n");
            to.Write('\n');
            to.Write("Exit codes:\n");
            foreach ((Exit code, string meaning) in ExitCodes.All) to.Write($"  {Invariant.Text((int)code),-4} {meaning}\n");
            IReadOnlyList<(string Line, string Purpose)> examples = result.CommandResult.Command is ElmanCommand command
                ? command.Examples
                : [.. commands.Select(one => (one.Examples[0].Line, one.Description ?? ""))];
            to.Write(examples.Count == 1 ? "\nExample:\n" : "\nExamples:\n");
            foreach ((string line, string purpose) in examples) to.Write($"  # {purpose}\n  {line}\n");
            return exit;
        }
    }
}
