using Elman.Models;

namespace Elman.Tests.Models;

/// <summary>An encoder and a decoder of GRUs in plain double loops, written apart from the engine: what a sequence model is compared with.</summary>
internal sealed class PlainDecoder(SequenceModel<double> model, SequenceAttention attention)
{
    private double[] Array(string name) => model.Model.Parameter(name).Value.Values.ToArray();

    private int Width(string name) => model.Model.Parameter(name).Shape[^1];

    /// <summary>W·x</summary>
    private double[] Times(string weight, double[] x)
    {
        double[] w = Array(weight);
        return [.. Enumerable.Range(0, w.Length / x.Length).Select(row => Enumerable.Range(0, x.Length).Sum(k => w[row * x.Length + k] * x[k]))];
    }

    private double[] Affine(string name, double[] x) => Plus(Times(name + ".weight", x), Array(name + ".bias"));

    private static double[] Plus(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p + q)];

    private static double[] Tanh(double[] x) => [.. x.Select(Math.Tanh)];

    private double[] Row(string weight, int id) => Array(weight)[(id * Width(weight))..((id + 1) * Width(weight))];

    /// <summary>PyTorch's GRU: r, z, n; n = tanh(W_n x + b + r∘(U_n h + c)); h' = (1 − z)∘n + z∘h.</summary>
    private double[] Gru(string prefix, double[] x, double[] h)
    {
        double[] a = Plus(Times(prefix + "input_weight", x), Array(prefix + "input_bias")), b = Plus(Times(prefix + "recurrent_weight", h), Array(prefix + "recurrent_bias"));
        int n = h.Length;
        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            double r = Sigmoid(a[i] + b[i]), z = Sigmoid(a[n + i] + b[n + i]), c = Math.Tanh(a[2 * n + i] + r * b[2 * n + i]);
            return (1 - z) * c + z * h[i];
        })];
    }

    /// <summary>Outputs [forward; backward] of every step, and the state that the decoder begins with.</summary>
    public (double[][] Memory, double[] Begin) Encode(int[] source)
    {
        double[][] x = [.. source.Select(id => Row("source_embedding.weight", id))];
        int hidden = Width("encoder.0.forward.recurrent_weight");
        double[] forward = new double[hidden], backward = new double[hidden];
        double[][] there = [.. x.Select(step => forward = Gru("encoder.0.forward.", step, forward))];
        bool isBothWays = model.Model.Parameters.Any(parameter => parameter.Name == "encoder.0.backward.input_weight");
        if (!isBothWays) return (there, forward);
        double[][] back = [.. x.Reverse().Select(step => backward = Gru("encoder.0.backward.", step, backward)).Reverse()];
        return ([.. there.Zip(back, (a, b) => a.Concat(b).ToArray())], Tanh(Affine("bridge_0_h", [.. forward, .. backward])));
    }

    /// <summary>Σ softmax(score)·m</summary>
    private static double[] Context(double[][] memory, Func<double[], double> score)
    {
        double[] scores = [.. memory.Select(score)];
        double most = scores.Max(), sum = scores.Sum(one => Math.Exp(one - most));
        return [.. Enumerable.Range(0, memory[0].Length).Select(i => memory.Zip(scores, (m, s) => Math.Exp(s - most) / sum * m[i]).Sum())];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    /// <summary>ln p of every id, after the written ones.</summary>
    public double[] Next(int[] source, IEnumerable<int> written)
    {
        (double[][] memory, double[] h) = Encode(source);
        double[] fed = new double[h.Length], scores = [];
        foreach (int id in written.Prepend(model.Roles.Start))
        {
            double[] x = Row("target_embedding.weight", id), top;
            if (attention == SequenceAttention.Bahdanau)
            {
                double[] query = Times("decoder.query_weight", h), v = Array("decoder.score_weight");
                double[] context = Context(memory, m => Dot(v, Tanh(Plus(query, Times("decoder.memory_weight", m)))));
                h = Gru("decoder.0.forward.", [.. x, .. context], h);
                top = [.. h, .. context];
            }
            else if (attention == SequenceAttention.Luong)
            {
                h = Gru("decoder.0.forward.", [.. x, .. fed], h);
                double[] context = Context(memory, m => Dot(h, Times("decoder.memory_weight", m)));
                top = fed = Tanh(Plus(Times("decoder.attentional_weight", [.. context, .. h]), Array("decoder.attentional_bias")));
            }
            else
            {
                h = Gru("decoder.0.forward.", x, h);
                top = attention switch
                {
                    SequenceAttention.Dot => After(Context(memory, m => Dot(h, m))),
                    SequenceAttention.General => After(Context(memory, m => Dot(h, Times("attention_key.weight", m)))),
                    SequenceAttention.Additive => After(Context(memory, m => Dot(Array("attention.scale"), Tanh(Plus(Times("attention_query.weight", h), Times("attention_key.weight", m)))))),
                    _ => h,
                };
                double[] After(double[] context) => Tanh(Affine("attentional", [.. context, .. h]));
            }
            scores = Affine("scores", top);
        }
        double greatest = scores.Max(), all = greatest + Math.Log(scores.Sum(one => Math.Exp(one - greatest)));
        return [.. scores.Select(one => one - all)];
    }

    /// <summary>Every sequence that can be written, with the sum of its log-probabilities: those that end, and those cut at the maximum.</summary>
    public IEnumerable<(int[] Ids, bool Ended, double Sum)> All(int[] source, int maximum)
    {
        var open = new Stack<(int[] Ids, double Sum)>([([], 0)]);
        while (open.TryPop(out (int[] Ids, double Sum) one))
            foreach ((int id, double log) in Next(source, one.Ids).Index())
                if (id == model.Roles.End) yield return (one.Ids, true, one.Sum + log);
                else if (one.Ids.Length + 1 == maximum) yield return ([.. one.Ids, id], false, one.Sum + log);
                else open.Push(([.. one.Ids, id], one.Sum + log));
    }
}
