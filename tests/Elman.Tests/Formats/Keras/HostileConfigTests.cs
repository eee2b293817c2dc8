using Elman.Formats;
using Elman.Formats.Containers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Tests.Formats.Keras;

/// <summary>A <c>config.json</c> that is wrong, strange or made to harm: always one exception, with the path and the place, and no memory on its word.</summary>
public sealed class HostileConfigTests
{
    private const string Input = """{"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_shape": [null, 7, 3]}, "inbound_nodes": []}""";

    private static readonly (string Name, string Config, string Says)[] _rows =
    [
        ("no JSON", "{", "config.json is no proper JSON"),
        ("a list", "[]", "config.json must be an object"),
        ("nothing", "{}", "'class_name' must be a text"),
        ("a key twice", """{"class_name": "Sequential", "class_name": "Functional"}""", "is no proper JSON"),
        ("half a character", """{"class_name": "\ud800", "config": {}}""", "no Unicode"),
        ("no config", """{"class_name": "Sequential"}""", "'config' must be an object, found nothing"),
        ("a class of one's own", """{"class_name": "MyModel", "config": {"name": "m", "layers": []}}""", "class 'MyModel'"),
        ("no layers", """{"class_name": "Sequential", "config": {"name": "m", "layers": []}}""", "no layers"),
        ("layers that are none", """{"class_name": "Sequential", "config": {"name": "m", "layers": 3}}""", "'layers' must be a list, found 3"),
        ("a layer that is a number", """{"class_name": "Sequential", "config": {"name": "m", "layers": [3]}}""", "layers[0] must be an object, found 3"),
        ("no shape", """{"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name": "Dense", "config": {"name": "d", "units": 3}}]}}""", "before it was built"),
        ("deep", string.Concat(Enumerable.Repeat("""{"config":""", 100_000)) + "1" + new string('}', 100_000), "is no proper JSON"),
        ("two unknown classes", Written.Sequential(("Lambda", """{"name": "a"}"""), ("Foo", """{"name": "b"}""")), "'a' (Lambda, which holds code, and nothing in a file is executed), 'b' (Foo). Known: InputLayer, SimpleRNN"),
        ("two layers of one name", Written.Sequential(("Dense", """{"name": "d", "units": 2}"""), ("Dense", """{"name": "d", "units": 2}""")), "two layers are named 'd'"),
        ("units as text", Written.Sequential(("LSTM", """{"name": "l", "units": "5"}""")), "layer 'l' (LSTM): 'units' must be a whole number"),
        ("no units", Written.Sequential(("LSTM", """{"name": "l"}""")), "layer 'l' (LSTM): 'units' must be a whole number from 1 to 2147483647, found nothing"),
        ("units of 0", Written.Sequential(("GRU", """{"name": "g", "units": 0}""")), "found 0"),
        ("units of 2³¹", Written.Sequential(("GRU", """{"name": "g", "units": 2147483648}""")), "found 2147483648"),
        ("units of 2³¹ − 1", Written.Sequential(("GRU", """{"name": "g", "units": 2147483647}""")), "more than a file can hold"),
        ("units of 10³⁰⁸", Written.Sequential(("Dense", """{"name": "d", "units": 1e308}""")), "found 1e308"),
        ("half a unit", Written.Sequential(("Dense", """{"name": "d", "units": 2.5}""")), "found 2.5"),
        ("an unknown activation", Written.Sequential(("Dense", """{"name": "d", "units": 2, "activation": "swish2"}""")), "there is no activation 'swish2' here. Known: linear, relu"),
        ("softmax in a cell", Written.Sequential(("LSTM", """{"name": "l", "units": 2, "activation": "softmax"}""")), "goes across all units"),
        ("a flag as number", Written.Sequential(("LSTM", """{"name": "l", "units": 2, "return_sequences": 1}""")), "'return_sequences' must be true or false, found 1"),
        ("an unknown option", Written.Sequential(("LSTM", """{"name": "l", "units": 2, "peephole": true}""")), "it has peephole = true, which this library does not know"),
        ("time first", Written.Sequential(("LSTM", """{"name": "l", "units": 2, "time_major": true}""")), "time_major"),
        ("quantised", Written.Sequential(("Dense", """{"name": "d", "units": 2, "dtype": "int8"}""")), "computes in 'int8'"),
        ("a cell of one's own", Written.Sequential(("RNN", """{"name": "r", "cell": {"class_name": "MyCell", "config": {"units": 2}}}""")), "class 'MyCell'. Known: SimpleRNNCell"),
        ("no cells", Written.Sequential(("RNN", """{"name": "r", "cell": {"class_name": "StackedRNNCells", "config": {"name": "s", "cells": []}}}""")), "it has no cells"),
        ("a merge of no kind", Written.Sequential(("Bidirectional", """{"name": "b", "merge_mode": "xor", "layer": {"class_name": "LSTM", "config": {"name": "l", "units": 2}}}""")), "'merge_mode' must be one of concat, sum, mul, ave or null"),
        ("a lambda in a wrapper", Written.Sequential(("TimeDistributed", """{"name": "t", "layer": {"class_name": "Lambda", "config": {"name": "l"}}}""")), "holds a layer of class 'Lambda'"),
        ("a recurrent layer without steps", Written.Sequential("[null, 3]", [("LSTM", """{"name": "l", "units": 2}""")]), "expected sequences (batch, steps, features)"),
        ("a shape of a text", Written.Sequential("[null, \"a\", 3]", []), "'batch_shape' must be a shape"),
        ("a flattening too large", Written.Sequential("[null, 2147483647, 3]", [("Flatten", """{"name": "f"}""")]), "layer 'f' (Flatten): it would have a size of 6442450941"),
        ("a window beyond all steps", Written.Sequential("[null, 5, 3]", [("Conv1D", """{"name": "c", "filters": 2, "kernel_size": 7}""")]), "layer 'c' (Conv1D): it would have a size of -1"),
        ("a window of 10⁹ dilated steps", Written.Sequential(("Conv1D", """{"name": "c", "filters": 2, "kernel_size": 100000, "dilation_rate": 100000}""")), "its window would span 9999900001 steps"),
        ("groups that do not divide", Written.Sequential(("Conv1D", """{"name": "c", "filters": 4, "kernel_size": 2, "groups": 2}""")), "2 groups do not divide 3 features and 4 filters"),
        ("filters of 2³¹ − 1", Written.Sequential("[null, null, 3]", [("Conv1D", """{"name": "c", "filters": 2147483647, "kernel_size": 1000}""")]), "more than a file can hold"),
        ("features first", Written.Sequential(("MaxPooling1D", """{"name": "p", "pool_size": 2, "data_format": "channels_first"}""")), "expected channels_last"),
        ("a causal pool", Written.Sequential(("MaxPooling1D", """{"name": "p", "pool_size": 2, "padding": "causal"}""")), "'padding' must be valid or same, found 'causal'"),
        ("a reshape that does not fill", Written.Sequential("[null, 5, 3]", [("Reshape", """{"name": "r", "target_shape": [4, -1]}""")]), "(None, 5, 3) does not fill (4, -1)"),
        ("a reshape to sizes of 2³¹ − 1", Written.Sequential("[null, 5, 3]", [("Reshape", """{"name": "r", "target_shape": [2147483647, 2147483647]}""")]), "does not fill"),
        ("a padding beyond measure", Written.Sequential("[null, 5, 3]", [("ZeroPadding1D", """{"name": "z", "padding": [2147483647, 2147483647]}""")]), "it would have a size of 4294967299"),
        ("an axis that is none", Written.Sequential(("PReLU", """{"name": "p", "shared_axes": [7]}""")), "'shared_axes' must be axes"),
        ("heads of 2³¹ − 1", Written.Sequential(("MultiHeadAttention", """{"name": "a", "num_heads": 2147483647, "key_dim": 2}""")), "expected a query, a value and perhaps a key, found 1 inputs"),
        ("a causal mask for a Dense", Functional("""[{"args": [["in", 0, 0]], "kwargs": {"use_causal_mask": true}}]"""), "use_causal_mask, which belongs to an attention"),
        ("a layer that waits for itself", Functional("""[[["d", 0, 0, {}]]]"""), "the layers 'd' wait for each other in a circle"),
        ("a layer called twice", Functional("""[[["in", 0, 0, {}]], [["in", 0, 0, {}]]]"""), "called 2 times"),
        ("a layer called nowhere", Functional("[]"), "called nowhere"),
        ("a layer that is not there", Functional("""[[["none", 0, 0, {}]]]"""), "'none', and there is no such layer"),
        ("a result that is not there", Functional("""[[["in", 0, 7, {}]]]"""), "takes in[0][7], and there is no such result"),
        ("a result below zero", Functional("""[[["in", 0, -1, {}]]]"""), "must be written as [layer, call, result]"),
        ("a call that is a text", Functional("""["in"]"""), "must be an object or a list of results"),
        ("an unknown argument", Functional("""[{"args": [["in", 0, 0]], "kwargs": {"training": true}}]"""), "called with training = true"),
        ("an output that is not there", Functional("""[[["in", 0, 0, {}]]]""", "none"), "the model's outputs takes none[0][0]"),
    ];

