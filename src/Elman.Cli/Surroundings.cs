using System.Text;

namespace Elman.Cli;

/// <summary>What a command reads from and writes to: a process's own streams, or those that a test gives.</summary>
internal sealed class Surroundings(TextReader input, Page page, Page errors, CancellationToken cancellation)
{
    public TextReader Input => input;

    /// <summary>Where results go.</summary>
    public Page Page => page;

    /// <summary>Where errors, notes and progress go, so that results can be piped on.</summary>
    public Page Errors => errors;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Those of this process, in UTF-8; coloured where a person looks on.</summary>
    public static Surroundings OfProcess(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = Encoding.UTF8;
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new Page(new StreamWriter(Console.OpenStandardOutput(), utf8), IsTerminal(Console.IsOutputRedirected)),
            new Page(new StreamWriter(Console.OpenStandardError(), utf8), IsTerminal(Console.IsErrorRedirected)),
            cancellation);
    }

    /// <summary>NO_COLOR (no-color.org) and a dumb terminal ask for plain text.</summary>
    private static bool IsTerminal(bool redirected) =>
        !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
