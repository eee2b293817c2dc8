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
    /// <exception cref="InvalidOperationException">Something could not be published, or failed.</exception>
    public static StartTimes Measure(string root)
    {
        string folder = Directory.CreateTempSubdirectory("elman-start-").FullName;
        try
        {
            string command = Path.Combine("src", "Elman.Cli"), profile = Path.Combine(root, command, "Properties", "PublishProfiles", "Standalone.pubxml");
            string empty = Path.Combine("bench", "Startup", "Empty");
            foreach (string project in (string[])[command, empty]) Publish(root, project, profile, folder);
            string steps = Path.Combine(folder, "steps.csv");
            File.WriteAllLines(steps, ["x", "0.2", "0.9", "1.6", "1.2", "0.4"]);
            List<StartRow> rows = [];
            foreach ((string name, string[] arguments, string input) in _questions)
            {
                string[] given = [.. arguments.Select(argument => argument == "{steps}" ? steps : argument)];
                (double answer, double whole)[] times = [.. Enumerable.Range(0, Runs).Select(_ => Run(root, Path.Combine(folder, "Elman.Cli", "Elman.Cli"), given, input))];
                rows.Add(new(name, Row.Median([.. times.Select(time => time.answer)]), Row.Median([.. times.Select(time => time.whole)])));
            }
            double nothing = Row.Median([.. Enumerable.Range(0, Runs).Select(_ => Run(root, Path.Combine(folder, "Empty", "Empty"), [], "").Whole)]);
            return new(rows, nothing, "published by its profile Standalone: trimmed, with its runtime, compiled beforehand");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Publish(string root, string project, string profile, string folder)
    {
        string[] arguments =
        [
            "publish", project, "-c", "Release", "--use-current-runtime", $"-p:PublishProfileFullPath={profile}", "-p:PublishProfile=Standalone",
            // A lock file of its own: that of the project says nothing of runtimes.
            "-p:NuGetLockFilePath=obj/publish.lock.json", "-o", Path.Combine(folder, Path.GetFileName(project)), "--nologo", "-v", "quiet",
        ];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        string messages = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{project} was not published: {messages.Trim()}");
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
        if (arguments.Length == 0) return (0, whole);
        // What the command says of its assumptions may stand before it.
        string[] words = errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int clock = Array.IndexOf(words, "clock");
        return clock >= 0 && clock + 1 < words.Length
            ? (double.Parse(words[clock + 1], CultureInfo.InvariantCulture), whole)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} told no time: {errors}");
    }
}
