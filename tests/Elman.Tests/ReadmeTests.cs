namespace Elman.Tests;

/// <summary>The programs in the pages compile, run, and print what the pages say. One after another, because the console is the process's.</summary>
[Collection(ComputeTests.Name)]
public sealed class ReadmeTests
{
    private static readonly string[] _pages = [.. Repository.Files.Where(file => file == "README.md" || (file.StartsWith("docs/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal)))];

    public static TheoryData<string, int> Programs => [.. _pages.SelectMany(PageCode.Of).Where(code => !code.Program.StartsWith("public ", StringComparison.Ordinal)).Select(code => (code.Page, code.Line))];

    [Theory, MemberData(nameof(Programs))]
    public void A_program_in_a_page_prints_what_the_page_says(string page, int line)
    {
        PageCode code = PageCode.Of(page).First(candidate => candidate.Line == line);
        string printed = code.Run();
        if (code.Expected is not null) Assert.Equal(code.Expected, printed);
    }
}
