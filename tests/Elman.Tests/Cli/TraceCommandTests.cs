using System.Text.Json.Nodes;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary><c>elman trace</c>: the table, the plot, the arrays, and the first number that is not finite.</summary>
public sealed class TraceCommandTests
{
    [Fact]
    public void A_table_has_a_row_for_each_value() => Shows("trace", Sample.Windows(3), "--lengths", "22,9,22");

    [Fact]
    public void A_plot_draws_the_states_of_a_sequence() => Shows("trace-plot", Sample.Windows(3), "--plot", "--sample", "1");

    [Fact]
    public void A_long_sequence_is_drawn_in_bins_and_that_is_said() =>
        Shows("trace-long", Tensor.From<float>([.. Enumerable.Range(0, 250).Select(i => (i % 23 - 11) / 8f)], new Shape(1, 250, 1)), "--plot", "--name", "hidden.pre");

    [Fact]
    public void The_first_number_that_is_not_finite_is_named_and_is_the_exit_code() =>
        Shows("trace-nan", Sample.Changed(Sample.Windows(3), 22 + 17, float.NaN), "--plot", "--sample", "1");

    [Fact]
    public void Steps_that_are_not_there_do_not_count()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npz", ("x", Sample.Changed(Sample.Windows(2), 40, float.NaN)));
        Assert.Equal(0, Answer.Of("trace", Sample.Path, "--input", input, "--lengths", "22,9").Exit);
        Assert.Equal(1, Answer.Of("trace", Sample.Path, "--input", input, "--lengths", "22,22").Exit);
    }

    [Fact]
    public void Arrays_are_written_under_the_names_of_the_trace_with_its_bits()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npz", ("x", Sample.Windows(5)));
        Answer answer = Answer.Of("trace", Sample.Path, "--input", input, "--output", files["out.npz"], "--batch", "2");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        Trace<float> trace = Sample.Every.Trace(Sample.Windows(5));
        ArrayFile written = ArrayFile.Load(files["out.npz"]);
        Assert.Equal(trace.Names, written.Names);
        foreach (TraceEntry<float> entry in trace) Bits.AssertEqual(entry.Values.Values, written[entry.FullName].As<float>().Values, entry.FullName);
    }

    [Fact]
    public void A_sequence_without_steps_has_no_figures_and_an_empty_plot() => Shows("trace-empty", Sample.Windows(2), "--lengths", "22,0", "--sample", "1");

    [Fact]
    public void JSON_has_the_same_figures()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npz", ("x", Sample.Changed(Sample.Windows(2), 3, float.PositiveInfinity)));
        Answer answer = Answer.Of("trace", Sample.Path, "--input", input, "--json", "--name", "h,hidden", "--sample", "1");
        JsonNode json = JsonNode.Parse(answer.Output)!;
        Assert.Equal(1, answer.Exit);
        Assert.Equal(["rnn.0.forward.hidden", "rnn.0.forward.h"], json["values"]!.AsArray().Select(value => (string)value!["name"]!));
        Assert.Equal("[1,22,16]", json["values"]![0]!["shape"]!.ToJsonString());
        float[] h = Sample.Every.Trace(Sample.Windows(2))["rnn.0.forward.h"].Of(1).Values.Values.ToArray();
        Assert.Equal((h.Min(), h.Max()), ((float)json["values"]![1]!["min"]!, (float)json["values"]![1]!["max"]!));
        JsonNode wrong = json["firstNonFinite"]!;
        Assert.Equal(("Input", 0, 3, "Infinity"), ((string?)wrong["kind"], (int)wrong["sample"]!, (int)wrong["step"]!, (string?)wrong["value"]));
    }

    [Fact]
    public void Colours_are_for_a_terminal_and_change_no_character()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npz", ("x", Sample.Windows(1)));
        string[] arguments = ["trace", Sample.Path, "--input", input, "--plot"];
        string plain = Answer.Of(arguments).Output;
        using StringWriter output = new(), errors = new();
        var here = new Elman.Cli.Surroundings(new StringReader(""), new(output, isColoured: true), new(errors, isColoured: false), default);
        Assert.Equal(Elman.Cli.Exit.Fine, Elman.Cli.CommandLine.Run(arguments, Elman.Cli.Program.Commands, here));
        Assert.DoesNotContain('\e', plain);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(output.ToString(), "\e\\[[0-9;]*m", ""));
    }

    private static void Shows(string name, Tensor<float> x, params string[] options)
    {
        using var files = new Scratch();
        string[] arguments = ["trace", Sample.Path, "--input", files.Arrays("windows.npz", ("x", x)), .. options];
        ExpectedText.Is(name, ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }
}
