using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;
using Elman.Tests.Autograd;

namespace Elman.Tests.Formats.Keras;

/// <summary>What a <c>.keras</c> becomes beyond the golden files: weights by their paths, older defaults, and options that leave a word behind.</summary>
public sealed class KerasLoadingTests
{
    private static string Fixture(string name) => Repository.Path("tests", "fixtures", "keras", name);

    [Theory]
    [InlineData("keras", "lstm", "")]
    [InlineData("keras", "bidirectional_two_activations", "")]
    [InlineData("keras", "stacked_cells", "")]
    [InlineData("keras", "functional_encoder_decoder", "")]
    [InlineData("keras2", "lstm", "")]
    [InlineData("keras2", "bidirectional", "")]
    [InlineData("keras", "lstm", "sequential_18/")]
    public void Weights_go_by_Kerass_paths_as_well_as_by_their_numbers(string folder, string name, string without)
    {
        using var files = new Written();
        Elman.Tests.Golden.GoldenCase golden = Elman.Tests.Golden.GoldenCase.All.First(candidate => candidate.ToString() == $"{folder}/{name}");
        string[] paths = [.. golden.Config["weights"]!.AsArray().Select(path => (string)path!)];
        NamedArray[] weights = [.. golden.Load().Where(array => array.Name.StartsWith("weight.", StringComparison.Ordinal)).OrderBy(array => int.Parse(array.Name[7..], System.Globalization.CultureInfo.InvariantCulture))];
        // Safetensors sorts nothing here, so the arrays come in the opposite order.
        new ArrayFile(weights.Zip(paths, (weight, path) => weight.Renamed(without.Length > 0 ? path.Replace(without, "", StringComparison.Ordinal) : path)).Reverse()).Save(files.Path("paths.safetensors"));
        new ArrayFile(weights.Select((weight, index) => weight.Renamed($"arr_{index}"))).Save(files.Path("numbers.npz"));
        string file = golden.PathOf(name + ".keras");
        Model<float> byPath = Model.Load<float>(file, new LoadOptions { Weights = files.Path("paths.safetensors") }), byNumber = Model.Load<float>(file, new LoadOptions { Weights = files.Path("numbers.npz") });
        foreach ((var one, var other) in byPath.Parameters.Zip(byNumber.Parameters)) Bits.AssertEqual(one.Value.Values, other.Value.Values, one.Name);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_all_named_and_nothing_is_loaded()
    {
        using var files = new Written();
        var arrays = new ArrayFile();
        arrays.Add("arr_0", new Tensor<float>(new Shape(3, 16)));
        arrays.Add("arr_1", new Tensor<float>(new Shape(5, 15)));
        arrays.Add("arr_9", new Tensor<float>(new Shape(2)));
        arrays.Save(files.Path("w.npz"));
        BadFileException error = Assert.Throws<BadFileException>(() => Model.Load<float>(Fixture("gru.keras"), new LoadOptions { Weights = files.Path("w.npz") }));
        Assert.Equal(files.Path("w.npz"), error.Path);
        foreach (string says in new[] { "'arr_0' has shape (3, 16), expected (3, 15) for weight 0, 'sequential_22/gru/gru_cell/kernel'", "weight 2, 'sequential_22/gru/gru_cell/bias' (2, 15), is missing", "'arr_9' (2) belongs to no weight", "Nothing was loaded", "np.savez(\"w.npz\", *model.get_weights())" })
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_files_that_say_less_are_refused() =>
        Assert.Contains("LoadOptions.Heads was given, but", Assert.Throws<ArgumentException>(() => Model.Load<float>(Fixture("gru.keras"), new LoadOptions { Heads = Heads.Last, Weights = "w.npz" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_another_name_is_known_by_its_first_member()
    {
        using var files = new Written();
        File.Copy(Fixture("gru.keras"), files.Path("gru.model"));
        Assert.Equal("keras", FormatTable.Of(files.Path("gru.model")).Name);
        Assert.Equal("npz", FormatTable.Of(Fixture("gru.npz")).Name);
        Assert.Contains("not written as '.pkl'", Assert.Throws<NotSupportedException>(() => Model.Sequential<float>(ModelInput.Numbers(2), ("d", new Dense<float>(2, 2))).Save(files.Path("y.pkl"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_training_has_is_named_and_left_out()
    {
        using var files = new Written();
        string assumption = Assert.Single(Loaded(files, Written.Metadata3,
            ("LSTM", """{"name": "l", "units": 2, "dropout": 0.25, "recurrent_dropout": 0.5, "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.1}}, "return_sequences": true}"""),
            ("GaussianNoise", """{"name": "n", "stddev": 0.5}"""), ("SpatialDropout1D", """{"name": "s", "rate": 0.5}"""), ("Dense", """{"name": "d", "units": 2, "trainable": false}""")).Assumptions, said => said.Contains("only training", StringComparison.Ordinal));
        Assert.Equal("The model is for inference: what only training has is left out ('l' kernel_regularizer; 'd' is frozen).", assumption);
    }

    [Theory]
    [InlineData(Written.Metadata3, "hard_sigmoid", "hard_sigmoid")]
    [InlineData(Written.Metadata2, "hard_sigmoid", "hard_sigmoid_keras2")]
    [InlineData(Written.Metadata3, "leaky_relu", "leaky_relu(alpha=0.2)")]
    public void An_activation_is_that_of_the_files_version(string metadata, string theirs, string ours)
    {
        using var files = new Written();
        Model<float> model = Loaded(files, metadata, ("LSTM", $$"""{"name": "l", "units": 2, "recurrent_activation": "{{theirs}}" }"""));
        Assert.Equal(ours, (string)Cell(model, "l").Options["gate"]!);
    }

    [Fact]
    public void A_GRU_without_the_option_resets_before_as_the_first_ones_did()
    {
        using var files = new Written();
        Assert.Equal("gru_reset_before", Cell(Loaded(files, Written.Metadata2, ("GRU", """{"name": "g", "units": 2}""")), "g").Spec.Name);
        Assert.Equal("gru", Cell(Loaded(files, Written.Metadata2, ("GRU", """{"name": "g", "units": 2, "reset_after": true}""")), "g").Spec.Name);
    }

    [Fact]
    public void Two_ways_without_a_merge_are_two_outputs_and_backwards_ends_at_the_first_step()
    {
        using var files = new Written();
        const string Layer = """{"class_name": "LSTM", "config": {"name": "l", "units": 3}}""";
        string config = $$"""
            {"class_name": "Functional", "config": {"name": "f", "layers": [
              {"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_shape": [null, null, 2]}, "inbound_nodes": []},
              {"class_name": "Bidirectional", "name": "b", "config": {"name": "b", "merge_mode": null, "layer": {{Layer}} }, "inbound_nodes": [{"args": [["in", 0, 0]], "kwargs": {} }]}],
              "input_layers": ["in", 0, 0], "output_layers": [["b", 0, 0], ["b", 0, 1]]} }
            """;
        Model<float> both = Filled(files, config), concatenated = Filled(files, Written.Sequential("[null, null, 2]", [("Bidirectional", $$"""{"name": "b", "layer": {{Layer}} }""")]));
        Tensor<float> x = Draw.Tensor<float>(3, 2, 5, 2), joined = concatenated.Predict(x).Output;
        Prediction<float> two = both.Predict(x);
        Assert.Equal(["b_forward.last", "b_backward.last"], two.Names);
        for (int n = 0; n < 2; n++)
        {
            Bits.AssertEqual(joined.Values.Slice(n * 6, 3), two["b_forward.last"].Values.Slice(n * 3, 3), "forward");
            Bits.AssertEqual(joined.Values.Slice(n * 6 + 3, 3), two["b_backward.last"].Values.Slice(n * 3, 3), "backward");
        }
    }

    [Fact]
    public void A_mask_that_Keras_3_spells_out_in_a_functional_model_is_the_one_that_flows_along()
    {
        using var files = new Written();
        Model<float> spelt = Filled(files, Spelt("0.0")), listed = Filled(files, Written.Sequential("[null, null, 2]", [("Masking", """{"name": "m", "mask_value": 0.0}"""), ("GRU", """{"name": "g", "units": 3, "reset_after": true}""")]));
        Tensor<float> x = Draw.Tensor<float>(3, 2, 5, 2);
        x.Span.Slice(4, 4).Clear();
        Bits.AssertEqual(listed.Predict(x).Output.Values, spelt.Predict(x).Output.Values, "mask");
        Assert.Contains("a mask of its own", Assert.Throws<BadFileException>(() => KerasFile.Description(files.File(Spelt("1.0")))).Message, StringComparison.Ordinal);

        static string Spelt(string compared) => $$"""
            {"class_name": "Functional", "config": {"name": "f", "layers": [
              {"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_shape": [null, null, 2]}, "inbound_nodes": []},
              {"class_name": "NotEqual", "name": "ne", "config": {"name": "ne"}, "inbound_nodes": [{"args": [{{Of("in")}}, {{compared}}], "kwargs": {} }]},
              {"class_name": "Masking", "name": "m", "config": {"name": "m", "mask_value": 0.0}, "inbound_nodes": [{"args": [{{Of("in")}}], "kwargs": {} }]},
              {"class_name": "Any", "name": "any", "config": {"name": "any", "axis": -1, "keepdims": false}, "inbound_nodes": [{"args": [{{Of("ne")}}], "kwargs": {} }]},
              {"class_name": "GRU", "name": "g", "config": {"name": "g", "units": 3, "reset_after": true}, "inbound_nodes": [{"args": [{{Of("m")}}], "kwargs": {"mask": {{Of("any")}} } }] }],
              "input_layers": ["in", 0, 0], "output_layers": ["g", 0, 0] } }
            """;

        static string Of(string layer) => $$"""{"class_name": "__keras_tensor__", "config": {"shape": [null], "keras_history": ["{{layer}}", 0, 0] } }""";
    }

    private static Cell Cell(Model<float> model, string node) => ((RecurrentStack<float>)model[node]).Layers[0].Spec.Cell;

    private static Model<float> Loaded(Written files, string metadata, params (string Class, string Config)[] layers) => KerasFile.WithoutWeights<float>(files.File(Written.Sequential(layers), metadata, weightBytes: 10_000));

    /// <summary>The model with drawn weights, the same for the same shapes in the same order.</summary>
    private static Model<float> Filled(Written files, string config)
    {
        Model<float> model = KerasFile.WithoutWeights<float>(files.File(config, weightBytes: 10_000));
        foreach ((int i, var parameter) in model.Parameters.Index()) Draw.Tensor<float>(i, [.. parameter.Shape]).Values.CopyTo(parameter.Value.Span);
        return model;
    }
}
