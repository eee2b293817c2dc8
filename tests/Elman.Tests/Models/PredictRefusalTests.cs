using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Tests.Models;

public sealed class PredictRefusalTests
{
    private static readonly Model<float> _list = ModelTable.Row<float>("a list").Model();
    private static readonly Model<float> _ids = ModelTable.Row<float>("ids").Model();
    private static readonly Model<float> _two = ModelTable.Row<float>("two inputs and three outputs").Model();
    private static readonly Model<float> _flat = ModelTable.Row<float>("no steps").Model();

    private static Tensor<float> Numbers(params int[] shape) => new(new Shape(shape));
    private static Tensor<int> Ids(params int[] ids) => Tensor.From(ids);
    private static PredictOptions Lengths(params int[] lengths) => new() { Lengths = lengths };
    private static Dictionary<string, Signal<float>> Named(params (string Name, Signal<float> Value)[] inputs) => inputs.ToDictionary(row => row.Name, row => row.Value);

    public static TheoryData<string, string[]> Refused => [.. _refused.Select(row => new TheoryDataRow<string, string[]>(row.Name, row.Says))];

    private static readonly (string Name, string[] Says, Action Call)[] _refused =
    [
        ("rank 1", ["Input 'x'", "numbers (N, T, 3), or (T, 3) for one sequence", "found shape (3)", "Add the missing axis"], () => _list.Predict(Numbers(3))),
        ("rank 4", ["Input 'x'", "found shape (1, 2, 2, 3)", "Take away an axis"], () => _list.Predict(Numbers(1, 2, 2, 3))),
        ("another width", ["Input 'x' takes 3 features", "found 4 in shape (2, 5, 4)"], () => _list.Predict(Numbers(2, 5, 4))),
        ("another width of one sequence", ["takes 3 features", "found 2 in shape (5, 2)"], () => _list.Predict(Numbers(5, 2))),
        ("N = 0", ["Input 'x' of shape (0, 5, 3) has no sequence (N = 0); give at least one"], () => _list.Predict(Numbers(0, 5, 3))),
        ("T = 0", ["Input 'x' of shape (2, 0, 3) has no step (T = 0); give at least one"], () => _list.Predict(Numbers(2, 0, 3))),
        ("T = 0 of one sequence", ["no step (T = 0)"], () => _list.Predict(Numbers(0, 3))),
        ("N = 0 without steps", ["no sequence (N = 0)"], () => _flat.Predict(Numbers(0, 4))),
        ("a length beyond T", ["Input 'x': length 6 of sequence 1 is outside 0 to 5"], () => _list.Predict(Numbers(2, 5, 3), Lengths(5, 6))),
        ("a negative length", ["length -1 of sequence 0 is outside 0 to 5"], () => _list.Predict(Numbers(2, 5, 3), Lengths(-1, 5))),
        ("too few lengths", ["2 sequences and 1 lengths; give one length for each sequence"], () => _list.Predict(Numbers(2, 5, 3), Lengths(5))),
        ("lengths without steps", ["no input has steps"], () => _flat.Predict(Numbers(2, 4), Lengths(1, 1))),
        ("lengths twice", ["lengths of its own"], () => _list.Predict(Named(("x", new Signal<float>(Numbers(2, 5, 3), [1, 2]))), Lengths(1, 2))),
        ("an unknown input", ["has no input 'z'", "It takes: x (N, T, 3)"], () => _list.Predict(Named(("z", Numbers(2, 5, 3)), ("x", Numbers(2, 5, 3))))),
        ("a missing input", ["Input 'b' is missing", "a (N, T, 3), b ids (N, T)"], () => _two.Predict(Named(("a", Numbers(2, 5, 3))))),
        ("one tensor for two inputs", ["takes 2 inputs: a (N, T, 3), b ids (N, T)", "by name"], () => _two.Predict(Numbers(2, 5, 3))),
        ("inputs of unequal N", ["Input 'a' has 2 sequences and input 'b' 3"], () => _two.Predict(Named(("a", Numbers(2, 5, 3)), ("b", new Tensor<int>(new Shape(3, 5)))))),
        ("inputs of unequal T", ["Node 'sum'", "(2, 5, 8)", "(2, 4, 8)"], () => _two.Predict(Named(("a", Numbers(2, 5, 3)), ("b", new Tensor<int>(new Shape(2, 4)))))),
        ("one input batched", ["one has an axis of sequences and the other has none"], () => _two.Predict(Named(("a", Numbers(2, 5, 3)), ("b", Ids(1, 2))))),
        ("ids for numbers", ["Input 'x' takes numbers (N, T, 3)", "found ids of shape (2)"], () => _list.Predict(Ids(1, 2))),
        ("numbers for ids", ["Input 'x' takes ids (N, T), or (T) for one sequence; found numbers of shape (2, 5)"], () => _ids.Predict(Numbers(2, 5))),
        ("an id beyond the table", ["Node 'embedding' has ids 0 to 8; input 'x' has 9 at sequence 3, step 1"], () => _ids.Predict(Tensor.From([0, 1, 2, 3, 4, 5, 6, 9], new Shape(4, 2)), new PredictOptions { BatchSize = 1 })),
        ("a negative id", ["input 'x' has -1 at sequence 0, step 2"], () => _ids.Predict(Ids(1, 2, -1))),
        ("a batch size of 0", ["found a BatchSize of 0"], () => _list.Predict(Numbers(2, 5, 3), new PredictOptions { BatchSize = 0 })),
        ("a batch in a list", ["Sequence 1 of the list", "(1, 5, 3) with an axis N"], () => _list.Predict([Numbers(5, 3), Numbers(1, 5, 3)])),
        ("an empty sequence in a list", ["Sequence 1 of the list", "(T = 0)"], () => _list.Predict([Numbers(5, 3), Numbers(0, 3)])),
        ("a wrong id in a list", ["Sequence 2 of the list", "has 9 at sequence 0, step 0"], () => _ids.Predict([Ids(1), Ids(2, 3), Ids(9)])),
        ("lengths beside a list", ["A list of sequences has its lengths already"], () => _list.Predict([Numbers(5, 3)], Lengths(5))),
        ("an unbatched input to Forward", ["Forward takes batches", "(N)"], () => _list.Forward(Numbers(5, 3), Pass.Inference)),
    ];

    [Theory, MemberData(nameof(Refused))]
    public void An_input_that_does_not_fit_is_refused_saying_expected_found_where_and_what_next(string name, string[] says)
    {
        var error = Assert.ThrowsAny<ArgumentException>(_refused.First(row => row.Name == name).Call);
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_for_a_model_without_steps_is_refused() =>
        Assert.Contains("no steps", Assert.Throws<InvalidOperationException>(() => _flat.Predict([Numbers(4)])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_list_gives_an_empty_list() => Assert.Empty(_list.Predict(Array.Empty<Tensor<float>>()));
}
