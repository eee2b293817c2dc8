using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Recurrent;

/// <summary>Options that contradict each other are refused by name, with what to do.</summary>
public sealed class OptionRefusalTests
{
    private static LayerSpec Lstm(Direction direction = Direction.Forward) => new(CellCatalog.Lstm(), 4, direction);

    private static readonly (string Name, Action Build, string[] Says)[] _refused =
    [
        ("a projection that does not narrow", () => Stack(Lstm() with { Projection = 4 }), ["4 outputs of 4 hidden units", "fewer outputs"]),
        ("a negative projection", () => Stack(Lstm() with { Projection = -1 }), ["found -1"]),
        ("a projected GRU", () => Stack(new LayerSpec(CellCatalog.Gru(), 4) { Projection = 2 }), ["'gru' has no projection", "lstm_peephole"]),
        ("a zoneout of a state that is not there", () => Stack(new LayerSpec(CellCatalog.Gru(), 4) { Zoneout = new(0.1, 0.1) }), ["'gru' has the state h alone", "Zoneout.Cell"]),
        ("a zoneout of nothing", () => Stack(Lstm() with { Zoneout = new(0) }), ["two rates of 0"]),
        ("a zoneout rate of 1", () => Stack(Lstm() with { Zoneout = new(1) }), ["rate of 1", "below 1"]),
        ("bounds in the wrong order", () => Stack(Lstm() with { HiddenClip = new(1, -1) }), ["between 1 and -1", "lower one first"]),
        ("a cell clip in the wrong order", () => CellCatalog.Lstm(new LstmOptions { CellClip = new(2, 2) }), ["CellClip", "between 2 and 2"]),
        ("a clip of nothing", () => CellCatalog.Gru(preActivationClip: 0), ["above 0"]),
        ("a merge of one direction", () => Stack(Lstm() with { Merge = DirectionMerge.Sum }), ["Layer 0", "runs one way (Forward)", "(Sum)", "bidirectional"]),
        ("a way back of one direction", () => Stack(Lstm(Direction.Reverse) with { Back = Lstm() }), ["runs one way (Reverse)", "way back"]),
        ("a sum of different sizes", () => Stack(Lstm(Direction.Bidirectional) with { Merge = DirectionMerge.Sum, Back = new LayerSpec(CellCatalog.Lstm(), 5) }), ["4 outputs", "with 5 of the other"]),
        ("a connection of the way back", () => Stack(Lstm(Direction.Bidirectional) with { Back = Lstm() with { Connection = Connection.Residual } }), ["stands in the layer, not in its Back"]),
        ("a dropout rate of 1", () => Stack(Lstm() with { RecurrentDropout = new(1) }), ["its recurrent dropout has a rate of 1"]),
        ("recurrent dropout without a recurrent product", () => Stack(new LayerSpec(CellCatalog.Independent(), 4) { RecurrentDropout = new(0.2) }), ["'indrnn' has no recurrent product", "Zoneout"]),
        ("an activation for a gate that is not there", () => CellCatalog.Lstm(new LstmOptions { Forgetting = Forgetting.Coupled, ForgetGate = Activation.Tanh }), ["1 − i", "has no activation 'tanh'"]),
        ("peepholes without a forget gate", () => CellCatalog.Lstm(new LstmOptions { Forgetting = Forgetting.None, Peepholes = true }), ["no peepholes"]),
        ("a peephole on a GRU", () => StackDescription.Read((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{"inputs": 3, "layers": [{"cell": "gru", "options": {"peephole_input": true}, "hidden": 4, "direction": "forward", "bias": "two"}]}""")!), ["Cell 'gru' has no option 'peephole_input'"]),
        ("a stream of both directions", () => Stack(Lstm(Direction.Bidirectional) with { Merge = DirectionMerge.Sum }).OpenStream(), ["Layer 0", "from the end"]),
    ];

    public static TheoryData<string> Refused => [.. _refused.Select(row => row.Name)];

    [Theory, MemberData(nameof(Refused))]
    public void It_is_refused_with_what_to_do(string name)
    {
        (_, Action build, string[] says) = _refused.First(row => row.Name == name);
        Exception? error = Record.Exception(build);
        Assert.True(error is ArgumentException or NotSupportedException or FormatException, $"{error}");
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static RecurrentStack<float> Stack(LayerSpec layer) => new(3, layer);
}
