using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Elman.Formats.Emit;

/// <summary>What stands in braces in the lines of <see cref="ShapeTable"/>, in one language.</summary>
/// <param name="Array">A parameter of the layer that is one row of numbers.</param>
/// <param name="Absent">What stands for a parameter that a layer does not have, given its neutral number.</param>
internal sealed partial record ShapeWords(Func<string, string> Array, Func<string, string> Absent, string True, string False, string Null)
{
    /// <summary>The functions that lines may call.</summary>
    public static IReadOnlyDictionary<string, (string CSharp, string NumPy)> Functions { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["places"] = ("""
            // The steps that each window sees, null outside of the sequence. Without a padding as much as T / stride windows need.
            static int?[][] Places(int T, int size, int stride, int dilation, (int Before, int After)? padding)
            {
                int span = (size - 1) * dilation + 1, same = Math.Max(0, ((T + stride - 1) / stride - 1) * stride + span - T);
                (int before, int after) = padding ?? (same / 2, same - same / 2);
                var windows = new List<int?[]>();
                for (int first = -before; first + span <= T + after; first += stride)
                    windows.Add([.. Enumerable.Range(0, size).Select(k => first + k * dilation is >= 0 and var t && t < T ? t : (int?)null)]);
                return [.. windows];
            }
            """, """"
            def places(T, size, stride, dilation, padding):
                """The steps that each window sees, None outside of the sequence; without a padding (before, after) as much as T / stride windows need"""
                span = (size - 1) * dilation + 1
                same = max(0, (-(-T // stride) - 1) * stride + span - T)
                before, after = padding or (same // 2, same - same // 2)
                starts = range(-before, T + after - span + 1, stride)
                return [[t if 0 <= t < T else None for t in range(start, start + span, dilation)] for start in starts]
            """"),
        ["attend"] = ("""
            // The mean of the values, weighted by the softmax of the scores.
            static Vector Attend(double[] scores, Vector[] values)
            {
                double[] w = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                return w.Select((weight, s) => weight / w.Sum() * values[s]).Aggregate((a, b) => a + b);
            }
            """, """"
            def attend(scores, values, causal):
                """The mean of the values (N, S, V), weighted by the softmax of the scores (N, T, S); causal: step t sees those up to t"""
                w = np.exp(scores - np.amax(scores, axis=-1, keepdims=True))
                w = np.tril(w) if causal else w
                return w / np.sum(w, axis=-1, keepdims=True) @ values
            """"),
    };

    /// <summary>The lines with everything in its place.</summary>
    public string[] Lines(ShapeFunction function, string lines) => Place().Replace(lines.ReplaceLineEndings("\n"), match => Value(function, match.Groups[1].Value, match.Groups[2].Value)).Split('\n');

    private string Value(ShapeFunction function, string name, string absent)
    {
        if (absent.Length > 0) return function.Arrays.Contains(name) ? Array(name) : Absent(absent);
        if (name == "keys") return function.Inputs == 3 ? "x_3" : "x_2";
        if (name == "windows") return Windows(function.Options);
        JsonNode? option = function.Options[name];
        return option?.GetValueKind() switch { JsonValueKind.True => True, JsonValueKind.False or null => False, _ => option.ToJsonString() };
    }

    private string Windows(JsonObject options)
    {
        int Whole(string name, int otherwise) => options[name]?.GetValue<int>() ?? otherwise;
        int size = Whole("size", 1), dilation = Whole("dilation", 1);
        string padding = options["padding"]!.GetValue<string>() switch
        {
            "same" => Null,
            "causal" => $"({DrawnValues.Text((size - 1) * dilation)}, 0)",
            "explicit" => $"({DrawnValues.Text(Whole("before", 0))}, {DrawnValues.Text(Whole("after", 0))})",
            _ => "(0, 0)",
        };
        return $"{DrawnValues.Text(size)}, {DrawnValues.Text(Whole("stride", 1))}, {DrawnValues.Text(dilation)}, {padding}";
    }

    [GeneratedRegex(@"\{([a-z_]+)(?:\|([0-9]))?\}")]
    private static partial Regex Place();
}
