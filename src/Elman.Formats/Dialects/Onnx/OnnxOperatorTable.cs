namespace Elman.Formats.Dialects.Onnx;

/// <summary>An operator of ONNX that is read: which of ours runs it, and the attributes that may stand at it.</summary>
/// <param name="Ours">The name in the core's table of operators.</param>
/// <param name="Activation">Where it is an activation, that; the names in braces are attributes with their defaults.</param>
internal sealed record OnnxOperator(string Name, string Ours, IReadOnlyList<string> Attributes, string? Activation = null)
{
    public static IReadOnlyDictionary<string, OnnxOperator> All { get; } = new[]
    {
        Same("Identity"), Same("Dropout", "ratio", "seed", "is_test"), Same("Transpose", "perm"), Same("Reshape", "shape", "allowzero"), Same("Flatten", "axis"), Same("Squeeze", "axes"), Same("Unsqueeze", "axes"),
        Same("Expand"), Same("Shape", "start", "end"), Same("Size"), Same("ConstantOfShape", "value"), Same("Range"), Same("Cast", "to", "saturate", "round_mode"), Same("CastLike", "saturate", "round_mode"),
        Same("Concat", "axis"), Same("Slice", "starts", "ends", "axes"), Same("Gather", "axis"), Same("GatherElements", "axis"), Same("Split", "axis", "split", "num_outputs"), Same("Tile"), Same("Pad", "mode", "pads", "value"),
        Same("ReverseSequence", "batch_axis", "time_axis"),
        Same("Add"), Same("Sub"), Same("Mul"), Same("Div"), Same("Mod", "fmod"), Same("Pow"), Same("Max"), Same("Min"), Same("Sum"), Same("Mean"), Same("Neg"), Same("Abs"), Same("Clip", "min", "max"),
        Same("Equal"), Same("Less"), Same("LessOrEqual"), Same("Greater"), Same("GreaterOrEqual"), Same("And"), Same("Or"), Same("Xor"), Same("Not"), Same("IsNaN"), Same("Where"), Same("NonZero"),
        Same("ArgMax", "axis", "keepdims", "select_last_index"), Same("ArgMin", "axis", "keepdims", "select_last_index"),
        Same("Sqrt"), Same("Exp"), Same("Log"), Same("Reciprocal"), Same("PRelu"), Same("Floor"), Same("Ceil"), Same("Round"), Same("Sign"), Same("Erf"), Same("Sin"), Same("Cos"),
        Reduction("ReduceSum"), Reduction("ReduceMean"), Reduction("ReduceMax"), Reduction("ReduceMin"), Reduction("ReduceProd"), Reduction("ReduceL1"), Reduction("ReduceL2"), Reduction("ReduceSumSquare"),
        Same("CumSum", "exclusive", "reverse"), Same("Softmax", "axis"), Same("LogSoftmax", "axis"), Same("MatMul"), Same("Gemm", "alpha", "beta", "transA", "transB"),
        Same("Conv", "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"), Same("MaxPool", "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"),
        Same("AveragePool", "auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"), Same("GlobalAveragePool"), Same("GlobalMaxPool"),
        Same("BatchNormalization", "epsilon", "momentum", "training_mode"), Same("LayerNormalization", "axis", "epsilon", "stash_type"), Same("InstanceNormalization", "epsilon"),
        Same("RMSNormalization", "axis", "epsilon", "stash_type"), Same("LpNormalization", "axis", "p"),
        Same("If", "then_branch", "else_branch"), Same("Loop", "body"), Same("Scan", "body", "num_scan_inputs", "scan_input_axes", "scan_input_directions", "scan_output_axes", "scan_output_directions"),
        Function("Sigmoid", "sigmoid"), Function("Tanh", "tanh"), Function("Relu", "relu"), Function("LeakyRelu", "leaky_relu(alpha={alpha:0.01})", "alpha"), Function("ThresholdedRelu", "thresholded_relu(alpha={alpha:1})", "alpha"),
        Function("Elu", "elu(alpha={alpha:1})", "alpha"), Function("Selu", "selu", "alpha", "gamma"), Function("HardSigmoid", "hard_sigmoid_onnx(alpha={alpha:0.2}, beta={beta:0.5})", "alpha", "beta"),
        Function("HardSwish", "hard_silu"), Function("Softplus", "softplus"), Function("Softsign", "softsign"), Function("Mish", "mish"), Function("Gelu", "gelu", "approximate"), Function("Swish", "silu", "alpha"),
    }.ToDictionary(row => row.Name, StringComparer.Ordinal);

    private static OnnxOperator Same(string name, params string[] attributes) => new(name, name, attributes);

    private static OnnxOperator Reduction(string name) => new(name, name, ["axes", "keepdims", "noop_with_empty_axes"]);

    private static OnnxOperator Function(string name, string activation, params string[] attributes) => new(name, "Activation", attributes, activation);
}
