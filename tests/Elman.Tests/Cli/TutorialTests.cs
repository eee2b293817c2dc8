using System.Text.RegularExpressions;

namespace Elman.Tests.Cli;

/// <summary>The page that goes from a table to a forecast in service: its commands and programs are run in their order, and print what it says.</summary>
/// <remarks>ELMAN_WRITE_EXPECTED=1 writes what they print into the page.</remarks>
[Collection(ComputeTests.Name)]
public sealed partial class TutorialTests
{
    private const string Page = "docs/training/tutorial.md", Folder = "sunspots";

    [Fact]
    public void Every_command_of_the_tutorial_prints_what_the_page_says()
    {
        using var files = new Scratch();
        bool writes = Environment.GetEnvironmentVariable("ELMAN_WRITE_EXPECTED") == "1";
        string page = File.ReadAllText(Repository.Path(Page));
        int commands = 0;
        foreach (Match block in Block.Matches(page))
        {
            string kind = block.Groups["kind"].Value, text = block.Groups["text"].Value;
            if (kind == "json") files.Text(Folder + "/search.json", text.Replace("samples/", Repository.Root.Replace('\\', '/') + "/samples/", StringComparison.Ordinal));
            if (kind is not ("sh" or "cs")) continue;
            string printed = (kind == "sh" ? Command(text, files) : new PageCode(Page, 0, text.Replace($"{Folder}/", files[$"{Folder}/"], StringComparison.Ordinal), null).Run())
                .Replace(files[""], "", StringComparison.Ordinal).Replace(Repository.Root.Replace('\\', '/') + "/", "", StringComparison.Ordinal).TrimEnd('\n');
            commands++;
            string expected = block.Groups["printed"].Value.TrimEnd('\n');
            if (writes) page = page.Replace(block.Value, $"```{kind}\n{text}```\n\n```text\n{printed}\n```", StringComparison.Ordinal);
            else Assert.Equal(expected, printed);
        }
        Assert.InRange(commands, 9, 20);
        if (writes) File.WriteAllText(Repository.Path(Page), page);
    }

    private static string Command(string line, Scratch files)
    {
        Match parts = Typed.Match(line.TrimEnd('\n'));
        string[] words = [.. parts.Groups["words"].Value.Split(' ').Select(word =>
            word == Folder && line.Contains("--folder " + word, StringComparison.Ordinal) ? files[Folder] : word.StartsWith(Folder + "/", StringComparison.Ordinal) ? files[word]
            : word.StartsWith("samples/", StringComparison.Ordinal) ? Repository.Path(word).Replace('\\', '/') : word)];
        // The columns are called like the folder.
        int columns = Array.IndexOf(words, "--columns");
        if (columns >= 0) words[columns + 1] = Folder;
        Answer answer = Answer.With(parts.Groups["input"].Value.Replace("\\n", "\n", StringComparison.Ordinal), default, words);
        Assert.True(answer.Exit == 0, $"{line}: {answer.Errors}");
        return answer.Output;
    }

    [GeneratedRegex(@"```(?<kind>sh|cs|json)\n(?<text>[^`]*)```(\n\n```text\n(?<printed>[^`]*)```)?")]
    private static partial Regex Block { get; }

    [GeneratedRegex(@"^(printf '(?<input>[^']*)' \| )?elman (?<words>.*)$")]
    private static partial Regex Typed { get; }
}
