using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Csv;
using Elman.Models;

namespace Elman.Tests.Cli;

/// <summary><c>elman search</c>.</summary>
public sealed class SearchCommandTests
{
    private static string Table { get; } = Repository.Path("samples", "data", "sunspots.csv").Replace('\\', '/');

    [Fact]
    public void Every_choice_is_trained_with_every_seed_and_the_best_can_be_trained_again_with_the_same_bits()
    {
        using var files = new Scratch();
        files.Text("search.json", $$"""{ "train": { "data": "{{Table}}", "columns": ["sunspots"], "window": 11, "cell": "elman", "epochs": 2 }, "over": { "hidden": [2, 4], "learning_rate": [0.001, 0.01] }, "seeds": [0, 1] }""");
        JsonNode json = JsonNode.Parse(Answer.Of("search", files["search.json"], "--folder", files["found"], "--json").Output)!;
        CsvTable results = CsvTable.Read(files["found/results.csv"], new CsvOptions { HasHeader = true });
        Assert.Equal(8, results.Count);
        double[] means = [.. json["trials"]!.AsArray().Select(trial => (double)trial!["mean"]!)];
        Assert.Equal(means.Order(), means);
        Assert.Equal(results.Column<double>("score").Values.ToArray().Chunk(2).Min(pair => pair.Average()), means[0], 1e-12);

        Assert.Equal(0, Answer.Of("train", files["found/best.json"], "--folder", files["again"]).Exit);
        Model<float> found = Model.Load<float>(files["found/best.safetensors"]), again = Model.Load<float>(files["again/model.safetensors"]);
        Assert.All(found.Parameters.Zip(again.Parameters), pair => Assert.Equal(pair.First.Value.Values.ToArray(), pair.Second.Value.Values.ToArray()));
    }

    [Fact]
    public void A_search_is_a_table_of_the_best()
    {
        using var files = new Scratch();
        files.Text("search.json", $$"""{ "train": { "data": "{{Table}}", "columns": ["sunspots"], "window": 11, "hidden": 3, "epochs": 2 }, "over": { "learning_rate": { "from": 1e-3, "to": 1e-1, "log": true }, "cell": ["gru", "elman"] }, "trials": 3 }""");
        string[] arguments = ["search", files["search.json"], "--folder", files["found"]];
        ExpectedText.Is("search", ExpectedText.Of(Answer.Of(arguments), arguments), files.Shown);
    }

    [Theory]
    [InlineData("""{ "train": {}, "over": { "speed": [1] } }""", "'speed' is no setting to search over. Known: data")]
    [InlineData("""{ "train": {}, "over": { "seed": [1] } }""", "seeds are listed under seeds")]
    [InlineData("""{ "train": { "speed": 1 }, "over": { "hidden": [1] } }""", "there is no setting 'speed'")]
    [InlineData("""{ "over": { "hidden": [1] } }""", "expected the settings of 'elman train' under train; found nothing")]
    [InlineData("""{ "train": {}, "over": { "hidden": 1 } }""", "'hidden' is searched over a list of values")]
    [InlineData("""{ "train": {}, "over": { "hidden": [1] }, "trials": 0 }""", "trials expects a whole number of 1 or more; found 0")]
    [InlineData("""{ "train": {}, "over": { "hidden": [1] }, "way": "grid" }""", "there is no 'way' in a search. It has: train, over, trials, seeds.")]
    [InlineData("""{ "train": {}, "over": { "hidden": { "from": 1, "to": 2 } } }""", "'hidden' is a range. List its values, or search at random.")]
    [InlineData("""{ "train": {""", "is no proper JSON")]
    [InlineData("""{ "train": { "data": "TABLE", "validation": 0 }, "over": { "hidden": [1] } }""", "there is no data to validate on")]
    public void What_is_wrong_is_said_before_anything_is_trained(string text, string says)
    {
        using var files = new Scratch();
        files.Text("search.json", text.Replace("TABLE", Table, StringComparison.Ordinal));
        Answer answer = Answer.Of("search", files["search.json"], "--folder", files["found"]);
        Assert.InRange(answer.Exit, 2, 3);
        Assert.Contains(says, answer.Errors, StringComparison.Ordinal);
    }
}
