using Elman.Storage;
using static Elman.Formats.Emit.Onnx.OnnxBuilder;

namespace Elman.Formats.Emit.Onnx;

/// <summary>The activations and the few functions of rows as operators of the versions 14 to 17.</summary>
internal static class OnnxCurves
{
    private static readonly Dictionary<string, Func<OnnxBuilder, string, double[], string>> _rows = new(StringComparer.Ordinal)
    {
        ["linear"] = (_, x, _) => x,
        ["relu"] = (g, x, _) => g.Add("Relu", [x]),
        ["leaky_relu"] = (g, x, a) => Holds(g, a) ? g.Add("LeakyRelu", [x], Float("alpha", a[0])) : g.Add("Where", [g.Add("Greater", [x, g.Number(0)]), x, g.Add("Mul", [g.Number(a[0]), x])]),
        ["thresholded_relu"] = (g, x, a) => g.Add("Where", [g.Add("Greater", [x, g.Number(a[0])]), x, g.Number(0)]),
        ["bounded_relu"] = (g, x, a) => g.Add("Where", [g.Add("Less", [x, g.Number(a[2])]), g.Add("Mul", [g.Number(a[1]), g.Add("Sub", [x, g.Number(a[2])])]), g.Add("Min", [x, g.Number(a[0])])]),
        ["relu6"] = (g, x, _) => g.Add("Clip", [x, g.Number(0), g.Number(6)]),
        ["elu"] = (g, x, a) => Holds(g, a) ? g.Add("Elu", [x], Float("alpha", a[0])) : Bent(g, x, a[0]),
        ["selu"] = (g, x, _) => g.Type == ElementType.Float32 ? g.Add("Selu", [x]) : g.Add("Mul", [g.Number(1.0507009873554805), Bent(g, x, 1.6732632423543772)]),
        ["softplus"] = (g, x, _) => g.Add("Softplus", [x]),
        ["softsign"] = (g, x, _) => g.Add("Softsign", [x]),
        ["tanh"] = (g, x, _) => g.Add("Tanh", [x]),
        ["scaled_tanh"] = (g, x, a) => g.Add("Mul", [g.Number(a[0]), g.Add("Tanh", [g.Add("Mul", [g.Number(a[1]), x])])]),
        ["hard_tanh"] = (g, x, _) => g.Add("Clip", [x, g.Number(-1), g.Number(1)]),
        ["sigmoid"] = (g, x, _) => g.Add("Sigmoid", [x]),
        ["hard_sigmoid"] = (g, x, _) => g.Add("Div", [g.Add("Clip", [g.Add("Add", [x, g.Number(3)]), g.Number(0), g.Number(6)]), g.Number(6)]),
        ["hard_sigmoid_keras2"] = (g, x, _) => Hard(g, x, [0.2, 0.5]),
        ["hard_sigmoid_onnx"] = (g, x, a) => Hard(g, x, a),
        ["silu"] = (g, x, _) => g.Add("Mul", [x, g.Add("Sigmoid", [x])]),
        ["hard_silu"] = (g, x, _) => g.Add("HardSwish", [x]),
        ["gelu"] = (g, x, _) => g.Add("Mul", [g.Add("Mul", [g.Number(0.5), x]), g.Add("Add", [g.Number(1), g.Add("Erf", [g.Add("Div", [x, g.Number(Math.Sqrt(2))])])])]),
        ["gelu_tanh"] = (g, x, _) => g.Add("Mul", [g.Add("Mul", [g.Number(0.5), x]), g.Add("Add", [g.Number(1), g.Add("Tanh", [g.Add("Mul", [g.Number(Math.Sqrt(2 / Math.PI)), g.Add("Add", [x, g.Add("Mul", [g.Number(0.044715), g.Add("Mul", [x, g.Add("Mul", [x, x])])])])])])])]),
        ["mish"] = (g, x, _) => g.Add("Mul", [x, g.Add("Tanh", [g.Add("Softplus", [x])])]),
        ["exponential"] = (g, x, _) => g.Add("Exp", [x]),
        ["affine"] = (g, x, a) => g.Add("Add", [g.Add("Mul", [g.Number(a[0]), x]), g.Number(a[1])]),
        ["exp"] = (g, x, _) => g.Add("Exp", [x]),
        ["log"] = (g, x, _) => g.Add("Log", [x]),
        ["sqrt"] = (g, x, _) => g.Add("Sqrt", [x]),
        ["clip"] = (g, x, a) => g.Add("Clip", [x, g.Number(a[0]), g.Number(a[1])]),
        ["clip_number"] = (g, x, a) => g.Add("Where", [g.Add("IsNaN", [x]), g.Number(a[0]), g.Add("Clip", [x, g.Number(a[0]), g.Number(a[1])])]),
        ["norm"] = (g, x, a) => Normal(g, g.Add("Sub", [x, g.Add("ReduceMean", [x], Integers("axes", -1))]), a[0]),
        ["sum"] = (g, x, _) => g.Add("ReduceSum", [x, g.Whole(-1)]),
        ["mean"] = (g, x, _) => g.Add("ReduceMean", [x], Integers("axes", -1)),
        ["max"] = (g, x, _) => g.Add("ReduceMax", [x], Integers("axes", -1)),
        ["min"] = (g, x, _) => g.Add("ReduceMin", [x], Integers("axes", -1)),
    };

