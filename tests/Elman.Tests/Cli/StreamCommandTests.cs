using System.Globalization;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Tests.Cli;

/// <summary><c>elman stream</c> within this process; what only a process shows is in <see cref="ProcessTests"/>.</summary>
public sealed class StreamCommandTests
{
    [Fact]
    public void Lines_give_the_bits_of_the_whole_sequence()
    {
        Answer answer = Stream("0.5\n-1.25\n\n  0.125\t\n");
        Assert.Equal(0, answer.Exit);
        Bits.AssertEqual<float>(Expected(0.5f, -1.25f, 0.125f), Numbers(answer), "stream");
    }

    [Fact]
    public void A_state_file_goes_on_where_the_last_call_ended()
    {
        using var files = new Scratch();
        Answer first = Stream("0.5\n-1.25\n", "--state", files["sun.state"]), second = Stream("0.125\n", "--state", files["sun.state"]);
        Bits.AssertEqual<float>(Expected(0.5f, -1.25f, 0.125f), [.. Numbers(first), .. Numbers(second)], "two calls");
        Assert.Equal(2, Answer.With("1\n", default, "stream", Sample.Untrained, "--state", files["sun.state"]).Exit);
    }

    [Theory]
    [InlineData("word", "0.5\nabc\n0.125\n")]
    [InlineData("too-many", "0.5\n1 2\n0.125\n")]
    [InlineData("nan", "0.5\nNaN\n0.125\n")]
    [InlineData("overflow", "0.5\n1e60\n0.125\n")]
    public void A_bad_line_is_named_and_ends_the_stream_unless_it_is_to_be_left_out(string name, string lines)
    {
        using var files = new Scratch();
        Answer answer = Stream(lines, "--state", files["sun.state"]);
        Assert.Equal(2, answer.Exit);
        Assert.Single(Numbers(answer));
        ExpectedText.Is("stream-" + name, answer.Errors);
        // What was answered is in the state.
        Bits.AssertEqual<float>(Expected(0.5f, 0.25f)[1..], Numbers(Stream("0.25\n", "--state", files["sun.state"])), "state");

        Answer skipping = Stream(lines, "--skip-bad");
        Assert.Equal(0, skipping.Exit);
        Assert.Contains("elman: line 2 left out: ", skipping.Errors, StringComparison.Ordinal);
        Bits.AssertEqual<float>(Expected(0.5f, 0.125f), Numbers(skipping), "left out");
    }

    [Fact]
    public void A_model_that_begins_with_an_embedding_takes_ids()
    {
        string model = Repository.Path("tests", "fixtures", "pytorch", "tagger.safetensors");
        Answer answer = Answer.With("3\n", default, "stream", model);
        Assert.Equal(2, answer.Exit);       // bidirectional: it needs the future, and is refused by name
        Assert.Contains("encoder", answer.Errors, StringComparison.Ordinal);
    }

    private static Answer Stream(string lines, params string[] options) => Answer.With(lines, default, ["stream", Sample.Path, .. options]);

    private static float[] Expected(params float[] x) => Sample.Every.Predict(Tensor.From(x, new Shape(x.Length, 1))).Output.Values.ToArray();

    private static float[] Numbers(Answer answer) => [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
}
