using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;
using Elman.Storage;
using static Elman.Formats.Emit.Onnx.OnnxBuilder;

namespace Elman.Formats.Emit.Onnx;

/// <summary>A cell as one of ONNX's recurrent operators, where it is one of them.</summary>
/// <param name="Order">The letters of the gates as ONNX stacks them: iofc of an LSTM, zrh of a GRU.</param>
internal sealed record OnnxRecurrent(string Operator, string[] Order, string[] Activations)
{
    private static readonly string[] _lstm = ["i", "o", "f", "g"], _gru = ["z", "r", "n"];

    /// <summary>The functions of an LSTM are f, g and h: of the gates, of the candidate, of the output. ONNX has one for all gates.</summary>
    private static readonly Dictionary<string, OnnxRecurrent> _rows = new(StringComparer.Ordinal)
    {
        ["elman"] = new("RNN", [""], ["φ"]),
        ["gru"] = new("GRU", _gru, ["σ", "φ"]),
        ["gru_reset_before"] = new("GRU", _gru, ["σ", "φ"]),
        ["lstm"] = new("LSTM", _lstm, ["σ", "φ", "ψ"]),
        ["lstm_peephole"] = new("LSTM", _lstm, ["σ", "φ", "ψ"]),
        ["lstm_coupled"] = new("LSTM", _lstm, ["σ", "φ", "ψ"]),
        ["lstm_coupled_peephole"] = new("LSTM", _lstm, ["σ", "φ", "ψ"]),
    };

    /// <summary>What an operator can do beside its cell: the clip of what its activations are applied to.</summary>
    private const string Clip = "pre_activation_clip";

    private static readonly string[] _others = ["cell_clip", "input_gate", "forget_gate", "output_gate"];

    /// <summary>Null where no operator computes these equations.</summary>
    public static OnnxRecurrent? Of(CellFunction function, OnnxBuilder graph)
    {
        JsonObject options = function.Layer["options"]!.AsObject();
        bool hasStages = function.HasProjection || function.Layer["layer_norm"] is not null || function.Equations.Any(equation => equation.Name.EndsWith("_new", StringComparison.Ordinal));
        if (!_rows.TryGetValue(function.Cell.Name, out OnnxRecurrent? row) || hasStages || _others.Any(name => options[name] is not null)) return null;
        return row.Activations.All(letter => OnnxCurves.OfOperators.ContainsKey(function.Curve(letter).Name) && OnnxCurves.Holds(graph, function.Curve(letter).Numbers.Select(number => double.Parse(number, CultureInfo.InvariantCulture))))
            && (options[Clip] is not { } clip || OnnxCurves.Holds(graph, [clip.GetValue<double>()])) ? row : null;
    }

    public OnnxAttribute[] Attributes(CellFunction function, int hidden, bool reverse)
    {
        var attributes = new List<OnnxAttribute> { Integer("hidden_size", hidden), Text("direction", reverse ? "reverse" : "forward") };
        (string Name, IReadOnlyList<string> Numbers)[] curves = [.. Activations.Select(function.Curve)];
        attributes.Add(new("activations", OnnxAttribute.IsTexts) { Texts = [.. curves.Select(curve => OnnxCurves.OfOperators[curve.Name].Name)] });
        var alphas = new List<float>();
        var betas = new List<float>();
        foreach ((string name, IReadOnlyList<string> numbers) in curves)
        {
            (_, bool hasAlpha, bool hasBeta) = OnnxCurves.OfOperators[name];
            if (hasAlpha) alphas.Add(float.Parse(numbers[0], CultureInfo.InvariantCulture));
            if (hasBeta) betas.Add(float.Parse(numbers[1], CultureInfo.InvariantCulture));
        }
        if (alphas.Count > 0) attributes.Add(new("activation_alpha", OnnxAttribute.IsFloats) { Floats = alphas });
        if (betas.Count > 0) attributes.Add(new("activation_beta", OnnxAttribute.IsFloats) { Floats = betas });
        if (function.Layer["options"]![Clip] is { } clip) attributes.Add(Float("clip", clip.GetValue<double>()));
        if (Operator == "GRU") attributes.Add(Integer("linear_before_reset", function.Cell.Name == "gru" ? 1 : 0));
        if (function.Cell.Name.StartsWith("lstm_coupled", StringComparison.Ordinal)) attributes.Add(Integer("input_forget", 1));
        return [.. attributes];
    }

    /// <summary>Our stacked gates in ONNX's order, with one more axis for the direction; zeros for a gate that the cell does not have.</summary>
    public NamedArray Stacked(string name, CellFunction function, NamedArray? array, int hidden, ElementType type) =>
        array is { Shape.Rank: 2 } ? new(name, type, new Shape(1, Order.Length * hidden, array.Shape[1]), Rows(function, array, hidden * array.Shape[1] * type.Size))
        : new(name, type, new Shape(1, Order.Length * hidden), array is null ? new byte[Order.Length * hidden * type.Size] : Rows(function, array, hidden * type.Size));

    private byte[] Rows(CellFunction function, NamedArray array, int block)
    {
        var bytes = new byte[Order.Length * block];
        for (int gate = 0; gate < Order.Length; gate++)
            if (function.Cell.Gates.Index().Where(row => row.Item.Letter == Order[gate]).Select(row => row.Index + 1).FirstOrDefault() is > 0 and var ours)
                array.Bytes.Slice((ours - 1) * block, block).CopyTo(bytes.AsSpan(gate * block));
        return bytes;
    }

    /// <summary>The peepholes of i, o and f; zeros for one that the cell does not have. Null for a cell without.</summary>
    public static NamedArray? Peepholes(string name, CellFunction function, Func<string, NamedArray> array, int hidden, ElementType type)
    {
        if (function.Cell.Vectors.Count == 0) return null;
        int block = hidden * type.Size;
        var bytes = new byte[3 * block];
        foreach ((int place, string letter) in ((string[])["p_i", "p_o", "p_f"]).Index())
            if (function.Cell.Vectors.FirstOrDefault(vector => vector.Letter == letter).Parameter is { } parameter) array(parameter).Bytes.CopyTo(bytes.AsSpan(place * block));
        return new(name, type, new Shape(1, 3 * hidden), bytes);
    }

    /// <summary>One of the parts of an array, transposed where it is a matrix, so that it multiplies rows from the right.</summary>
    public static NamedArray Part(string name, NamedArray array, int part, int parts, bool isMatrix)
    {
        int size = array.Type.Size, columns = isMatrix ? array.Shape[1] : 1, rows = array.Shape[0] / parts;
        ReadOnlySpan<byte> block = array.Bytes.Slice(part * rows * columns * size, rows * columns * size);
        if (!isMatrix) return new(name, array.Type, new Shape(rows), block.ToArray());
        var bytes = new byte[block.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                block.Slice((row * columns + column) * size, size).CopyTo(bytes.AsSpan((column * rows + row) * size));
        return new(name, array.Type, new Shape(columns, rows), bytes);
    }
}
