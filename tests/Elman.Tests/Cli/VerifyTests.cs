using System.Text.Json.Nodes;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary><c>elman verify</c>: every form of pairs, and that a difference is found where it is.</summary>
public sealed class VerifyTests
{
    private static readonly string[] _sunspots = ["verify", Sample.Path, "--heads", "last", "--pairs", Sample.Pairs, "--map", "x_test=x", "--map", "pred_test=y"];

    [Fact]
    public void The_forecasts_are_those_of_PyTorch() => ExpectedText.Is("verify", ExpectedText.Of(Answer.Of(_sunspots), _sunspots));

    [Fact]
    public void Another_network_is_found_out()
    {
        string[] arguments = [.. _sunspots.Select(word => word == Sample.Path ? Sample.Untrained : word)];
        ExpectedText.Is("verify-other", ExpectedText.Of(Answer.Of(arguments), arguments));
    }

    [Fact]
    public void What_is_allowed_can_be_chosen()
    {
        Assert.Equal(1, Answer.Of([.. _sunspots, "--atol", "0", "--rtol", "1e-8"]).Exit);
        Assert.Equal(0, Answer.Of([.. _sunspots.Select(word => word == Sample.Path ? Sample.Untrained : word), "--atol", "1e3"]).Exit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(43)]
    public void The_largest_difference_is_found_where_it_is(int place)
    {
        JsonNode json = Verify(files => files.Arrays("pairs.npz", ("a/x", Sample.Windows(1)), ("a/y", Every(1)), ("b/x", Sample.Windows(2)), ("b/y", Sample.Changed(Every(2), place, 7))), out int exit);
        Assert.Equal((1, 66, 1), (exit, (int)json["compared"]!, (int)json["beyond"]!));
        JsonNode largest = json["outputs"]![0]!["largest"]!;
        Assert.Equal(("b/y", $"[{place / 22}, {place % 22}, 0]", 7f), ((string?)largest["array"], (string?)largest["index"], (float)largest["expected"]!));
        Assert.Equal(largest.ToJsonString(), json["outputs"]![0]!["worst"]!.ToJsonString());
    }

    [Fact]
    public void NaN_equals_NaN_and_nothing_else()
    {
        Tensor<float> x = Sample.Changed(Sample.Windows(1), 20, float.NaN), y = Sample.Every.Predict(x).Output;
        Verify(files => files.Arrays("pairs.npz", ("x", x), ("y", y)), out int equal);
        JsonNode json = Verify(files => files.Arrays("pairs.npz", ("x", x), ("y", Sample.Changed(y, 21, 0))), out int other);
        Assert.Equal((0, 1, "Infinity"), (equal, other, (string?)json["outputs"]![0]!["largest"]!["difference"]));
    }

    [Fact]
    public void Steps_of_a_session_carry_its_state()
    {
        Tensor<float> x = Sample.Windows(1), y = Every(1);
        Func<Scratch, string> pairs = files => files.Arrays("pairs.npz", ("step1.x", Part(x, 1, 3)), ("step1.y", Part(y, 1, 3)), ("step0.x", Part(x, 0, 1)), ("step0.y", Part(y, 0, 1)), ("step10.x", Part(x, 4, 1)), ("step10.y", Part(y, 4, 1)));
        Assert.Equal(5, (int)Verify(pairs, out int exit)["compared"]!);
        Assert.Equal(0, exit);
        // Without the state of step 0, step 1 would be another.
        Verify(files => files.Arrays("pairs.npz", ("step1.x", Part(x, 1, 3)), ("step1.y", Part(y, 1, 3))), out int lost);
        Assert.Equal(1, lost);
    }

    [Fact]
    public void Streams_side_by_side_have_states_of_their_own()
    {
        Tensor<float> x = Sample.Windows(2), y = Every(2);
        static Tensor<float> Halves(Tensor<float> all, int half) => Tensor.From([.. all.Values.Slice(half * 11, 11), .. all.Values.Slice(22 + half * 11, 11)], new Shape(2, 11, 1));
        Assert.Equal(44, (int)Verify(files => files.Arrays("pairs.npz", ("step0.x", Halves(x, 0)), ("step0.y", Halves(y, 0)), ("step1.x", Halves(x, 1)), ("step1.y", Halves(y, 1))), out int exit)["compared"]!);
        Assert.Equal(0, exit);
    }

    [Fact]
    public void Lengths_are_honoured_and_the_padding_is_not_compared()
    {
        Tensor<float> x = Sample.Changed(Sample.Windows(2), 40, float.NaN), y = Sample.Changed(Every(2), 43, 99);
        JsonNode json = Verify(Save, out int exit);
        Assert.Equal((0, 31), (exit, (int)json["compared"]!));

        string Save(Scratch files)
        {
            new ArrayFile([NamedArray.From("x", x), NamedArray.From("y", y), NamedArray.From("lengths", Tensor.From([22L, 9L]))]).Save(files["pairs.npz"]);
            return files["pairs.npz"];
        }
    }

    [Fact]
    public void The_result_of_a_node_within_can_be_compared_too()
    {
        Model<float> model = Sample.Every;
        var seen = new Model<float>(model.Inputs, model.Nodes, [.. model.Outputs, new("h", "rnn.0.forward.h"), new("rnn", "rnn")]);
        Prediction<float> expected = seen.Predict(Sample.Windows(2));
        JsonNode json = Verify(files => files.Arrays("pairs.npz", ("x", Sample.Windows(2)), ("y.rnn", expected["rnn"]), ("hn", expected["h"])), out int exit, "--map", "hn=y.rnn.0.forward.h");
        Assert.Equal((0, 2 * 22 * 16 + 2 * 16), (exit, (int)json["compared"]!));
    }

    [Fact]
    public void In_float64_the_tolerance_of_float64_holds()
    {
        using var files = new Scratch();
        Model<double> model = Elman.Formats.ModelFile.Read<double>(ArrayFile.Load(Sample.Path));
        Tensor<double> x = ArrayFile.Load(Sample.Pairs)["x_test"].As<double>(), y = model.Predict(x).Output;
        double[] other = y.Values.ToArray();
        other[5] += 1e-9;
        Assert.Equal(0, Answer.Of("verify", Sample.Path, "--double", "--pairs", Save("right.npz", y)).Exit);
        Assert.Equal(1, Answer.Of("verify", Sample.Path, "--double", "--pairs", Save("wrong.npz", new(y.Shape, other))).Exit);

        string Save(string name, Tensor<double> expected)
        {
            new ArrayFile([NamedArray.From("x", x), NamedArray.From("y", expected)]).Save(files[name]);
            return files[name];
        }
    }

    private static Tensor<float> Every(int count) => Sample.Every.Predict(Sample.Windows(count)).Output;

    /// <summary>Steps of a single sequence: (steps, 1), or (1) for one.</summary>
    private static Tensor<float> Part(Tensor<float> sequence, int first, int steps) => Tensor.From(sequence.Values.Slice(first, steps), steps == 1 ? new Shape(1) : new Shape(steps, 1));

    private static JsonNode Verify(Func<Scratch, string> write, out int exit, params string[] more)
    {
        using var files = new Scratch();
        Answer answer = Answer.Of(["verify", Sample.Path, "--json", "--pairs", write(files), .. more]);
        Assert.Equal("", answer.Errors);
        exit = answer.Exit;
        return JsonNode.Parse(answer.Output)!;
    }
}
