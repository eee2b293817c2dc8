using Elman.Generator;
using Xunit;

namespace Elman.Tests;

/// <summary>The generated sources are what the generator writes, and nothing else is among them.</summary>
public sealed class GeneratorTests
{
    private static readonly string _folder = Repository.Path("src", "Elman", "Numerics", "Generated");

    public static TheoryData<string> Names => [.. Sources.All().Select(source => source.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_generated_file_is_what_the_generator_writes(string name)
    {
        string expected = Sources.All().Single(source => source.Name == name).Text;
        string found = File.ReadAllText(Path.Combine(_folder, name));
        Assert.True(expected == found, $"{name} differs from what tools/Generator writes. Edit the generator, then: dotnet run --project tools/Generator");
    }

    [Fact]
    public void No_file_there_was_written_by_hand() =>
        Assert.Equal(Names.Select(row => row.Data).Order(), Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());

    [Fact]
    public void Every_generated_file_says_so() =>
        Assert.All(Sources.All(), source => Assert.StartsWith(Sources.Header, source.Text));
}
