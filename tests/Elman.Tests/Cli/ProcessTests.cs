using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Elman.Tests.Cli;

/// <summary>The command as a process, under a culture with a decimal comma like all tests: what cannot be seen from within.</summary>
[Collection(ComputeTests.Name)]
public sealed class ProcessTests
{
    private static readonly Dictionary<string, string> _nothing = [];

    [Fact]
    public void The_tour_runs_from_any_folder_in_a_few_seconds_and_prints_plain_text()
    {
        Answer answer = Answer.OfProcess("", _nothing, "tour");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        Assert.DoesNotContain('\e', answer.Output);
        Assert.Equal(Steady(Answer.Of("tour").Output), Steady(answer.Output));

        // Its time, and the folder in which it leaves its model, are each run's own.
        static string Steady(string text) => Regex.Replace(text.Split("The tour took")[0], "elman-tour-[A-Za-z0-9]+", "elman-tour");
    }

    [Fact]
    public void Errors_go_to_their_own_stream_and_the_exit_code_tells_their_kind()
    {
        Answer wrong = Answer.OfProcess("", _nothing, "fly"), missing = Answer.OfProcess("", _nothing, "summary", "nowhere.npz");
        Assert.Equal((2, ""), (wrong.Exit, wrong.Output));
        Assert.Equal((3, ""), (missing.Exit, missing.Output));
        Assert.Equal(Answer.Of("fly").Errors, wrong.Errors);
    }

    [Fact]
    public void A_kernel_and_threads_are_chosen_from_outside_and_a_wrong_name_is_refused()
    {
        JsonNode info = JsonNode.Parse(Answer.OfProcess("", new Dictionary<string, string> { ["ELMAN_SIMD"] = "scalar", ["ELMAN_THREADS"] = "3" }, "info", "--json").Output)!;
        Assert.Equal(("scalar", 3, "scalar"), ((string?)info["kernel"], (int)info["threads"]!, (string?)info["kernels"]!.AsArray()[^1]!["name"]));
        Answer refused = Answer.OfProcess("", new Dictionary<string, string> { ["ELMAN_SIMD"] = "1024" }, "info");
        Assert.Equal(2, refused.Exit);
        Assert.StartsWith("elman: ELMAN_SIMD asks for kernel '1024'.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_answers_each_line_at_once_and_ends_cleanly_when_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Interrupting another process takes a signal.");
        using var files = new Scratch();
        using Process process = Answer.Start(_nothing, "stream", Sample.Path, "--state", files["sun.state"]);
        process.StandardInput.WriteLine("0.5");
        process.StandardInput.Flush();
        Assert.Equal(Answer.With("0.5\n", default, "stream", Sample.Path).Output.TrimEnd(), process.StandardOutput.ReadLine());
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), "The command did not end when it was interrupted.");
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("elman: cancelled.\n", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(files["sun.state"]));
    }
}
