using System.Text.Json.Nodes;
using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>A kind of layer that is more than equations at every step, in each language: lines, of which the last is what is returned.</summary>
/// <param name="Kind">As descriptions call it.</param>
/// <param name="CSharp">For one sequence, x, whose steps are x[t]; options stand in braces.</param>
/// <param name="NumPy">For a batch, x; <c>np.</c> stands for the modules of the others too, where they have the same function under the same name.</param>
internal sealed record ShapeRow(string Kind, string CSharp, string NumPy, string? PyTorch = null, string? Keras = null)
{
    /// <summary>The functions that the lines call.</summary>
    public string[] Uses { get; init; } = [];

    /// <summary>The curves that the lines in C# call.</summary>
    public string[] Curves { get; init; } = [];

    /// <summary>Why some options cannot be written; null where they can.</summary>
    public Func<JsonObject, string?> Refusal { get; init; } = _ => null;
}

/// <summary>The layers that move steps or features.</summary>
internal static class ShapeTable
{
    private static readonly Dictionary<string, ShapeRow> _rows = ((ShapeRow[])
    [
        new("embedding", "[.. x.Select(step => weights[name + \"weight\"].Matrix(0, 1).Rows[(int)step.Values[0]])]", "weights[name + \"weight\"][x]", Keras: "ops.take(weights[name + \"weight\"], x, axis=0)")
        {
            Refusal = options => options["mask"] is null ? null : "it masks an id, and a short program has whole sequences only",
        },
        new("last_step", "[x[^1]]", "x[:, -1]"),
        new("first_step", "[x[0]]", "x[:, 0]"),
        new("flatten", "[Vector.Join(x)]", "np.reshape(x, (len(x), -1))"),
        new("repeat", "[.. Enumerable.Repeat(x[0], {steps})]", "np.repeat(x[:, None], {steps}, axis=1)", "torch.repeat_interleave(x[:, None], {steps}, dim=1)"),
        new("reverse_steps", "[.. x.Reverse()]", "np.flip(x, 1)", "torch.flip(x, [1])"),
        new("reshape", "[.. Vector.Join(x).Values.Chunk({to_features}).Select(step => new Vector(step))]", "np.reshape(x, (len(x), -1, {to_features}))"),
        new("permute", "[.. Enumerable.Range(0, x[0].Count).Select(i => new Vector([.. x.Select(step => step.Values[i])]))]", "np.swapaxes(x, 1, 2)"),
        new("zero_padding", "[.. Enumerable.Repeat(Vector.Zeros(x[0].Count), {before}), .. x, .. Enumerable.Repeat(Vector.Zeros(x[0].Count), {after})]", "np.pad(x, ((0, 0), ({before}, {after}), (0, 0)))", "torch.nn.functional.pad(x, (0, 0, {before}, {after}))"),
        new("cropping", "x[{before}..^{after}]", "x[:, {before}:x.shape[1] - {after}]"),
        new("up_sampling", "[.. x.SelectMany(step => Enumerable.Repeat(step, {size}))]", "np.repeat(x, {size}, axis=1)", "torch.repeat_interleave(x, {size}, dim=1)"),
        new("convolution", """
            Matrix W = weights[name + "weight"].Matrix(0, 1);  // (outputs · size, inputs of a group)
            int I = W.Rows[0].Count, O = {outputs} / {groups};
            double At(int?[] window, int o) => window.Index().Sum(tap => tap.Item is int t ? (W.Rows[o * {size} + tap.Index] * x[t].Part(o / O * I, I)).Values.Sum() : 0);
            [.. Places(x.Length, {windows}).Select(window => new Vector([.. Enumerable.Range(0, {outputs}).Select(o => At(window, o))]) + {bias|0})]
            """, """
            W = weights[name + "weight"]  # (outputs, size, inputs of a group)
            I, O = W.shape[2], {outputs} // {groups}
            groups = [(slice(g * O, (g + 1) * O), slice(g * I, (g + 1) * I)) for g in range({groups})]
            sums = [[sum((x[:, t, i] @ W[o, k].T for k, t in enumerate(window) if t is not None), np.zeros((len(x), O))) for o, i in groups] for window in places(x.shape[1], {windows})]
            np.stack([np.concatenate(window, axis=-1) + {bias|0} for window in sums], axis=1)
            """) { Uses = ["places"] },
        new("max_pooling", "[.. Places(x.Length, {windows}).Select(window => window.OfType<int>().Select(t => x[t]).Aggregate((a, b) => a.With(b, Math.Max)))]",
            "np.stack([np.amax(x[:, [t for t in window if t is not None]], axis=1) for window in places(x.shape[1], {windows})], axis=1)",
            Keras: "ops.stack([ops.amax(ops.take(x, [t for t in window if t is not None], axis=1), axis=1) for window in places(x.shape[1], {windows})], axis=1)") { Uses = ["places"] },
        new("average_pooling", "[.. Places(x.Length, {windows}).Select(window => window.OfType<int>().Select(t => x[t]).Aggregate((a, b) => a + b) / ({counts_padding} ? window.Length : window.OfType<int>().Count()))]",
            "np.stack([sum(x[:, t] for t in window if t is not None) / (len(window) if {counts_padding} else sum(t is not None for t in window)) for window in places(x.shape[1], {windows})], axis=1)") { Uses = ["places"] },
        new("group_norm", """
            int size = x[0].Count / {groups};
            Vector[] Normal(int g)
            {
                double[] all = [.. x.SelectMany(step => step.Part(g * size, size).Values)];
                double μ = all.Average(), v = all.Average(value => (value - μ) * (value - μ));
                return [.. x.Select(step => (step.Part(g * size, size) - μ) / Math.Sqrt(v + {epsilon}))];
            }
            Vector[][] groups = [.. Enumerable.Range(0, {groups}).Select(Normal)];
            [.. x.Select((_, t) => {weight|1} * Vector.Join([.. groups.Select(group => group[t])]) + {bias|0})]
            """, """
            parts = np.reshape(x, (len(x), -1, {groups}, x.shape[-1] // {groups}))  # (N, T, groups, features of each)
            μ = np.mean(parts, axis=(1, 3), keepdims=True)
            v = np.mean((parts - μ) * (parts - μ), axis=(1, 3), keepdims=True)
            {weight|1} * np.reshape((parts - μ) / np.sqrt(v + {epsilon}), x.shape) + {bias|0}
            """),
        new("prelu", "[.. x.Select((step, t) => step.With(weights[name + \"weight\"].Matrix(0, 1) is var α && α.Count == 1 ? α.Rows[0] : α.Rows[t], (v, a) => v > 0 ? v : a * v))]", "np.where(x > 0, x, {weight|1} * x)"),
        new("attention dot", """
            double Score(Vector q, Vector k) => ({scale|1} * Sum(q * k)).Values[0];
            [.. x_1.Select((q, t) => Attend([.. {keys}.Take({causal} ? t + 1 : {keys}.Length).Select(k => Score(q, k))], x_2))]
            """, "attend({scale|1} * (x_1 @ np.swapaxes({keys}, 1, 2)), x_2, {causal})") { Uses = ["attend"], Curves = ["sum"] },
        new("attention concat", """
            double Score(Vector q, Vector k) => ({score_weight|1} * Sum(Tanh({scale|1} * (q + k)))).Values[0];
            [.. x_1.Select((q, t) => Attend([.. {keys}.Take({causal} ? t + 1 : {keys}.Length).Select(k => Score(q, k))], x_2))]
            """, """
            sums = x_1[:, :, None] + {keys}[:, None]  # (N, queries, keys, D)
            attend({score_weight|1} * np.sum(np.tanh({scale|1} * sums), axis=-1), x_2, {causal})
            """) { Uses = ["attend"], Curves = ["sum", "tanh"] },
        new("attention additive", """
            double Score(Vector q, Vector k) => (Sum({scale|1} * Tanh(q + k))).Values[0];
            [.. x_1.Select((q, t) => Attend([.. {keys}.Take({causal} ? t + 1 : {keys}.Length).Select(k => Score(q, k))], x_2))]
            """, """
            sums = x_1[:, :, None] + {keys}[:, None]  # (N, queries, keys, D)
            attend(np.sum({scale|1} * np.tanh(sums), axis=-1), x_2, {causal})
            """) { Uses = ["attend"], Curves = ["sum", "tanh"] },
        new("multi_head_attention", """
            Vector[] Map(Vector[] steps, string part) => [.. steps.Select(step => weights[name + part + "_weight"].Matrix(0, 1) * step + (weights.TryGetValue(name + part + "_bias", out Values? b) ? b.Vector(0, 1) : 0))];
            Vector[] q = Map(x_1, "query"), v = Map(x_2, "value"), k = Map({keys}, "key");
            double Score(Vector a, Vector b, int head) => (a.Part(head * {key_size}, {key_size}) * b.Part(head * {key_size}, {key_size})).Values.Sum() / Math.Sqrt({key_size});
            Vector Head(int t, int head) => Attend([.. k.Take({causal} ? t + 1 : k.Length).Select(key => Score(q[t], key, head))], [.. v.Select(value => value.Part(head * {value_size}, {value_size}))]);
            Map([.. q.Select((_, t) => Vector.Join([.. Enumerable.Range(0, {heads}).Select(head => Head(t, head))]))], "output")
            """, """
            def mapped(x, part):
                return x @ weights[name + part + "_weight"].T + weights.get(name + part + "_bias", 0)
            q, v, k = mapped(x_1, "query"), mapped(x_2, "value"), mapped({keys}, "key")
            parts = [(slice(h * {key_size}, (h + 1) * {key_size}), slice(h * {value_size}, (h + 1) * {value_size})) for h in range({heads})]
            heads = [attend(q[:, :, i] @ np.swapaxes(k[:, :, i], 1, 2) / math.sqrt({key_size}), v[:, :, j], {causal}) for i, j in parts]
            mapped(np.concatenate(heads, axis=-1), "output")
            """) { Uses = ["attend"] },
        new("global_max_pooling", "[x.Aggregate((a, b) => a.With(b, Math.Max))]", "np.amax(x, axis=1)"),
        new("global_average_pooling", "[x.Aggregate((a, b) => a + b) / x.Length]", "np.mean(x, axis=1)"),
    ]).ToDictionary(row => row.Kind, StringComparer.Ordinal);

    public static bool Has(string kind, JsonObject options) => _rows.ContainsKey(Key(kind, options));

    public static ShapeRow Of(ShapeFunction function) => _rows[Key(function.Kind, function.Options)];

    /// <summary>Why a layer cannot be written; null where it can.</summary>
    public static string? Refusal(string kind, JsonObject options) => _rows[Key(kind, options)].Refusal(options);

    /// <summary>Attention has a row for each of its scores.</summary>
    private static string Key(string kind, JsonObject options) => options["score"] is { } score ? $"{kind} {score}" : kind;

    /// <summary>The kinds, for messages.</summary>
    public static IEnumerable<string> Kinds => _rows.Keys.Select(key => key.Split(' ')[0]).Distinct();
}