    public static TheoryData<string> Every => [.. _rows.Select(row => row.Name)];

    [Theory, MemberData(nameof(Every))]
    public void Is_refused_with_the_path_and_the_place(string name)
    {
        (string _, string config, string says) = _rows.First(row => row.Name == name);
        using var files = new Written();
        string path = files.File(config);
        long before = GC.GetAllocatedBytesForCurrentThread();
        BadFileException error = Assert.Throws<BadFileException>(() => KerasFile.Description(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(path, error.Path);
        Assert.Throws<BadFileException>(() => Model.Load<float>(path));
    }

    [Fact]
    public void More_numbers_than_the_file_of_weights_has_bytes_are_refused_before_they_are_made()
    {
        using var files = new Written();
        string config = Written.Sequential(("Dense", """{"name": "d", "units": 100000}"""));
        BadFileException error = Assert.Throws<BadFileException>(() => KerasFile.WithoutWeights<float>(files.File(config, weightBytes: 1000)));
        Assert.Contains("asks for 400,000 numbers, and model.weights.h5 has 1,000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(400_000, KerasFile.WithoutWeights<float>(files.File(config, weightBytes: 400_000)).Parameters.Sum(parameter => parameter.Shape.Count));
    }

    [Theory]
    [InlineData("{}", "'keras_version' must be a text")]
    [InlineData("""{"keras_version": "4.0.0"}""", "Keras 1, 2 or 3, found 'keras_version' = '4.0.0'")]
    [InlineData("""{"keras_version": "x"}""", "found 'keras_version' = 'x'")]
    public void A_version_that_is_not_known_is_refused(string metadata, string says)
    {
        using var files = new Written();
        BadFileException error = Assert.Throws<BadFileException>(() => KerasFile.Origin(files.File(Written.Sequential([]), metadata)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_without_a_config_is_refused_and_so_is_a_config_beyond_measure()
    {
        using var files = new Written();
        string none = files.Zip("none.keras", ("readme.txt", "hello"));
        Assert.Contains("expected a member 'metadata.json', found 'readme.txt'", Assert.Throws<BadFileException>(() => Model.Load<float>(none)).Message, StringComparison.Ordinal);
        string large = files.Zip("large.keras", (KerasArchive.MetadataName, Written.Metadata3), (KerasArchive.ConfigName, new string(' ', (16 << 20) + 1)));
        Assert.Contains("expected a text of at most 16777216 bytes", Assert.Throws<BadFileException>(() => Model.Load<float>(large)).Message, StringComparison.Ordinal);
    }

    /// <summary>A functional model of an input and a Dense with these calls.</summary>
    private static string Functional(string calls, string output = "d") => $$$"""
        {"class_name": "Functional", "config": {"name": "f", "layers": [{{{Input}}},
          {"class_name": "Dense", "name": "d", "config": {"name": "d", "units": 2}, "inbound_nodes": {{{calls}}}}],
          "input_layers": [["in", 0, 0]], "output_layers": [["{{{output}}}", 0, 0]]}}
        """;
}
