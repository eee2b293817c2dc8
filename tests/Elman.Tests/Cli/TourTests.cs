using System.Text.Json.Nodes;
using Elman.Cli.Commands;
using Elman.Cli.Tours;

namespace Elman.Tests.Cli;

/// <summary>The tour: what it shows, and that it would say so if a promise did not hold.</summary>
[Collection(ComputeTests.Name)]
public sealed class TourTests
{
    [Fact]
    public void The_tour_shows_a_network_of_PyTorch_and_ends_with_checks_that_all_hold()
    {
        Answer answer = Answer.Of("tour");
        Assert.Equal((0, ""), (answer.Exit, answer.Errors));
        // The machine decides how many widths there are, and the clock what it took.
        string[] lines = answer.Output.Split('\n');
        int runs = Array.FindIndex(lines, line => line.Contains("vector width  1 thread", StringComparison.Ordinal)), after = Array.FindIndex(lines, runs, line => line.StartsWith("6  ", StringComparison.Ordinal));
        int kernels = ComputeTests.Kernels.Count();
        Assert.Equal(kernels, lines[(runs + 2)..after].Count(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.. _, "2d368e0b", "2d368e0b", "2d368e0b"]));
        string text = string.Join('\n', [.. lines[..(runs + 2)], "  …", "", .. lines[after..]]);
        string took = text[text.IndexOf("The tour took", StringComparison.Ordinal)..text.IndexOf(" Next:", StringComparison.Ordinal)];
        string saved = lines.Single(line => line.Contains("elman summary /", StringComparison.Ordinal)).Trim()["elman summary ".Length..], folder = Path.GetDirectoryName(saved)!;
        Assert.All(
            [Answer.Of("summary", saved), Answer.With("5\n11\n16\n", default, "stream", saved), Answer.Of("explain", saved), Answer.Of("convert", saved, Path.Combine(folder, "sunspots.pt"))],
            next => Assert.Equal((0, ""), (next.Exit, next.Errors)));
        Directory.Delete(folder, recursive: true);
        ExpectedText.Is("tour", text, (saved, "TEMP/sunspots.safetensors"), (took, "The tour took 1.0 s."), ($"0 of {3 * kernels} runs differ", "0 of 12 runs differ"));
    }

    [Fact]
    public void Its_numbers_can_be_read_by_a_program()
    {
        Answer answer = Answer.Of("tour", "--json");
        JsonNode tour = JsonNode.Parse(answer.Output)!;
        Assert.Equal((0, true), (answer.Exit, (bool)tour["holds"]!));
        Assert.Equal(20.55, (double)tour["rootMeanSquaredError"]!["elman"]!, 2);
        Assert.Equal(20.55, (double)tour["rootMeanSquaredError"]!["pytorch"]!, 2);
        Assert.Equal(32.78, (double)tour["rootMeanSquaredError"]!["persistence"]!, 2);
        Assert.Equal(69, tour["forecasts"]!.AsArray().Count);
        Assert.Equal(20.55, (double)tour["trained"]!["rootMeanSquaredError"]!, 2);
        Directory.Delete(Path.GetDirectoryName((string)tour["trained"]!["model"]!)!, recursive: true);
        Assert.Equal((1940, 67.8), ((int)tour["forecasts"]![0]!["year"]!, (double)tour["forecasts"]![0]!["observed"]!));
        Assert.Equal(8, tour["checks"]!.AsArray().Count);
        Assert.Equal(3 * ComputeTests.Kernels.Count(), tour["runs"]!.AsArray().Count);
    }

    /// <summary>A change of what the tour is given, and the check that must then fail.</summary>
    private static readonly Dictionary<string, (int Check, Func<Sunspots, Sunspots> Change)> _changes = new()
    {
        ["one forecast of PyTorch is another"] = (0, data => data with { PyTorch = [data.PyTorch[0] + 1e-4f, .. data.PyTorch[1..]] }),
        ["one forecast of PyTorch is no number"] = (0, data => data with { PyTorch = [.. data.PyTorch[..^1], float.NaN] }),
        ["PyTorch reported another error"] = (1, data => data with { PyTorchError = 20.56 }),
        ["expecting no change would be perfect"] = (2, data => data with { Truth = [.. Enumerable.Range(0, data.Count).Select(data.YearBefore)] }),
    };

    public static TheoryData<string> Changes => [.. _changes.Keys];

    [Theory, MemberData(nameof(Changes))]
    public void A_check_that_does_not_hold_is_said_and_is_the_exit_code(string name)
    {
        (int check, Func<Sunspots, Sunspots> change) = _changes[name];
        Answer answer = Answer.With([new TourCommand(() => change(Sunspots.Load()))], "", default, "tour");
        Assert.Equal(1, answer.Exit);
        Assert.Contains("Not all checks hold.", answer.Output, StringComparison.Ordinal);
        string[] table = answer.Output[answer.Output.IndexOf("promise   ", StringComparison.Ordinal)..].Split('\n');
        Assert.EndsWith("NO", table[2 + check], StringComparison.Ordinal);
    }

    [Fact]
    public void Its_data_are_those_of_the_samples()
    {
        foreach (string name in new[] { "sunspots.npz", "sunspots.json", "sunspots.end.safetensors", "sunspots.start.safetensors" })
        {
            using Stream built = typeof(Sunspots).Assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            built.CopyTo(bytes);
            Assert.Equal(File.ReadAllBytes(Repository.Path("samples", "data", name)), bytes.ToArray());
        }
    }
}
