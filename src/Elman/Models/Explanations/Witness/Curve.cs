using System.Globalization;

namespace Elman.Models.Explanations.Witness;

/// <summary>The activations and the few functions of rows, by System.Math in double precision; nothing of the engine's.</summary>
public static class Curve
{
    private static readonly Dictionary<string, Func<double[], Func<double, double>>> _curves = new(StringComparer.Ordinal)
    {
        ["linear"] = _ => x => x,
        ["relu"] = _ => x => x < 0 ? 0 : x,
        ["leaky_relu"] = a => x => x > 0 ? x : a[0] * x,
        ["thresholded_relu"] = a => x => x <= a[0] ? 0 : x,
        ["bounded_relu"] = a => x => x < a[2] ? a[1] * (x - a[2]) : Math.Min(x, a[0]),
        ["relu6"] = _ => x => Math.Clamp(x, 0, 6),
        ["elu"] = a => x => x > 0 ? x : a[0] * LessOne(x),
        ["selu"] = _ => x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * LessOne(x)),
        ["softplus"] = _ => Softplus,
        ["softsign"] = _ => x => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)),
        ["tanh"] = _ => Math.Tanh,
        ["scaled_tanh"] = a => x => a[0] * Math.Tanh(a[1] * x),
        ["hard_tanh"] = _ => x => Math.Clamp(x, -1, 1),
        ["sigmoid"] = _ => Sigmoid,
        ["hard_sigmoid"] = _ => x => Math.Clamp(x + 3, 0, 6) / 6,
        ["hard_sigmoid_keras2"] = _ => x => Math.Clamp(0.2 * x + 0.5, 0, 1),
        ["hard_sigmoid_onnx"] = a => x => Math.Clamp(a[0] * x + a[1], 0, 1),
        ["silu"] = _ => x => double.IsNegativeInfinity(x) ? 0 : x * Sigmoid(x),
        ["hard_silu"] = _ => x => x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6,
        ["gelu"] = _ => x => double.IsNegativeInfinity(x) ? 0 : x * NormalCurve.Below(x),
        ["gelu_tanh"] = _ => x => double.IsNegativeInfinity(x) ? 0 : x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)),
        ["mish"] = _ => x => double.IsNegativeInfinity(x) ? 0 : x * Math.Tanh(Softplus(x)),
        ["exponential"] = _ => Math.Exp,
        ["exp"] = _ => Math.Exp,
        ["log"] = _ => Math.Log,
        ["√"] = _ => Math.Sqrt,
        ["clip"] = a => x => Math.Clamp(x, a[0], a[1]),
        ["clip_number"] = a => x => double.IsNaN(x) ? a[0] : Math.Clamp(x, a[0], a[1]),
        ["affine"] = a => x => a[0] * x + a[1],
    };

    private static readonly Dictionary<string, Func<double[], double>> _ofRows = new(StringComparer.Ordinal)
    {
        ["sum"] = row => row.Sum(),
        ["mean"] = row => row.Sum() / row.Length,
        ["max"] = row => row.Max(),
        ["min"] = row => row.Min(),
    };

    /// <summary>Of two numbers at a time.</summary>
    public static Func<double, double, double> OfTwo(string name) => name switch
    {
        "max" => Math.Max,
        "min" => Math.Min,
        _ => throw new FormatException($"There is no function '{name}' of several numbers."),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => _curves.Keys;

    /// <summary>The function of a text such as <c>tanh</c>, <c>leaky_relu(alpha=0.2)</c> or <c>mean</c>; null where there is none.</summary>
    public static Func<double[], double[]>? Find(string text)
    {
        string[] parts = text.Split('(', 2);
        if (parts is [NormVariant.Function, _])
        {
            double epsilon = Numbers(parts[1])[0];
            return row => Normalised(row, epsilon);
        }
        if (_ofRows.TryGetValue(text, out Func<double[], double>? ofRow)) return row => [ofRow(row)];
        if (!_curves.TryGetValue(parts[0].Trim(), out Func<double[], Func<double, double>>? make)) return null;
        double[] parameters = parts.Length == 1 ? [] : Numbers(parts[1]);
        Func<double, double> curve = make(parameters);
        return row => Array.ConvertAll(row, x => curve(x));
    }

    private static double[] Numbers(string pairs) => [.. pairs.TrimEnd(')').Split(',').Select(pair => double.Parse(pair.Split('=')[1], CultureInfo.InvariantCulture))];

    /// <summary>(v − mean(v))/√(var(v) + ε)</summary>
    private static double[] Normalised(double[] row, double epsilon)
    {
        double mean = row.Average(), variance = row.Average(one => (one - mean) * (one - mean));
        return Array.ConvertAll(row, one => (one - mean) / Math.Sqrt(variance + epsilon));
    }

    /// <summary>1/(1 + e⁻ˣ), whichever side of zero without a large exponential.</summary>
    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e⁻|x|)</summary>
    private static double Softplus(double x) => Math.Max(x, 0) + LogOneMore(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + u), u in [0, 1]: the rounding of 1 + u is divided out (Kahan).</summary>
    private static double LogOneMore(double u)
    {
        double one = 1 + u;
        return one == 1 ? u : Math.Log(one) * (u / (one - 1));
    }

    /// <summary>eˣ − 1: near zero by 2·sinh(x/2)·e^(x/2), without cancellation.</summary>
    private static double LessOne(double x) => Math.Abs(x) < 1 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;
}
