using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>Summaries as the frameworks and tools printed them, character for character.</summary>
public sealed partial class SummaryGoldenTests
{
    private const string Table = ".summary.txt", TorchInfoTable = "_torchinfo.txt";

    public static TheoryData<string> Keras => Names(golden => golden.Files.Any(file => file.EndsWith(Table, StringComparison.Ordinal)));
    public static TheoryData<string> PyTorch => Names(golden => golden.Config["text"] is not null);
    public static TheoryData<string> Gluon => Names(golden => golden.Config["repr"] is not null);

    [Theory, MemberData(nameof(Keras))]
    public void Keras_prints_this_table(string name)
    {
        GoldenCase golden = Named(name);
        ModelOrigin origin = KerasFile.Origin(golden.PathOf(golden.Files.Single(file => file.EndsWith(".keras", StringComparison.Ordinal))));
        string expected = File.ReadAllText(golden.PathOf(golden.Files.Single(file => file.EndsWith(Table, StringComparison.Ordinal))));
        // The table is of the origin alone, also where the library cannot run the layers.
        Model<float> any = new([ModelInput.Numbers(1)], [new("fc", new Dense<float>(1, 1), ["x"])], [new("y", "fc")]) { Origin = origin };
        Assert.Equal(expected.TrimEnd('\n'), any.Summary(golden.Folder == "keras2" ? SummaryStyle.Keras2 : SummaryStyle.Keras).ToString());
    }

    [Theory, MemberData(nameof(PyTorch))]
    public void PyTorch_prints_this_model_and_torchinfo_this_table(string name)
    {
        GoldenCase golden = Named(name);
        string text = golden.Text("text");
        Model<float> model = WithWhatHasNoArrays(LoadParameters(golden), text);
        string root = text[..text.IndexOf('(', StringComparison.Ordinal)];
        Assert.Equal(text, model.Summary(SummaryStyle.PyTorch, new() { Name = root }).Text);

        NamedArray x = golden.Load()["x"];
        var options = new StyleOptions { Name = root, Sequences = x.Shape[0], Steps = x.Shape[1] };
        string expected = File.ReadAllText(golden.PathOf(golden.Files.Single(file => file.EndsWith(TorchInfoTable, StringComparison.Ordinal))));
        // The table alone: what is said of a wrong count stands after it, and whether it is wrong depends on the sizes.
        Assert.Equal(expected.TrimEnd('\n'), model.Summary(SummaryStyle.TorchInfo, options).Text);
    }

    [Theory, MemberData(nameof(Gluon))]
    public void Gluon_prints_this_block(string name)
    {
        GoldenCase golden = Named(name);
        Model<float> model = golden.Config.ContainsKey("kind") ? Layer(golden) : List(golden.Load());
        Layout layout = golden.Config.ContainsKey("layout") && golden.Text("layout") == "TNC" ? Layout.TimeFirst : Layout.BatchFirst;
        Assert.Equal(golden.Text("repr"), model.Summary(SummaryStyle.Gluon, new() { Layout = layout }).ToString());
    }

    private static Model<float> LoadParameters(GoldenCase golden)
    {
        const string Prefix = "param.";
        NamedArray[] arrays = [.. golden.Load().Where(array => array.Name.StartsWith(Prefix, StringComparison.Ordinal))];
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        new ArrayFile(arrays.Select(array => NamedArray.From(array.Name[Prefix.Length..], array.As<float>()))).Save(file);
        try
        {
            return Model.Load<float>(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Rates of dropout, and modules without parameters, which stand in no array.</summary>
    private static Model<float> WithWhatHasNoArrays(Model<float> model, string text)
    {
        ModelDescription description = model.Description;
        var nodes = new List<NodeDescription>();
        foreach (NodeDescription node in description.Nodes.Where(node => node.Layer.Kind is not ("activation" or "dropout")))
        {
            Match rate = Regex.Match(text, $@"\({Regex.Escape(node.Name)}\): (RNN|LSTM|GRU)\(.*dropout=(?<rate>[0-9.e-]+)");
            if (rate.Success)
                foreach (JsonNode? layer in node.Layer.Options["layers"]!.AsArray().SkipLast(1)) layer!["dropout"] = double.Parse(rate.Groups["rate"].Value, CultureInfo.InvariantCulture);
            nodes.Add(node);
        }
        foreach (Match module in InList.Matches(text))
        {
            string list = NameOfList.Matches(text[..module.Index])[^1].Groups["name"].Value, name = $"{list}.{module.Groups["number"].Value}";
            LayerDescription layer = module.Groups["class"].Value == "ReLU" ? new ActivationLayer<float>(Activation.Relu).Description
                : new Dropout<float>(double.Parse(module.Groups["rate"].Value, CultureInfo.InvariantCulture)).Description;
            int before = nodes.FindIndex(node => node.Name == $"{list}.{int.Parse(module.Groups["number"].Value, CultureInfo.InvariantCulture) - 1}");
            nodes.Insert(before + 1, new(name, layer, []));
        }
        for (int i = 0; i < nodes.Count; i++) nodes[i] = nodes[i] with { Inputs = [i == 0 ? description.Inputs[0].Name : nodes[i - 1].Name] };
        return ModelBuilder.Build<float>(description with { Nodes = nodes, Outputs = [new("y", nodes[^1].Name)] });
    }

    private static Model<float> Layer(GoldenCase golden)
    {
        Cell cell = golden.Text("kind") switch
        {
            "RNN" => CellCatalog.Elman(golden.Config.ContainsKey("activation") ? Activation.Parse(golden.Text("activation")) : Activation.Relu),
            "LSTM" => CellCatalog.Lstm(),
            _ => CellCatalog.Gru(),
        };
        var layer = new LayerSpec(cell, golden.Number("hidden"), golden.Flag("bidirectional") ? Direction.Bidirectional : Direction.Forward);
        return Model.Sequential<float>(ModelInput.Sequences(golden.Number("input")), ("rnn", new RecurrentStack<float>(golden.Number("input"), [.. Enumerable.Repeat(layer, golden.Number("layers"))])));
    }

    /// <summary>An LSTM and a Dense on each step, of the sizes of their arrays.</summary>
    private static Model<float> List(ArrayFile arrays)
    {
        Shape Of(string end) => arrays.First(array => array.Name.EndsWith(end, StringComparison.Ordinal)).Shape;
        (int inputs, int hidden) = (Of("i2h_weight")[1], Of("h2h_weight")[1]);
        Shape dense = arrays.First(array => array.Name.EndsWith("weight", StringComparison.Ordinal) && !array.Name.Contains("2h_", StringComparison.Ordinal)).Shape;
        return Model.Sequential<float>(ModelInput.Sequences(inputs), ("lstm", new RecurrentStack<float>(inputs, new LayerSpec(CellCatalog.Lstm(), hidden))), ("fc", new Dense<float>(dense[1], dense[0])));
    }

    private static TheoryData<string> Names(Func<GoldenCase, bool> fits) => [.. GoldenCase.All.Where(fits).Select(golden => golden.ToString())];

    private static GoldenCase Named(string name) => GoldenCase.All.Single(golden => golden.ToString() == name);

    [GeneratedRegex(@"\((?<name>\w+)\): Sequential\(")]
    private static partial Regex NameOfList { get; }

    [GeneratedRegex(@"\((?<number>[0-9]+)\): ((?<class>ReLU)\(\)|Dropout\(p=(?<rate>[0-9.e-]+),)")]
    private static partial Regex InList { get; }
}
