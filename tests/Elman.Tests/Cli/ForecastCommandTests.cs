using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Csv;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Cli;

/// <summary><c>elman evaluate</c> and <c>elman forecast</c>, with the network that PyTorch trained on the sunspots.</summary>
public sealed class ForecastCommandTests
{
    private static readonly JsonNode _training = JsonNode.Parse(File.ReadAllText(Repository.Path("samples", "data", "sunspots.json")))!["config"]!;

    private static string Table { get; } = Repository.Path("samples", "data", "sunspots.csv").Replace('\\', '/');

    [Fact]
    public void The_table_prepared_here_is_the_data_that_PyTorch_was_trained_on()
    {
        ArrayFile theirs = ArrayFile.Load(Sample.Pairs);
        Tensor<float> x = theirs["x_train"].As<float>(), y = theirs["y_train"].As<float>();
        int tested = theirs["x_test"].Shape[0];
        var series = new PreparedSeries<float>(CsvTable.Read(Table).Columns<float>("sunspots"), ["sunspots"], new SeriesSettings { Windows = new SeriesOptions { Length = x.Shape[1] }, Validation = 0, Test = tested / 309.0 });
        Assert.Equal((double)_training["mean"]!, series.Inputs.Center[0], 1e-5);
        Assert.Equal((double)_training["std"]!, series.Inputs.Width[0], 1e-5);
        Assert.Equal((x.Shape[0], tested), (series.Parts.Train.Count, series.Parts.Test!.Count));
        Batch<float> all = series.Parts.Train.Gather([.. Enumerable.Range(0, x.Shape[0])]);
        Assert.All(all.Input.Numbers!.Values.ToArray().Zip(x.Values.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(all.Target.Numbers!.Values.ToArray().Zip(y.Values.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void An_evaluation_finds_the_errors_that_PyTorch_reported()
    {
        using var files = new Scratch();
        JsonNode json = JsonNode.Parse(Answer.Of("evaluate", Scaled(files), "--data", Table, "--season", "11", "--json").Output)!;
        double[] errors = [.. json["scores"]!.AsArray().Select(score => (double)score!["metrics"]!["rmse"]!)];
        Assert.Equal((double)_training["test"]!, errors[0], 1e-4);
        Assert.Equal((double)_training["baselines"]!["persistence"]!, errors[1], 1e-6);
        Assert.Equal((double)_training["baselines"]!["eleven_years_ago"]!, errors[2], 1e-6);
    }

    [Fact]
    public void An_evaluation_is_a_table()
    {
        using var files = new Scratch();
        string[] arguments = ["evaluate", Scaled(files), "--data", Table, "--steps", "2", "--season", "11"];
        ExpectedText.Is("evaluate", ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }

    [Fact]
    public void A_forecast_is_a_picture_and_a_table()
    {
        using var files = new Scratch();
        string[] arguments = ["forecast", Table, "--model", Scaled(files), "--steps", "11"];
        ExpectedText.Is("forecast", ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }

    [Fact]
    public void A_forecast_in_a_file_and_as_JSON_has_the_numbers_of_the_library()
    {
        using var files = new Scratch();
        string model = Scaled(files), output = files["forecast.csv"];
        JsonNode json = JsonNode.Parse(Answer.Of("forecast", Table, "--model", model, "--steps", "5", "--level", "0.8", "--json", "--output", output).Output)!;
        Forecast forecast = new Forecaster<float>(Model.Load<float>(model)).Ahead(CsvTable.Read(Table).Columns<float>("sunspots"), 5, 0.8);
        CsvTable written = CsvTable.Read(output);
        JsonNode target = json["targets"]![0]!;
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal((forecast[step, 0], forecast.Intervals!.Low[step], forecast.Intervals.High[step]), ((double)target["forecast"]![step]!, (double)target["low"]![step]!, (double)target["high"]![step]!));
            Assert.Equal((310 + step, (float)forecast[step, 0]), (written.Column<int>("step")[step], written.Column<float>("sunspots")[step]));
        }
    }

    [Fact]
    public void A_model_that_says_nothing_of_its_training_is_told_by_options()
    {
        using var files = new Scratch();
        files.Arrays("series.npy", ("series", new(new(40), [.. Enumerable.Range(0, 40).Select(i => MathF.Sin(i))])));
        JsonNode json = JsonNode.Parse(Answer.Of("forecast", files["series.npy"], "--model", Sample.Path, "--heads", "last", "--window", "22", "--steps", "2", "--json").Output)!;
        float[] expected = Sample.Last.Predict(Tensor.From([.. Enumerable.Range(18, 22).Select(i => MathF.Sin(i))], new Shape(1, 22, 1))).Output.Values.ToArray();
        Assert.Equal(expected[0], (float)json["targets"]![0]!["forecast"]![0]!);
    }

    [Fact]
    public void Examples_with_classes_are_measured_beside_the_commonest_class()
    {
        using var files = new Scratch();
        var head = new Dense<float>(1, 3);
        float[] weights = [-1, 0, 1], biases = [0, 0.5f, 0];            // class 0 below −½, 2 above ½, 1 between
        weights.CopyTo(head.Weight.Value.Span);
        biases.CopyTo(head.Bias!.Value.Span);
        Model.Sequential<float>(ModelInput.Numbers(1), ("head", head)).Save(files["classes.safetensors"]);
        var data = new ArrayFile();
        data.Add("x", new Tensor<float>(new Shape(5, 1), [-2, 2, 0, 0.1f, 3]));
        data.Add("y", new Tensor<int>(new Shape(5), [0, 2, 1, 2, 2]));
        data.Save(files["data.npz"]);
        string[] arguments = ["evaluate", files["classes.safetensors"], "--data", files["data.npz"]];
        ExpectedText.Is("evaluate-classes", ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "forecast TABLE --model PLAIN --heads last --steps 3 --columns sunspots", "does not say how many steps it looks back on", "" },
        { "forecast TABLE --model PLAIN --heads last --steps 3 --columns spots --window 22", "there is no column 'spots'. Columns: 'year', 'sunspots'", "" },
        { "forecast TABLE --model SCALED --steps 3 --output TEMP/f.txt", "a forecast is written as a .csv", "" },
        { "forecast TABLE --model SCALED --steps 3 --level 1", "a share between 0 and 1", "" },
        { "forecast TEMP/nan.csv --model SCALED --steps 1", "line 3, column 'sunspots': expected a number, found none", "sunspots\n1\nNaN\n" },
        { "forecast TEMP/short.csv --model SCALED --steps 1", "has 2 steps; a forecast looks back on 22", "sunspots\n1\n2\n" },
        { "forecast TEMP/ragged.csv --model SCALED --steps 1", "line 3: expected 1 cells as on line 1, found 2", "sunspots\n1\n2,3\n" },
        { "evaluate SCALED --data TABLE --metrics loss", "There is no metric 'loss'. Known: accuracy", "" },
        { "evaluate SCALED --data TABLE --from 309", "There is nothing to compare", "" },
        { "evaluate SCALED --data PAIRS", "expected an array named x, found x_train", "" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_in_one_line(string typed, string says, string table)
    {
        using var files = new Scratch();
        string scaled = Scaled(files);
        foreach (string name in new[] { "nan.csv", "short.csv", "ragged.csv" }) files.Text(name, table);
        string[] arguments = [.. typed.Split(' ').Select(word => word.Replace("TABLE", Table, StringComparison.Ordinal).Replace("PLAIN", Sample.Path, StringComparison.Ordinal)
            .Replace("SCALED", scaled, StringComparison.Ordinal).Replace("PAIRS", Sample.Pairs, StringComparison.Ordinal).Replace("TEMP/", files[""], StringComparison.Ordinal))];
        Answer answer = Answer.Of(arguments);
        Assert.InRange(answer.Exit, 2, 3);
        Assert.Equal(answer.Errors.IndexOf('\n'), answer.Errors.Length - 1);
        Assert.Contains(says, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_another_encoding_is_refused()
    {
        using var files = new Scratch();
        File.WriteAllBytes(files["latin.csv"], [.. "gr"u8, 0xfc, .. "n\n1\n"u8]);
        Answer answer = Answer.Of("forecast", files["latin.csv"], "--model", Scaled(files), "--steps", "1");
        Assert.Equal(3, answer.Exit);
        Assert.Contains("expected UTF-8 text, found the byte fc", answer.Errors, StringComparison.Ordinal);
    }

    /// <summary>PyTorch's network with the scaling of its training, and what it was trained on.</summary>
    private static string Scaled(Scratch files)
    {
        var scaling = new Scaling([(double)_training["mean"]!], [(double)_training["std"]!]);
        Model<float> model = Sample.Last.WithScaling(scaling, scaling);
        new SeriesNote(["sunspots"], ["sunspots"], 22, 1, false, 240).WriteTo(model);
        model.Save(files["scaled.safetensors"]);
        return files["scaled.safetensors"];
    }
}
