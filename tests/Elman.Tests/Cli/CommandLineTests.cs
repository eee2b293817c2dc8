namespace Elman.Tests.Cli;

/// <summary>Help, and what is said to whoever types something wrong.</summary>
public sealed class CommandLineTests
{
    public static TheoryData<string> Names => [.. Elman.Cli.Program.Commands.Select(command => command.Name)];

    [Fact]
    public void The_help_lists_the_commands_and_the_exit_codes()
    {
        ExpectedText.Is("help", ExpectedText.Of(Answer.Of("--help"), "--help"));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_help_of_each_command_ends_with_an_example(string name)
    {
        Answer help = Answer.Of(name, "--help");
        Assert.StartsWith("elman " + name, help.Output.TrimEnd().Split('\n')[^1].Trim().Split("| ")[^1].Replace("ELMAN_SIMD=256 ELMAN_THREADS=1 ", ""), StringComparison.Ordinal);
        ExpectedText.Is("help-" + name, ExpectedText.Of(help, name, "--help"));
    }

    [Fact]
    public void The_version_is_that_of_the_build()
    {
        Answer answer = Answer.Of("--version");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        Assert.Matches(@"^elman \d+\.\d+\.\d+(-[\w.]+)?\n$", answer.Output);
    }

    [Fact]
    public void Info_lists_every_kernel_and_marks_the_one_in_use()
    {
        string[] lines = Answer.Of("info").Output.Split('\n');
        foreach (Elman.Numerics.KernelRow row in Elman.Numerics.Kernels.BestFirst)
        {
            string line = Assert.Single(lines, line => line.StartsWith(row.Name + " ", StringComparison.Ordinal) && line.EndsWith(row.Reason, StringComparison.Ordinal));
            Assert.Equal(row.IsSupported, line.Contains("yes", StringComparison.Ordinal));
        }
    }

    /// <summary>What is typed, and under which name the answer is kept.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "no-command", "" },
        { "unknown-command", "predict MODEL" },
        { "unknown-option", "run MODEL --input X --fast" },
        { "no-model", "summary" },
        { "no-input", "run MODEL" },
        { "two-models", "summary MODEL MODEL" },
        { "heads-unknown", "summary MODEL --heads first" },
        { "activation-unknown", "summary MODEL --activation swish2" },
        { "option-of-no-use", "summary MODEL --layer-norm-epsilon 1e-3" },
        { "rtol-text", "verify MODEL --pairs X --rtol small" },
        { "atol-negative", "verify MODEL --pairs X --atol -1" },
        { "atol-nan", "verify MODEL --pairs X --atol NaN" },
        { "rtol-comma", "verify MODEL --pairs X --rtol 0,5" },
        { "batch-zero", "run MODEL --input X --batch 0" },
        { "lengths-text", "run MODEL --input X --lengths 5,three" },
        { "map-without-role", "verify MODEL --pairs X --map y" },
        { "model-missing", "summary TEMP/nowhere.safetensors" },
        { "model-folder", "summary TEMP/" },
        { "model-empty", "summary TEMP/empty.safetensors" },
        { "model-text", "summary TEMP/text.safetensors" },
        { "model-pickle", "summary TEMP/weights.pt" },
        { "model-truncated", "summary TEMP/truncated.safetensors" },
        { "input-missing", "run MODEL --input TEMP/nowhere.npz" },
        { "input-width", "run MODEL --input TEMP/wide.npy" },
        { "input-rank", "run MODEL --input TEMP/deep.npy" },
        { "input-table-nan", "run MODEL --input TEMP/nan.csv" },
        { "input-table-text", "run MODEL --input TEMP/word.csv" },
        { "input-column", "run MODEL --input TEMP/two.csv --columns c" },
        { "input-columns", "run MODEL --input TEMP/two.csv" },
        { "columns-of-no-table", "run MODEL --input TEMP/wide.npy --columns a" },
        { "output-extension", "run MODEL --input X --output TEMP/y.txt" },
        { "lengths-count", "run MODEL --input TEMP/one.npy --lengths 1,2" },
        { "lengths-beyond", "run MODEL --input TEMP/one.npy --lengths 9" },
        { "pairs-nothing-expected", "verify MODEL --pairs TEMP/only-x.npz" },
        { "pairs-no-input", "verify MODEL --pairs TEMP/only-y.npz" },
        { "pairs-shape", "verify MODEL --pairs TEMP/other-shape.npz" },
        { "pairs-output", "verify MODEL --pairs TEMP/other-output.npz" },
        { "map-unknown", "verify MODEL --pairs TEMP/only-x.npz --map target=y" },
        { "bits-and-json", "info --bits --json" },
        { "trace-plot-and-json", "trace MODEL --input TEMP/one.npy --plot --json" },
        { "trace-output-extension", "trace MODEL --input TEMP/one.npy --output TEMP/t.npy" },
        { "trace-name-unknown", "trace MODEL --input TEMP/one.npy --name forget" },
        { "trace-node-unknown", "trace MODEL --input TEMP/one.npy --node lstm" },
        { "trace-sample-beyond", "trace MODEL --input TEMP/one.npy --sample 1" },
        { "trace-sample-negative", "trace MODEL --input TEMP/one.npy --sample -1" },
        { "trace-plot-of-nothing", "trace MODEL --input TEMP/one.npy --plot --node head --output TEMP/t.npz" },
        { "state-folder", "stream MODEL --state TEMP/" },
        { "state-damaged", "stream MODEL --state TEMP/text.safetensors" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_in_one_line_and_by_the_exit_code(string name, string typed)
    {
        using var files = new Scratch();
        Prepare(files);
        string[] arguments = [.. typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("MODEL", Sample.Path, StringComparison.Ordinal).Replace("TEMP/", files[""], StringComparison.Ordinal))];
        Answer answer = Answer.Of(arguments);
        Assert.Equal("", answer.Output);
        Assert.Equal(answer.Errors.IndexOf('\n'), answer.Errors.Length - 1);
        Assert.StartsWith("elman: ", answer.Errors, StringComparison.Ordinal);
        Assert.InRange(answer.Exit, 2, 3);
        ExpectedText.Is("wrong-" + name, ExpectedText.Of(answer, arguments), files.Shown);
    }

    private static void Prepare(Scratch files)
    {
        files.Text("empty.safetensors", "");
        files.Text("text.safetensors", "This is no model.");
        files.Text("weights.pt", "PK");
        File.WriteAllBytes(files["truncated.safetensors"], File.ReadAllBytes(Sample.Path)[..900]);
        files.Text("nan.csv", "a\n0.5\nNaN\n");
        files.Text("word.csv", "a\n0.5\nmuch\n");
        files.Text("two.csv", "a,b\n1,2\n");
        files.Arrays("wide.npy", ("wide", new(new(4, 5, 3))));
        files.Arrays("deep.npy", ("deep", new(new(2, 4, 5, 1))));
        files.Arrays("one.npy", ("one", new(new(1, 5, 1))));
        files.Arrays("only-x.npz", ("x", new(new(1, 5, 1))));
        files.Arrays("only-y.npz", ("y", new(new(1, 5, 1))));
        files.Arrays("other-shape.npz", ("x", new(new(1, 5, 1))), ("y", new(new(1, 5, 2))));
        files.Arrays("other-output.npz", ("x", new(new(1, 5, 1))), ("y.attention", new(new(1, 5, 2))));
    }
}
