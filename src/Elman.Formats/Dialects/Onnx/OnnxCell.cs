using Elman.Formats.Containers.Onnx;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>A recurrent operator's attributes, and how its rows lie. ONNX stacks i, o, f, c of an LSTM and z, r, h of a GRU.</summary>
/// <param name="Gates">In ONNX's order, under our names.</param>
/// <param name="Activations">Those of each direction.</param>
internal sealed record OnnxCell(string Operator, IReadOnlyList<string> Gates, Direction Direction, IReadOnlyList<Activation> Activations, double? Clip, bool IsCoupled, bool ResetsAfter)
{
    private static readonly Dictionary<string, (string[] Gates, string[] Activations)> _operators = new(StringComparer.Ordinal)
    {
        ["RNN"] = (["hidden"], ["Tanh"]),
        ["GRU"] = (["update", "reset", "candidate"], ["Sigmoid", "Tanh"]),
        ["LSTM"] = (["input", "output", "forget", "candidate"], ["Sigmoid", "Tanh", "Tanh"]),
    };

    private static readonly string[] _peepholes = ["peephole_input", "peephole_output", "peephole_forget"];

    public int Ways => Direction == Direction.Bidirectional ? 2 : 1;

    public bool IsReverse => Direction == Direction.Reverse;

    /// <summary>Null where an activation or the direction is not known.</summary>
    public static OnnxCell? Of(OnnxNode node)
    {
        Direction? direction = (node.Attribute("direction")?.Text ?? "forward") switch { "forward" => Direction.Forward, "reverse" => Direction.Reverse, "bidirectional" => Direction.Bidirectional, _ => null };
        (string[] gates, string[] usual) = _operators[node.Operator];
        int ways = direction == Direction.Bidirectional ? 2 : 1;
        IReadOnlyList<string> names = node.Attribute("activations")?.Texts is { Count: > 0 } given ? given : [.. Enumerable.Repeat(usual, ways).SelectMany(row => row)];
        if (direction is not { } known || names.Count != ways * usual.Length) return null;
        if (OnnxActivations.Read(names, node.Attribute("activation_alpha")?.Floats ?? [], node.Attribute("activation_beta")?.Floats ?? []) is not { } activations) return null;
        // A clip of 0 is none, as in ONNX Runtime.
        double? clip = node.Attribute("clip")?.Float is { } limit and > 0 ? limit : null;
        return new(node.Operator, gates, known, activations, clip, node.Attribute("input_forget")?.Integer is 1, node.Attribute("linear_before_reset")?.Integer is not (null or 0));
    }

    public LayerSpec Spec(int hidden, BiasKind bias, bool hasPeepholes)
    {
        var spec = new LayerSpec(Cell(0, hasPeepholes), hidden, Direction, bias);
        int each = Activations.Count / Ways;
        bool differs = Ways == 2 && !Activations.Take(each).SequenceEqual(Activations.Skip(each));
        return differs ? spec with { Back = new LayerSpec(Cell(each, hasPeepholes), hidden, Bias: bias) } : spec;
    }

    private Cell Cell(int first, bool hasPeepholes) => Operator switch
    {
        "RNN" => CellCatalog.Elman(Activations[first], Clip),
        "GRU" => ResetsAfter ? CellCatalog.Gru(Activations[first], Activations[first + 1], Clip) : CellCatalog.GruResetBefore(Activations[first], Activations[first + 1], Clip),
        _ => CellCatalog.Lstm(new LstmOptions
        {
            Gate = Activations[first],
            Candidate = Activations[first + 1],
            Output = Activations[first + 2],
            PreActivationClip = Clip,
            Peepholes = hasPeepholes,
            Forgetting = IsCoupled ? Forgetting.Coupled : Forgetting.Gate,
        }),
    };

    /// <summary>The rows of some gates, in our order, out of one of the equal parts of an array.</summary>
    public NamedArray Rows(NamedArray array, int part, IReadOnlyList<string> gates, int hidden)
    {
        int width = array.Shape.Rank == 3 ? array.Shape[2] : 1, block = hidden * width * array.Type.Size, start = part * Gates.Count * block;
        var bytes = new byte[gates.Count * block];
        for (int gate = 0; gate < gates.Count; gate++)
            array.Bytes.Slice(start + Gates.Index().First(row => row.Item == gates[gate]).Index * block, block).CopyTo(bytes.AsSpan(gate * block));
        return new NamedArray(array.Name, array.Type, array.Shape.Rank == 3 ? new Shape(gates.Count * hidden, width) : new Shape(gates.Count * hidden), bytes);
    }

    /// <summary>P has the vectors of i, o and f.</summary>
    public NamedArray Peephole(NamedArray array, int way, string vector, int hidden)
    {
        int block = hidden * array.Type.Size, place = 3 * way + Array.IndexOf(_peepholes, vector);
        return new NamedArray(array.Name, array.Type, new Shape(hidden), array.Bytes.Slice(place * block, block).ToArray());
    }
}
