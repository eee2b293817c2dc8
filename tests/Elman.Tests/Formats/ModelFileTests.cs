using Elman.Autograd;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Models;

namespace Elman.Tests.Formats;

public sealed class ModelFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elman");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Place(string name) => Path.Combine(_folder.FullName, name);

    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Theory, MemberData(nameof(EveryModel))]
    public void A_saved_model_loads_again_bit_for_bit_without_an_assumption(string name)
    {
        Model<double> model = ModelTable.Row<double>(name).Model();
        model.Save(Place("m.safetensors"));
        Model<double> again = Model.Load<double>(Place("m.safetensors"));
        AssertSame(model, again);
        again.Save(Place("n.safetensors"));
        Assert.Equal(File.ReadAllBytes(Place("m.safetensors")), File.ReadAllBytes(Place("n.safetensors")));
    }

    [Theory]
    [InlineData("a list")]
    [InlineData("one layer")]
    [InlineData("ids")]
    [InlineData("a head on the last output")]
    [InlineData("both ways")]
    [InlineData("two inputs and three outputs")]
    public void In_PyTorchs_dialect_arrays_have_its_names_and_the_description_goes_along(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        model.Save(Place("m.safetensors"), Dialect.PyTorch);
        ArrayFile file = ArrayFile.Load(Place("m.safetensors"));
        Assert.All(file.Names, array => Assert.Matches("^[a-z_0-9.]+\\.(weight|bias)(_(ih|hh)_l[0-9](_reverse)?)?$", array));
        Assert.Equal("pt", file.Metadata["format"]);
        AssertSame(model, Model.Load<float>(Place("m.safetensors")));
    }

    [Fact]
    public void Without_metadata_PyTorchs_names_and_shapes_give_the_model_again()
    {
        Model<float> model = ModelTable.Row<float>("both ways").Model();
        model.Save(Place("m.npz"), Dialect.PyTorch);
        Model<float> again = Model.Load<float>(Place("m.npz"));
        Assert.NotEmpty(again.Assumptions);
        Signal<float> ids = ModelRow<float>.Inputs(model)["tokens"];
        Bits.AssertEqual<float>(model.Predict(ids.Ids!).Output.Values, again.Predict(ids.Ids!).Output.Values, "npz");
    }

    [Fact]
    public void One_bias_is_two_in_PyTorch_of_which_the_second_is_zero()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Lstm(), 4, Bias: BiasKind.One))));
        foreach (Parameter<float> parameter in model.Parameters) parameter.Value.Span.Fill(0.3f);
        model.Save(Place("m.safetensors"), Dialect.PyTorch);
        Assert.All(ArrayFile.Load(Place("m.safetensors"))["rnn.bias_hh_l0"].As<float>().Values.ToArray(), value => Assert.Equal(0, value));
        Tensor<float> x = Autograd.Draw.Tensor<float>(1, 2, 5, 3);
        Bits.AssertEqual<float>(model.Predict(x).Output.Values, Model.Load<float>(Place("m.safetensors")).Predict(x).Output.Values, "two biases");
    }

    private static readonly (string Name, LayerSpec[] Layers, string Says)[] _unsavable =
    [
        ("another cell", [new(CellCatalog.GruResetBefore(), 4)], "PyTorch has no module for the cell 'gru_reset_before'"),
        ("reverse", [new(CellCatalog.Gru(), 4, Direction.Reverse)], "layer 0 runs in reverse only"),
        ("two sizes", [new(CellCatalog.Gru(), 4), new(CellCatalog.Gru(), 5)], "layer 1 (gru, 5 units"),
        ("two cells", [new(CellCatalog.Gru(), 4), new(CellCatalog.Lstm(), 4)], "differs from layer 0"),
        ("two activations", [new(CellCatalog.Elman(), 4), new(CellCatalog.Elman(Activation.Relu), 4)], "differs from layer 0"),
        ("an activation that an RNN has not", [new(CellCatalog.Elman(Activation.Parse("mish")), 4)], "its activations are"),
        ("a gate that an LSTM has not", [new(CellCatalog.Lstm(Activation.Parse("hard_sigmoid")), 4)], "its activations are"),
    ];

    public static TheoryData<string> Unsavable => [.. _unsavable.Select(row => row.Name)];

    [Theory, MemberData(nameof(Unsavable))]
    public void What_PyTorch_does_not_have_is_refused_by_name_and_leaves_no_file(string name)
    {
        (_, LayerSpec[] layers, string says) = _unsavable.First(row => row.Name == name);
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<float>(3, layers)));
        string error = Assert.Throws<NotSupportedException>(() => model.Save(Place("m.safetensors"), Dialect.PyTorch)).Message;
        Assert.Contains("Node 'rnn' cannot be saved in PyTorch's dialect", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void An_RNN_with_relu_is_one_of_PyTorchs()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Elman(Activation.Relu), 4))));
        model.Save(Place("m.safetensors"), Dialect.PyTorch);
        AssertSame(model, Model.Load<float>(Place("m.safetensors")));
    }

    [Fact]
    public void Files_that_are_no_model_are_refused_with_their_path()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        File.WriteAllText(Place("text.safetensors"), "hello, this is no model at all");
        File.WriteAllBytes(Place("empty.safetensors"), []);
        File.WriteAllText(Place("text.bin"), "hello, this is no model at all");
        model.Save(Place("m.safetensors"));
        File.WriteAllBytes(Place("cut.safetensors"), File.ReadAllBytes(Place("m.safetensors"))[..^5]);
        File.WriteAllText(Place("m.pt"), "x");
        string[] bad = ["missing.safetensors", "text.safetensors", "empty.safetensors", "text.bin", "cut.safetensors", "m.pt", ""];
        foreach (string name in bad)
        {
            var error = Assert.Throws<BadFileException>(() => Model.Load<float>(Place(name)));
            Assert.Equal(Place(name), error.Path);
        }
        Assert.Contains("torch.save", Assert.Throws<BadFileException>(() => Model.Load<float>(Place("m.pt"))).Message, StringComparison.Ordinal);
        Assert.Contains(".npz, .pt", Assert.Throws<NotSupportedException>(() => model.Save(Place("m.pkl"))).Message, StringComparison.Ordinal);
        Assert.Contains("has no place for the description", Assert.Throws<NotSupportedException>(() => model.Save(Place("m.npz"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_known_by_its_first_bytes_whatever_it_is_called()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        model.Save(Place("m.safetensors"));
        File.Move(Place("m.safetensors"), Place("weights.bin"));
        AssertSame(model, Model.Load<float>(Place("weights.bin")));
    }

    [Fact]
    public void A_description_cannot_be_overridden()
    {
        ModelTable.Row<float>("a list").Model().Save(Place("m.safetensors"));
        var error = Assert.Throws<ArgumentException>(() => Model.Load<float>(Place("m.safetensors"), new LoadOptions { Heads = Heads.Last }));
        Assert.Contains("LoadOptions.Heads was given, but", error.Message, StringComparison.Ordinal);
        Assert.Contains("carries its own description", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_saved_in_double_loads_in_float_and_says_so_and_the_other_way_round_is_exact()
    {
        Model<double> model = ModelTable.Row<double>("a list").Model();
        model.Save(Place("m.safetensors"));
        Model<float> rounded = Model.Load<float>(Place("m.safetensors"));
        Assert.Contains("rounded to float32", Assert.Single(rounded.Assumptions), StringComparison.Ordinal);
        Assert.Equal((float)model.Parameter("fc.weight").Value.Values[3], rounded.Parameter("fc.weight").Value.Values[3]);
        rounded.Save(Place("f.safetensors"));
        Model<double> exact = Model.Load<double>(Place("f.safetensors"));
        Assert.Empty(exact.Assumptions);
        Assert.Equal(rounded.Parameter("fc.weight").Value.Values[3], exact.Parameter("fc.weight").Value.Values[3]);
    }

    [Fact]
    public void Misses_of_an_own_file_are_all_named_and_nothing_is_built_on_its_word_alone()
    {
        ArrayFile own = ModelArrays.Write(ModelTable.Row<float>("a list").Model());
        var file = new ArrayFile(own.Where(array => array.Name != "fc.bias").Select(array => array.Name == "fc.weight" ? array.Renamed("fd.weight") : array));
        foreach ((string key, string text) in own.Metadata) file.Metadata[key] = text;
        string error = Assert.Throws<BadFileException>(() => ModelFile.Read<float>(file)).Message;
        Assert.Contains("'fc.weight' (2, 5) is missing; 'fc.bias' (2) is missing; 'fd.weight' (2, 5) belongs to no parameter", error, StringComparison.Ordinal);
        Assert.Contains("Nothing was loaded", error, StringComparison.Ordinal);

        foreach ((string from, string to) in new[] { ("\"hidden\":5", "\"hidden\":40000"), ("\"outputs\":2", "\"outputs\":400000000") })
        {
            ArrayFile huge = ModelArrays.Write(ModelTable.Row<float>("a list").Model());
            huge.Metadata["elman"] = huge.Metadata["elman"].Replace(from, to, StringComparison.Ordinal);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("numbers, but the file holds 62", Assert.Throws<BadFileException>(() => ModelFile.Read<float>(huge)).Message, StringComparison.Ordinal);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        }
    }

    [Fact]
    public void An_unknown_dialect_is_refused_by_name()
    {
        ModelTable.Row<float>("a list").Model().Save(Place("m.safetensors"), Dialect.PyTorch);
        ArrayFile file = ArrayFile.Load(Place("m.safetensors"));
        file.Metadata["elman.dialect"] = "fortran";
        Assert.Contains($"in the dialect 'fortran', which this version does not know. Known: {string.Join(", ", Dialect.All)}", Assert.Throws<BadFileException>(() => ModelFile.Read<float>(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_gates_change_places_where_a_framework_has_another_order()
    {
        var pair = new ArrayPair("ours", "theirs", ["a", "b", "c"], ["c", "a", "b"]);
        NamedArray theirs = NamedArray.From("theirs", Tensor.From([31f, 32, 11, 12, 21, 22], new Shape(6)));
        NamedArray ours = pair.ToOurs(theirs);
        Assert.Equal([11f, 12, 21, 22, 31, 32], ours.As<float>().Values.ToArray());
        Assert.Equal(theirs.Bytes.ToArray(), pair.ToTheirs(ours).Bytes.ToArray());
    }

    private static void AssertSame<T>(Model<T> expected, Model<T> found) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Assert.Empty(found.Assumptions);
        Assert.Equal(expected.Description.ToJson().ToJsonString(), found.Description.ToJson().ToJsonString());
        foreach ((Parameter<T> wanted, Parameter<T> is_) in expected.Parameters.Zip(found.Parameters)) Bits.AssertEqual(wanted.Value.Values, is_.Value.Values, wanted.Name);
    }
}
