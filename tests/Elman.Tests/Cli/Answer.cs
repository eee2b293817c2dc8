using System.Diagnostics;
using System.Text;
using Elman.Cli;

namespace Elman.Tests.Cli;

/// <summary>What the command answered: its exit code and both its texts.</summary>
internal sealed record Answer(int Exit, string Output, string Errors)
{
    /// <summary>The command within this process, through the same entry.</summary>
    public static Answer Of(params string[] arguments) => With("", default, arguments);

    public static Answer With(string input, CancellationToken cancellation, params string[] arguments) => With(Program.Commands, input, cancellation, arguments);

    public static Answer With(ElmanCommand[] commands, string input, CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), errors = new();
        var here = new Surroundings(new StringReader(input), new Page(output, isColoured: false), new Page(errors, isColoured: false), cancellation);
        Exit exit = CommandLine.Run(arguments, commands, here);
        return new((int)exit, output.ToString(), errors.ToString());
    }

    /// <summary>The command as a process of its own, whose texts are pipes.</summary>
    public static Answer OfProcess(string input, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The command did not end within two minutes.");
        return new(process.ExitCode, output, errors.Result);
    }

    /// <summary>The command as a process, still running.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8, StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Elman.Cli.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