    /// <summary>Those that recurrent operators take themselves: ONNX's name, and which of alpha and beta it has.</summary>
    public static IReadOnlyDictionary<string, (string Name, bool HasAlpha, bool HasBeta)> OfOperators { get; } = new Dictionary<string, (string, bool, bool)>(StringComparer.Ordinal)
    {
        ["relu"] = ("Relu", false, false),
        ["tanh"] = ("Tanh", false, false),
        ["sigmoid"] = ("Sigmoid", false, false),
        ["affine"] = ("Affine", true, true),
        ["leaky_relu"] = ("LeakyRelu", true, false),
        ["thresholded_relu"] = ("ThresholdedRelu", true, false),
        ["scaled_tanh"] = ("ScaledTanh", true, true),
        ["hard_sigmoid_onnx"] = ("HardSigmoid", true, true),
        ["elu"] = ("Elu", true, false),
        ["softsign"] = ("Softsign", false, false),
        ["softplus"] = ("Softplus", false, false),
    };

    /// <summary>What is centred, divided by the root of its mean square and ε.</summary>
    private static string Normal(OnnxBuilder g, string centred, double epsilon) =>
        g.Add("Div", [centred, g.Add("Sqrt", [g.Add("Add", [g.Add("ReduceMean", [g.Add("Mul", [centred, centred])], Integers("axes", -1)), g.Number(epsilon)])])]);

    /// <summary>Whether attributes, which are float32, hold the numbers as exactly as the model does.</summary>
    public static bool Holds(OnnxBuilder graph, IEnumerable<double> numbers) => graph.Type == ElementType.Float32 || numbers.All(number => (float)number == number);

    private static string Hard(OnnxBuilder g, string x, double[] a) => Holds(g, a) ? g.Add("HardSigmoid", [x], Float("alpha", a[0]), Float("beta", a[1]))
        : g.Add("Clip", [g.Add("Add", [g.Add("Mul", [g.Number(a[0]), x]), g.Number(a[1])]), g.Number(0), g.Number(1)]);

    private static string Bent(OnnxBuilder g, string x, double alpha) =>
        g.Add("Where", [g.Add("Greater", [x, g.Number(0)]), x, g.Add("Mul", [g.Number(alpha), g.Add("Elu", [x])])]);

    public static string Write(OnnxBuilder graph, string name, string x, double[] numbers) => _rows.TryGetValue(name, out var write) ? write(graph, x, numbers)
        : throw new NotSupportedException($"There are no operators of ONNX here for the function '{name}'. Known: {string.Join(", ", _rows.Keys)}. Save as .safetensors, which keeps everything.");
}
