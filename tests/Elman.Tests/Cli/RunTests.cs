using System.Text.Json.Nodes;
using Elman.Formats.Csv;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary><c>elman run</c> and <c>elman summary</c>.</summary>
public sealed class RunTests
{
    [Fact]
    public void A_summary_says_what_the_file_is_and_what_was_assumed() =>
        ExpectedText.Is("summary", ExpectedText.Of(Answer.Of("summary", Sample.Path), "summary", Sample.Path));

    [Fact]
    public void A_summary_as_JSON_has_the_same()
    {
        JsonNode json = JsonNode.Parse(Answer.Of("summary", Sample.Path, "--json", "--double").Output)!;
        Assert.Equal(("safetensors", "float64", 321), ((string?)json["container"], (string?)json["element"], (int)json["parameters"]!));
        Assert.Equal(3, json["assumptions"]!.AsArray().Count);
    }

    [Fact]
    public void A_short_table_is_printed_where_no_output_is_named()
    {
        using var files = new Scratch();
        string input = files.Arrays("windows.npz", ("x", Sample.Windows(2)));
        string[] arguments = ["run", Sample.Path, "--input", input, "--lengths", "22,9", "--batch", "1"];
        ExpectedText.Is("run", ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }

    [Theory]
    [InlineData(".npz")]
    [InlineData(".npy")]
    public void Arrays_go_in_and_come_out_with_the_bits_of_Predict(string extension)
    {
        using var files = new Scratch();
        string input = files.Arrays("in" + extension, ("x", Sample.Windows(5))), output = files["out" + extension];
        Answer answer = Answer.Of("run", Sample.Path, "--heads", "last", "--input", input, "--output", output, "--batch", "2");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        Bits.AssertEqual<float>(Sample.Last.Predict(Sample.Windows(5)).Output.Values, ArrayFile.Load(output)[0].As<float>().Values, extension);
    }

    [Fact]
    public void A_table_goes_in_and_a_table_comes_out()
    {
        using var files = new Scratch();
        string input = files.Text("in.csv", "year,sunspots,other\n1700,0.5,9\n1701,-1.25,9\n1702,0.125,9\n"), output = files["out.csv"];
        Answer answer = Answer.Of("run", Sample.Path, "--input", input, "--columns", "sunspots", "--output", output);
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        float[] expected = Sample.Every.Predict(Tensor.From([0.5f, -1.25f, 0.125f], new Shape(3, 1))).Output.Values.ToArray();
        CsvTable table = CsvTable.Read(output);
        Assert.Equal(["y"], table.Names);
        Bits.AssertEqual<float>(expected, table.Column<float>("y").Values, "table");
    }

    [Fact]
    public void Lengths_of_the_file_are_honoured()
    {
        using var files = new Scratch();
        var file = new ArrayFile([NamedArray.From("x", Sample.Changed(Sample.Windows(2), 40, float.NaN)), NamedArray.From("lengths", Tensor.From([22L, 9L]))]);
        file.Save(files["in.npz"]);
        Answer answer = Answer.Of("run", Sample.Path, "--heads", "last", "--input", files["in.npz"], "--output", files["out.npz"]);
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        float[] expected = Sample.Last.Predict(Sample.Windows(2), new PredictOptions { Lengths = [22, 9] }).Output.Values.ToArray();
        Bits.AssertEqual<float>(expected, ArrayFile.Load(files["out.npz"])["y"].As<float>().Values, "lengths");
    }

    [Fact]
    public void JSON_holds_all_numbers_and_writes_what_is_none_as_text()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npy", ("x", Sample.Changed(Sample.Windows(1), 21, float.NaN)));
        JsonNode output = JsonNode.Parse(Answer.Of("run", Sample.Path, "--input", input, "--json").Output)!["outputs"]![0]!;
        Assert.Equal("[1,22,1]", output["shape"]!.ToJsonString());
        Assert.Equal("NaN", (string?)output["values"]![0]![21]![0]);
        Assert.Equal(Sample.Every.Predict(Sample.Windows(1)).Output[0, 3, 0], (float)output["values"]![0]![3]![0]!);
    }

    [Fact]
    public void A_cancelled_run_says_so()
    {
        using var files = new Scratch();
        string input = files.Arrays("in.npy", ("x", Sample.Windows(2)));
        Answer answer = Answer.With("", new CancellationToken(canceled: true), "run", Sample.Path, "--input", input);
        Assert.Equal(new Answer(130, "", "elman: cancelled.\n"), answer);
    }
}
