using Elman.Formats;
using Elman.Formats.Containers;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Storage;
using Elman.Tests.Golden;

namespace Elman.Tests.Formats.Keras;

/// <summary>Every file that Keras 2 and 3 wrote of the golden models: whole in a zip, whole in HDF5, and weights alone in both forms.</summary>
public sealed class KerasStoredTests
{
    private static readonly string[] _folders = ["keras", "keras2", "layers"];

    private static bool IsWeights(string file) => file.EndsWith("weights.h5", StringComparison.Ordinal);

    public static IEnumerable<TheoryDataRow<string>> Files =>
        from golden in GoldenCase.All
        where _folders.Contains(golden.Folder)
        from ending in new[] { ".keras", ".h5", ".weights.h5", ".legacy_weights.h5" }
        where File.Exists(golden.PathOf(golden.Name + ending))
        select new TheoryDataRow<string>($"{golden}{ending}");

    [Theory, MemberData(nameof(Files))]
    public void Every_stored_weight_is_the_one_of_get_weights(string name)
    {
        (GoldenCase golden, string file) = Case(name);
        string architecture = IsWeights(file) ? golden.PathOf(golden.Name + ".keras") : file;
        if (golden.Config.ContainsKey("expect"))
        {
            Assert.Contains("Lambda", Assert.Throws<BadFileException>(() => Model.Load<float>(file)).Message, StringComparison.Ordinal);
            return;
        }
        KerasPlan plan;
        try
        {
            plan = KerasFile.PlanOf(KerasArchive.Open(architecture));
        }
        catch (BadFileException error) when (error.Message.Contains("classes that are not known", StringComparison.Ordinal))
        {
            Assert.Skip(error.Message);
            return;
        }
        ArrayFile expected = golden.Load(), stored = FormatTable.Of(file).Read(file);
        // A model without weights has no places that would tell whose they are.
        NamedArray?[] found = KerasStored.Order(plan, stored) ?? [];
        KerasWeight[] weights = [.. plan.Weights];
        Assert.Equal(expected.Names.Count(array => array.StartsWith("weight.", StringComparison.Ordinal)), found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            NamedArray weight = expected[$"weight.{i}"];
            Assert.NotNull(found[i]);
            Assert.True(weights[i].Fits(found[i]!.Shape) && weights[i].Fits(weight.Shape), $"{weights[i].Path}: {found[i]}");
            Assert.True(weight.Bytes.SequenceEqual(found[i]!.Bytes), $"{weights[i].Path}: {found[i]}");
        }
        if (plan.Layers.Any(layer => layer.Lacking.Count > 0)) return;
        Model<float> model = Model.Load<float>(file, IsWeights(file) ? new() { Architecture = architecture } : null);
        Assert.Equal(plan.Origin.Name, model.Origin!.Name);
    }

    [Theory, InlineData("keras/lstm.weights.h5"), InlineData("keras2/lstm.legacy_weights.h5"), InlineData("keras2/lstm.weights.h5")]
    public void Weights_alone_are_refused_with_what_to_do(string name)
    {
        (_, string file) = Case(name);
        BadFileException error = Assert.Throws<BadFileException>(() => Model.Load<float>(file));
        Assert.Contains("weights only", error.Message, StringComparison.Ordinal);
        Assert.Contains("LoadOptions.Architecture", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.to_json()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        (GoldenCase golden, string file) = Case("keras2/bidirectional.legacy_weights.h5");
        BadFileException error = Assert.Throws<BadFileException>(() => Model.Load<float>(file, new() { Architecture = golden.PathOf("lstm.keras") }));
        Assert.Contains("3 layers with weights", error.Message, StringComparison.Ordinal);
        Assert.Contains("another model", error.Message, StringComparison.Ordinal);
        (golden, file) = Case("keras/bidirectional_concat.weights.h5");
        Assert.Contains("'layers/bidirectional/forward_layer/cell/vars/0' (3, 16) belongs to no weight", Assert.Throws<BadFileException>(() => Model.Load<float>(file, new() { Architecture = golden.PathOf("lstm.keras") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_of_a_model_is_an_architecture()
    {
        using var files = new Written();
        (GoldenCase golden, string file) = Case("keras2/gru.legacy_weights.h5");
        KerasArchive whole = KerasArchive.Open(golden.PathOf("gru.h5"));
        File.WriteAllText(files.Path("model.json"), whole.Config.Insert(1, "\"keras_version\": \"2.15.0\", "));
        File.WriteAllText(files.Path("unsaid.json"), whole.Config);
        Model<float> model = Model.Load<float>(file, new() { Architecture = files.Path("model.json") }), expected = Model.Load<float>(golden.PathOf("gru.h5"));
        foreach ((var one, var other) in model.Parameters.Zip(expected.Parameters)) Bits.AssertEqual(other.Value.Values, one.Value.Values, one.Name);
        Assert.Contains("'keras_version'", Assert.Throws<BadFileException>(() => Model.Load<float>(file, new() { Architecture = files.Path("unsaid.json") })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LSTM", "lstm"), InlineData("SimpleRNN", "simple_rnn"), InlineData("GRUCell", "gru_cell"), InlineData("SpatialDropout1D", "spatial_dropout1d")]
    [InlineData("PReLU", "p_re_lu"), InlineData("LeakyReLU", "leaky_re_lu"), InlineData("StackedRNNCells", "stacked_rnn_cells"), InlineData("MultiHeadAttention", "multi_head_attention"), InlineData("Conv1D", "conv1d")]
    public void Places_are_named_after_classes_as_Keras_does(string kind, string place) => Assert.Equal(place, KerasStored.Snake(kind));

    private static (GoldenCase Golden, string File) Case(string name)
    {
        string[] parts = name.Split('/');
        GoldenCase golden = GoldenCase.All.First(candidate => candidate.Folder == parts[0] && parts[1].StartsWith(candidate.Name + ".", StringComparison.Ordinal));
        return (golden, golden.PathOf(parts[1]));
    }
}
