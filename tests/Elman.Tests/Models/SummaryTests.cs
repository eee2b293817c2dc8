using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

public sealed class SummaryTests
{
    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Theory, MemberData(nameof(EveryModel))]
    public void The_table_is_the_one_in_the_file(string name)
    {
        string path = Repository.Path("tests", "Elman.Tests", "Models", "Expected", name.Replace(' ', '_') + ".txt");
        string table = ModelTable.Row<float>(name).Model().Summary().ToString();
        if (Environment.GetEnvironmentVariable("ELMAN_WRITE_EXPECTED") == "1") File.WriteAllText(path, table + "\n");
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n'), table);
        Assert.DoesNotContain(table.Split('\n'), line => line.EndsWith(' '));
    }

    [Fact]
    public void Large_numbers_have_commas_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            ModelSummary summary = Model.Sequential<double>(ModelInput.Sequences(100), ("rnn", new RecurrentStack<double>(100, new LayerSpec(CellCatalog.Lstm(), 200, Direction.Bidirectional))), ("fc", new Dense<double>(400, 10))).Summary();
            // 2 · 200 · 4 · (100 + 200) multiply-adds, 2 · 2 · 800 biases
            Assert.Equal((480_000 + 3_200 + 4_010, 480_000 + 4_000), (summary.Parameters, summary.MultiplyAddsPerStep));
            Assert.Contains("487,210", summary.ToString(), StringComparison.Ordinal);
            Assert.Contains("484,000 / step", summary.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Work_is_counted_per_step_and_per_sequence()
    {
        ModelSummary summary = ModelTable.Row<float>("a head on the last step").Model().Summary();
        Assert.Equal((4 * 7 * (2 + 7), 21), (summary.MultiplyAddsPerStep, summary.MultiplyAddsPerSequence));
        Assert.Equal(3 * (10 * summary.MultiplyAddsPerStep + 21), summary.MultiplyAdds(3, 10));
    }

    [Fact]
    public void The_JSON_says_what_the_table_says()
    {
        JsonObject json = ModelTable.Row<float>("both ways").Model().Summary().ToJson();
        Assert.Equal("float32", (string?)json["element"]);
        Assert.Equal(["embedding", "rnn", "norm", "head.0", "head.1", "head.2"], json["nodes"]!.AsArray().Select(node => (string?)node!["node"]));
        Assert.Equal(2, json["nodes"]![1]!["parts"]!.AsArray().Count);
        Assert.Equal((long?)json["parameters"], json["nodes"]!.AsArray().Sum(node => (long?)node!["parameters"]));
        Assert.Equal("(N, T, 2)", (string?)json["outputs"]![0]!["shape"]);
        Assert.Equal("tokens", (string?)json["inputs"]![0]!["name"]);
    }
}
