using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Searches over settings: every choice with every seed, the same again from the same seed, the best by its mean.</summary>
public sealed class SearchTests
{
    private const string Space = """{ "optimizer.rate": [0.1, 0.01], "hidden": [8, 16, 32], "cell": ["gru", "lstm"] }""";

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        JsonObject[] all = [.. SearchSpace.Parse(JsonNode.Parse(Space)).Grid()];
        Assert.Equal(12, all.Select(choice => choice.ToJsonString()).Distinct().Count());
        Assert.Equal("""{"optimizer.rate":0.1,"hidden":8,"cell":"gru"}""", all[0].ToJsonString());
        Assert.Equal("""{"optimizer.rate":0.1,"hidden":8,"cell":"lstm"}""", all[1].ToJsonString());
    }

    [Fact]
    public void A_random_search_draws_the_same_again_and_stays_within_its_ranges()
    {
        var space = SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 1e-4, "to": 1e-1, "log": true }, "hidden": { "from": 2, "to": 5, "whole": true }, "width": { "from": 1, "to": 64, "log": true, "whole": true }, "drop": { "from": 0, "to": 0.5 } }"""));
        JsonObject[] one = [.. space.Random(400, new TorchRandom(3))], two = [.. space.Random(400, new TorchRandom(3))];
        Assert.Equal(one.Select(choice => choice.ToJsonString()), two.Select(choice => choice.ToJsonString()));
        double[] rates = [.. one.Select(choice => (double)choice["rate"]!)];
        Assert.All(rates, rate => Assert.InRange(rate, 1e-4, 1e-1));
        // A third of the draws lies in each of three decades.
        Assert.InRange(rates.Count(rate => rate < 1e-3), 100, 167);
        Assert.Equal([2L, 3, 4, 5], one.Select(choice => (long)choice["hidden"]!).Distinct().Order());
        Assert.All(one, choice => Assert.InRange((long)choice["width"]!, 1, 64));
        Assert.All(one, choice => Assert.InRange((double)choice["drop"]!, 0, 0.5));
    }

    [Fact]
    public void The_best_is_the_one_whose_mean_over_the_seeds_is_best_and_failures_come_last()
    {
        double Train(JsonObject choice, long seed) => (int)choice["hidden"]! switch
        {
            8 => 1 + seed,                  // 1, 2, 3
            16 => seed == 0 ? 0 : 4,        // the luckiest seed of all, and a worse mean
            _ => throw new ArgumentException("too large"),
        };
        var search = new Search();
        Assert.Equal(9, search.Run(SearchSpace.Parse(JsonNode.Parse("""{ "hidden": [16, 8, 32] }""")).Grid(), [0, 1, 2], Train).Count());
        Assert.Equal([2, 1, 3], search.Ranked.Select(result => result.Trial));
        Assert.Equal((2.0, 1.0), (search.Ranked[0].Mean, search.Ranked[0].Deviation));
        Assert.Equal("too large", search.Ranked[2].Runs[0].Failure);
        Assert.Equal([1, 2, 3], search.Runs.Where(run => run.Trial < 4).GroupBy(run => run.Trial).Select(group => group.Key));
        string[] lines = search.ToCsv().Split('\n');
        Assert.Equal(("trial,seed,hidden,score,failure", "1,0,16,0,", "3,2,32,NaN,too large"), (lines[0], lines[1], lines[9]));
        Assert.Equal([1, 2, 3], new Search(higherIsBetter: true) is var other && other.Run(SearchSpace.Parse(JsonNode.Parse("""{ "hidden": [16, 8, 32] }""")).Grid(), [0, 1, 2], Train).Count() == 9 ? other.Ranked.Select(result => result.Trial) : []);
    }

    [Fact]
    public void Settings_are_put_where_the_configuration_has_them()
    {
        var configuration = (JsonObject)JsonNode.Parse("""{ "optimizer": { "name": "adam", "rate": 1 }, "epochs": 3 }""")!;
        Assert.Equal("""{"optimizer":{"name":"adam","rate":0.5},"epochs":7}""", SearchSpace.Apply(configuration, new JsonObject { ["optimizer.rate"] = 0.5, ["epochs"] = 7 }).ToJsonString());
        Assert.Equal(1, (int)configuration["optimizer"]!["rate"]!);
    }

    private static readonly Dictionary<string, (Func<object> Make, string Says)> _wrong = new()
    {
        ["nothing"] = (() => SearchSpace.Parse(null), "A search has settings and their values"),
        ["a number"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": 1 }""")), "'rate' is searched over a list of values, or a range"),
        ["an empty list"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": [] }""")), "'rate' is searched over a list"),
        ["a range upside down"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 2, "to": 1 } }""")), "found 2 to 1"),
        ["a logarithm of nothing"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 0, "to": 1, "log": true } }""")), "both above 0"),
        ["a range without an end"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 0 } }""")), "or a range such as"),
        ["an unknown word"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 0, "to": 1, "steps": 3 } }""")), "has no 'steps'. It has: from, to, log, whole."),
        ["a grid of ranges"] = (() => SearchSpace.Parse(JsonNode.Parse("""{ "rate": { "from": 0, "to": 1 } }""")).Grid(), "'rate' is a range. List its values, or search at random."),
        ["a setting that nobody has"] = (() => SearchSpace.Apply((JsonObject)JsonNode.Parse("""{ "optimizer": { "rate": 1 } }""")!, new JsonObject { ["optimizer.speed"] = 1 }), "no setting 'optimizer.speed' to search over. There are: rate."),
        ["a seed twice"] = (() => new Search().Run([[]], [1, 1], (_, _) => 0).ToArray(), "A seed stands twice among 1, 1"),
        ["no seed"] = (() => new Search().Run([[]], [], (_, _) => 0).ToArray(), "at least one seed"),
    };

    public static TheoryData<string> Wrong => [.. _wrong.Keys];

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_searched_is_said(string name) => Assert.Contains(_wrong[name].Says, Assert.ThrowsAny<Exception>(() => _wrong[name].Make()).Message, StringComparison.Ordinal);
}
