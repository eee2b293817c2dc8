using System.Diagnostics;
using System.Globalization;
using Elman.Bench.Comparison;

namespace Elman.Bench.Startup;

/// <summary>Publishes the command and an empty program, trimmed and with their runtime, and times them.</summary>
internal static class Publishing
{
    private const int Runs = 9;

    private static readonly (string Name, string[] Arguments, string Input)[] _questions =
    [
        ("run, a network of 16 units on 5 sequences", ["run", "samples/data/sunspots.end.safetensors", "--heads", "last", "--input", "{steps}"], ""),
        ("stream, the first step of the same network", ["stream", "samples/data/sunspots.end.safetensors", "--heads", "last"], "0.1\n"),
    ];

    /// <param name="root">The folder of the repository.</param>
    public static StartTimes Measure(string root, TextWriter log)
    {
        string folder = Directory.CreateTempSubdirectory("elman-start-").FullName;
        try
        {
            string precompiled = "trimmed, with its runtime, precompiled (ReadyToRun)", trimmed = "trimmed, with its runtime";
            bool isPrecompiled = Publish(root, "src/Elman.Cli", folder, true, log) && Publish(root, "bench/Startup/Empty", folder, true, log);
            if (!isPrecompiled && !(Publish(root, "src/Elman.Cli", folder, false, log) && Publish(root, "bench/Startup/Empty", folder, false, log)))
                throw new InvalidOperationException("The command could not be published; the messages are above.");
            string steps = Path.Combine(folder, "steps.csv");
            File.WriteAllLines(steps, ["x", "0.2", "0.9", "1.6", "1.2", "0.4"]);
            List<StartRow> rows = [];
            foreach ((string name, string[] arguments, string input) in _questions)
            {
                string[] given = [.. arguments.Select(argument => argument == "{steps}" ? steps : argument)];
                (double answer, double whole)[] times = [.. Enumerable.Range(0, Runs).Select(_ => Run(root, Path.Combine(folder, "Elman.Cli", "Elman.Cli"), given, input))];
                rows.Add(new(name, Row.Median([.. times.Select(time => time.answer)]), Row.Median([.. times.Select(time => time.whole)])));
            }
            double empty = Row.Median([.. Enumerable.Range(0, Runs).Select(_ => Run(root, Path.Combine(folder, "Empty", "Empty"), [], "").Whole)]);
            return new(rows, empty, isPrecompiled ? precompiled : trimmed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Publish(string root, string project, string folder, bool precompiled, TextWriter log)
    {
        string[] arguments =
        [
            "publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", $"-p:PublishReadyToRun={(precompiled ? "true" : "false")}",
            // A lock file of its own: that of the project says nothing of runtimes.
            "-p:NuGetLockFilePath=obj/publish.lock.json", "-o", Path.Combine(folder, Path.GetFileName(project)), "--nologo", "-v", "quiet",
        ];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        string messages = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) log.WriteLine($"{project}, {(precompiled ? "precompiled" : "trimmed")}: not published: {messages.Trim()}");
        return process.ExitCode == 0;
    }

    private static (double Answer, double Whole) Run(string root, string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ELMAN_CLOCK"] = "1";
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        double whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
        string[] words = errors.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words.Length > 1 && words[0] == "clock" ? double.Parse(words[1], CultureInfo.InvariantCulture) : 0, whole);
    }
}
