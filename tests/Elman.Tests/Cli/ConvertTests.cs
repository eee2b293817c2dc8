using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary>From one format to another, and back.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly Scratch _files = new();

    public void Dispose() => _files.Dispose();

    private string Convert(string from, string to, params string[] more)
    {
        Answer answer = Answer.Of(["convert", from, _files[to], .. more]);
        Assert.True(answer.Exit == 0, answer.Errors);
        return answer.Output;
    }

    [Fact]
    public void The_page_says_what_was_read_assumed_and_written()
    {
        string[] line = ["convert", Sample.Path, _files["sunspots.pt"], "--heads", "last"];
        ExpectedText.Is("convert", ExpectedText.Of(Answer.Of(line), line), _files.Shown);
    }

    [Fact]
    public void The_page_says_which_program_was_written_and_how_it_is_run()
    {
        string[] line = ["convert", Sample.Path, _files["sunspots.py"], "--heads", "last", "--emit", "numpy"];
        ExpectedText.Is("convert-emit", ExpectedText.Of(Answer.Of(line), line), _files.Shown);
        ExpectedText.Is("emit-numpy", File.ReadAllText(_files["sunspots.py"]));
    }

    /// <summary>Every format that is written and holds a description, and the others with the assumptions given again.</summary>
    public static TheoryData<string> Written => [.. FormatTable.Rows.Where(row => row.Write is not null).Select(row => row.Extensions[0])];

    [Theory, MemberData(nameof(Written))]
    public void A_model_converted_gives_the_same_bits(string extension)
    {
        Convert(Sample.Path, "sunspots" + extension, "--heads", "last");
        ModelFormat format = FormatTable.Of(_files["sunspots" + extension]);
        Model<float> back = Model.Load<float>(_files["sunspots" + extension], format.HoldsDescription ? null : new LoadOptions { Heads = Heads.Last, Activation = Elman.Numerics.Activations.Activation.Tanh });
        Assert.Equal(format.HoldsDescription, back.Assumptions.Count == 0);
        Tensor<float> x = Sample.Windows(3);
        // Keras has the two biases of this model as their sum. A graph adds a bias behind its product, and gives the state beside the output.
        if (format.IsGraph) Elman.Tests.Golden.Tolerance.Near(Sample.Last.Predict(x).Output.Values, back.Predict(x)["y"].Values, extension);
        else if (format.Usual == Dialect.Keras) Elman.Tests.Golden.Tolerance.Near(Sample.Last.Predict(x).Output.Values, back.Predict(x).Output.Values, extension);
        else Bits.AssertEqual(Sample.Last.Predict(x).Output.Values, back.Predict(x).Output.Values, extension);
    }

    [Fact]
    public void The_page_of_a_graph_says_that_it_was_run()
    {
        string[] line = ["convert", Sample.Path, _files["sunspots.onnx"], "--heads", "last"];
        ExpectedText.Is("convert-onnx", ExpectedText.Of(Answer.Of(line), line), _files.Shown);
        foreach (string[] more in (string[][])[["--to", "gluon"], ["--arrays"]])
        {
            Answer refused = Answer.Of(["convert", Sample.Path, _files["other.onnx"], .. more]);
            Assert.Contains("graph of ONNX", refused.Errors, StringComparison.Ordinal);
            Assert.False(File.Exists(_files["other.onnx"]));
        }
    }

    [Fact]
    public void Names_are_those_that_are_asked_for()
    {
        Convert(Sample.Path, "m.safetensors", "--to", "gluon");
        Assert.Contains("rnn.l0_i2h_weight", ArrayFile.Load(_files["m.safetensors"]).Names);
        Bits.AssertEqual(Sample.Every.Predict(Sample.Windows(2)).Output.Values, Model.Load<float>(_files["m.safetensors"]).Predict(Sample.Windows(2)).Output.Values, "gluon");
    }

    [Fact]
    public void Arrays_keep_their_names_types_and_bits()
    {
        string odd = Repository.Path("tests", "fixtures", "pytorch-odd", "odd.pth");
        Convert(odd, "odd.pt", "--arrays");
        Convert(_files["odd.pt"], "odd.safetensors", "--arrays");
        ArrayFile first = FormatTable.Of(odd).Open(odd, null), last = ArrayFile.Load(_files["odd.safetensors"]);
        Assert.Equal(first.Count, last.Count);
        foreach (NamedArray array in first)
        {
            Assert.Equal((array.Type, array.Shape), (last[array.Name].Type, last[array.Name].Shape));
            Assert.Equal(array.Bytes.ToArray(), last[array.Name].Bytes.ToArray());
        }
    }

    [Fact]
    public void A_part_of_a_checkpoint_is_named_by_its_key()
    {
        string unclear = Repository.Path("tests", "fixtures", "pytorch-odd", "unclear.pt");
        Assert.Contains("Name one of these", Answer.Of("convert", unclear, _files["x.npz"]).Errors, StringComparison.Ordinal);
        JsonNode report = JsonNode.Parse(Convert(unclear, "x.npz", "--key", "model", "--json"))!;
        Assert.Equal(8, (int)report["written"]!["arrays"]!);
        Assert.Equal("PyTorch", (string)report["names"]!);
    }

    [Fact]
    public void A_model_is_not_written_over_itself()
    {
        string copy = _files.Arrays("copy.safetensors", ("rnn.weight_ih_l0", new Tensor<float>(new Shape(2, 2))));
        Assert.Equal(2, Answer.Of("convert", copy, copy).Exit);
        Assert.Equal(2, Answer.Of("convert", copy, _files["x.unknown"]).Exit);
    }
}
