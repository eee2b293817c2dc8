namespace Elman.Tests;

/// <summary>The pages beside the samples: what they show of a program stands in it, and what they show of its output it prints.</summary>
public sealed class NotebookPageTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Repository.Path("docs", "notebooks"), "*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Pages))]
    public void What_a_page_shows_stands_in_its_sample_and_in_what_that_prints(string page)
    {
        Dictionary<string, string> sources = new() { ["cs"] = Text("samples", $"{page}.cs"), ["text"] = Text("samples", $"{page}.expected.txt") };
        (string Kind, string Text)[] blocks = [.. Blocks(Text("docs", "notebooks", $"{page}.md").Split('\n'))];
        Assert.Contains(blocks, block => block.Kind == "cs");
        foreach ((string kind, string block) in blocks) Assert.Contains(block, sources[kind], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_of_one_file_has_a_page() => Assert.Equal(SampleTests.SingleFiles.Select(row => row.Data), Pages.Select(row => row.Data));

    private static IEnumerable<(string Kind, string Text)> Blocks(string[] lines)
    {
        for (int start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal)) continue;
            int end = Array.IndexOf(lines, "```", start + 1);
            yield return (lines[start][3..], string.Join('\n', lines[(start + 1)..end]) + "\n");
            start = end;
        }
    }

    private static string Text(params ReadOnlySpan<string> path) => File.ReadAllText(Repository.Path(path)).ReplaceLineEndings("\n");
}
