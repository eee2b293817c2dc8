using Elman.Tests.Architecture;
using Xunit;

namespace Elman.Tests;

/// <summary>Reads the sources and holds the hard sentences of the design.</summary>
public sealed class ArchitectureTests
{
    private static readonly Rule[] _rules = [.. FolderRules.All, .. CellRules.All, .. FormatRules.All, .. WordRules.All, .. FileRules.All, .. WitnessRules.All];

    public static TheoryData<string> Sentences => [.. _rules.Select(rule => rule.Sentence)];

    [Theory, MemberData(nameof(Sentences))]
    public void The_sources_keep_the_sentence(string sentence)
    {
        string[] broken = [.. Named(sentence).Find(Source.InRepository).Select(breach => breach.ToString())];
        Assert.True(broken.Length == 0, $"Broken: {sentence}\n{string.Join('\n', broken)}");
    }

    [Theory, MemberData(nameof(Sentences))]
    public void A_source_that_breaks_the_sentence_is_found_at_its_line(string sentence)
    {
        Rule rule = Named(sentence);
        string[] marked = [.. from source in rule.Broken
                              from line in source.Lines.Index()
                              where line.Item.EndsWith("// broken", StringComparison.Ordinal)
                              select $"{source.Path}:{line.Index + 1}"];
        Assert.NotEmpty(marked);
        Assert.Equal(marked.Order(), rule.Find(rule.Broken).Select(breach => $"{breach.Path}:{breach.Line}").Distinct().Order());
    }

    [Fact]
    public void The_sources_are_found()
    {
        Assert.Contains(Source.InRepository, source => source.Path == "src/Elman/Numerics/Tensor.cs");
        Assert.Contains(Source.InRepository, source => source.Path == "Directory.Packages.props");
        Assert.DoesNotContain(Source.InRepository, source => source.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Theory, InlineData("ForwardStage"), InlineData("BackwardStage"), InlineData("ProductBackward")]
    public void The_scan_and_the_cells_that_the_rules_speak_of_are_there(string stage)
    {
        Breach call = Assert.Single(CellRules.StagesOfTime(Source.InRepository, stage));
        Assert.StartsWith("src/Elman/Recurrent/Scan.", call.Path, StringComparison.Ordinal);
        Assert.Contains(Source.InRepository, source => source.IsIn("src/Elman/Recurrent/Cells") && source.Types.Any(CellRules.IsCell));
    }

    private static Rule Named(string sentence) => _rules.Single(rule => rule.Sentence == sentence);
}
