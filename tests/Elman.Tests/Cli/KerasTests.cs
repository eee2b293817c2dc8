using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary>The command on files of Keras, with their own weights or those of another file.</summary>
public sealed class KerasTests
{
    private static readonly string _model = Repository.Path("tests", "fixtures", "keras", "gru.keras").Replace('\\', '/');

    private static readonly ArrayFile _arrays = ArrayFile.Load(Repository.Path("tests", "fixtures", "keras", "gru.npz"));

    [Fact]
    public void A_summary_is_of_the_whole_model() =>
        ExpectedText.Is("keras-summary", ExpectedText.Of(Answer.Of("summary", _model), "summary", _model));

    [Fact]
    public void Weights_alone_need_the_model_that_they_belong_to()
    {
        string weights = _model.Replace(".keras", ".weights.h5", StringComparison.Ordinal);
        ExpectedText.Is("keras-weights-only", ExpectedText.Of(Answer.Of("summary", weights), "summary", weights));
        Answer given = Answer.Of("summary", weights, "--architecture", _model);
        Assert.True(given.Exit == 0, given.Output + given.Errors);
        Assert.Contains("hdf5, the Sequential", given.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_its_weights_it_verifies_what_Keras_predicted_and_runs()
    {
        using var files = new Scratch();
        files.Arrays("w.npz", [.. _arrays.Where(array => array.Name.StartsWith("weight.", StringComparison.Ordinal)).Select((array, index) => ($"arr_{index}", array.As<float>()))]);
        files.Arrays("pairs.npz", ("x", _arrays["x.0"].As<float>()), ("y", _arrays["y.0"].As<float>()));
        Answer verified = Answer.Of("verify", _model, "--weights", files["w.npz"], "--pairs", files["pairs.npz"]);
        Assert.True(verified.Exit == 0, verified.Output + verified.Errors);

        Answer run = Answer.Of("run", _model, "--weights", files["w.npz"], "--input", files.Arrays("x.npz", ("x", _arrays["x.0"].As<float>())), "--output", files["y.npz"]);
        Assert.True(run.Exit == 0, run.Output + run.Errors);
        Assert.Equal(_arrays["y.0"].Shape, ArrayFile.Load(files["y.npz"])[0].Shape);
    }

    [Fact]
    public void Weights_for_a_file_that_holds_its_own_are_refused()
    {
        Answer answer = Answer.Of("summary", Sample.Path, "--weights", "w.npz");
        Assert.Equal(2, answer.Exit);
        Assert.Contains("--weights was given, but", answer.Errors, StringComparison.Ordinal);
    }
}
