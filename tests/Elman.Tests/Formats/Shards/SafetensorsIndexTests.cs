using Elman.Formats;
using Elman.Formats.Containers.Shards;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Formats.Shards;

/// <summary>Arrays in several files and an index of them.</summary>
public sealed class SafetensorsIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-shards").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Place(string name) => Path.Combine(_folder, name);
    private string Index => Place("model.safetensors.index.json");

    private static ArrayFile Arrays()
    {
        var file = new ArrayFile { { "a", Tensor.From([1f, 2, 3]) }, { "b", Tensor.From([4.0, 5]) }, { "c", Tensor.From([6, 7]) } };
        file.Metadata["format"] = "pt";
        return file;
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(20, 3)]
    [InlineData(28, 2)]
    [InlineData(1000, 1)]
    public void What_is_written_in_parts_is_read_as_one(long most, int parts)
    {
        ShardWriter.Write(Arrays(), Index, most);
        Assert.Equal(parts, Directory.GetFiles(_folder, "model-*-of-*.safetensors").Length);
        ArrayFile back = FormatTable.Of(Index).Open(Index, null);
        Assert.Equal(["a", "b", "c"], back.Names);
        Assert.Equal("pt", back.Metadata["format"]);
        foreach (NamedArray array in Arrays()) Assert.Equal(array.Bytes.ToArray(), back[array.Name].Bytes.ToArray());
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "../m.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map": {"a": "/etc/m.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map": {"a": "x\\m.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map": {"a": "C:m.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map": {"a": "m.pt"}}""", "plain name")]
    [InlineData("""{"weight_map": {"a": 3}}""", "no name of a file")]
    [InlineData("""{"weight_map": {"a": "m.safetensors", "a": "n.safetensors"}}""", "no proper JSON")]
    [InlineData("""{"weight_map": {"a": "none.safetensors"}}""", "no such file")]
    [InlineData("""{"weight_map": {"a": "m.safetensors", "z": "m.safetensors"}}""", "'z' is to be in")]
    [InlineData("""{"weight_map": {"z": "m.safetensors"}}""", "does not list")]
    [InlineData("""{"weight_map": {"a": "m.safetensors"}, "metadata": {"total_size": 5}}""", "total_size is 5")]
    [InlineData("""{"weight_map": []}""", "weight_map")]
    [InlineData("""{"weight_map": {""", "no proper JSON")]
    [InlineData("", "found 0")]
    public void An_index_that_lies_or_leads_elsewhere_is_refused(string json, string says)
    {
        new ArrayFile { { "a", Tensor.From([1f, 2, 3]) } }.Save(Place("m.safetensors"));
        File.WriteAllText(Index, json);
        Assert.Contains(says, Assert.Throws<BadFileException>(() => SafetensorsIndex.Read(Index)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_nested_without_end_is_refused()
    {
        File.WriteAllText(Index, "{\"weight_map\":" + new string('[', 100_000));
        Assert.Contains("no proper JSON", Assert.Throws<BadFileException>(() => SafetensorsIndex.Read(Index)).Message, StringComparison.Ordinal);
    }
}
