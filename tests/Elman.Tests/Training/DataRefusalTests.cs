using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Data that cannot be trained on is refused before anything is computed, and the place is named.</summary>
public sealed class DataRefusalTests
{
    private static readonly Dictionary<string, (Func<object> Make, string Says)> _cases = new()
    {
        ["no example"] = (() => Of(new Tensor<float>(new Shape(0, 5, 2)), new Tensor<float>(new Shape(0, 1))), "The data is empty"),
        ["lengths of zero only"] = (() => Of(new Signal<float>(Numbers(3, 5, 2), [0, 0, 0]), Numbers(3, 1)), "All 3 sequences have length 0"),
        ["NaN in the input"] = (() => Of(With(Numbers(3, 5, 2), float.NaN, 2, 4, 1), Numbers(3, 1)), "The input 'x' has NaN at example 2, step 4, feature 1."),
        ["infinity in the target"] = (() => Of(Numbers(3, 5, 2), With(Numbers(3, 1), float.NegativeInfinity, 1, 0)), "The target 'y' has -Infinity at example 1, column 0."),
        ["too few targets"] = (() => Of(Numbers(3, 5, 2), Numbers(2, 1)), "The target 'y' has 2 examples, input 'x' has 3."),
        ["no axis of features"] = (() => Of(Numbers(3, 5, 2), Numbers(3)), "The target 'y' has shape (3); expected numbers (N, F) or (N, T, F). Add an axis"),
        ["four axes"] = (() => Of(Numbers(3, 5, 2, 1), Numbers(3, 1)), "The input 'x' has shape (3, 5, 2, 1)"),
        ["ids of examples alone"] = (() => Of(new Tensor<int>(new Shape(3)), Numbers(3, 1)), "The input 'x' has shape (3); expected ids (N, T)"),
        ["a length beyond"] = (() => Of(new Signal<float>(Numbers(3, 5, 2), [5, 6, 1]), Numbers(3, 1)), "sequence 1 has length 6, expected 0 to 5"),
        ["a length too few"] = (() => Of(new Signal<float>(Numbers(3, 5, 2), [5, 4]), Numbers(3, 1)), "has 3 sequences and 2 lengths"),
        ["lengths without steps"] = (() => Of(new Signal<float>(Numbers(3, 2), [1, 1, 1]), Numbers(3, 1)), "has no steps, so it has no lengths"),
        ["a mask of another shape"] = (() => Of(new Signal<float>(Numbers(3, 5, 2), mask: new Tensor<bool>(new Shape(3, 4))), Numbers(3, 1)), "has a mask of shape (3, 4); expected (3, 5)"),
        ["weights of another count"] = (() => new ArrayExamples<float>(Numbers(3, 5, 2), Numbers(3, 1)) { SampleWeights = Numbers(4) }, "Weights have shape (3) here, found (4)"),
        ["a negative weight"] = (() => new ArrayExamples<float>(Numbers(3, 5, 2), Numbers(3, 1)) { SampleWeights = With(Numbers(3), -1f, 2) }, "A weight is 0 or more; found -1 at example 2."),
        ["step weights without steps"] = (() => new ArrayExamples<float>(Numbers(3, 5, 2), Numbers(3, 1)) { StepWeights = Numbers(3, 5) }, "belong to targets with steps"),
        ["an empty part"] = (() => Of(Numbers(3, 5, 2), Numbers(3, 1)).Part(2..2).InBatches(4), "The data is empty"),
        ["no full batch"] = (() => Of(Numbers(3, 5, 2), Numbers(3, 1)).InBatches(4, new BatchOptions { DropLast = true }), "3 examples fill no batch of 4"),
    };

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void What_is_wrong_with_data_is_said_with_its_place(string name)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => _cases[name].Make());
        Assert.Contains(_cases[name].Says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_the_padding_or_behind_a_mask_is_nobodys_business()
    {
        var mask = new Tensor<bool>(new Shape(1, 3), [false, true, true]);
        Of(new Signal<float>(With(Numbers(1, 3, 1), float.NaN, 0, 2, 0), [2]), Numbers(1, 1));
        Of(new Signal<float>(With(Numbers(1, 3, 1), float.NaN, 0, 0, 0), mask: mask), Numbers(1, 1));
    }

    [Fact]
    public void One_input_goes_to_a_model_whatever_its_name_and_several_by_theirs()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(2, "series"), ("head", new Dense<float>(2, 1)));
        var batch = new Batch<float>(Numbers(3, 5, 2), Numbers(3, 5, 1));
        Assert.Equal(["series"], batch.InputsOf(model).Keys);
        Assert.Equal(["y"], batch.TargetsOf(model).Keys);
        var two = new Batch<float>(new Dictionary<string, Signal<float>> { ["a"] = Numbers(1, 2, 2), ["series"] = Numbers(1, 2, 2) }, batch.Targets);
        Assert.Contains("an input 'a'", Assert.Throws<ArgumentException>(() => two.InputsOf(model)).Message, StringComparison.Ordinal);
    }

    private static ArrayExamples<float> Of(Signal<float> input, Signal<float> target) => new(input, target);

    private static Tensor<float> Numbers(params int[] shape) => new(new Shape(shape));

    private static Tensor<float> With(Tensor<float> tensor, float value, params int[] place)
    {
        tensor[place] = value;
        return tensor;
    }
}
