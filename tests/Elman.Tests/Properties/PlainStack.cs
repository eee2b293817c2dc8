namespace Elman.Tests.Properties;

/// <summary>A stack of recurrent layers in plain double loops, one sequence at a time, from the definitions of PyTorch's documentation and nothing of the engine's.</summary>
/// <param name="weights">By the names of the stack's parameters.</param>
internal sealed class PlainStack(PlainLayer[] layers, Func<string, double[]> weights)
{
    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Outputs of every step, and the last states of each direction of each layer, state after state.</summary>
    public (double[][] Output, List<double[]> States) Run(double[][] x)
    {
        var states = new List<double[]>();
        for (int i = 0; i < layers.Length; i++)
        {
            PlainLayer layer = layers[i];
            var sides = new List<double[][]>();
            if (layer.Way != Way.Reverse) sides.Add(Direction(layer, $"{i}.forward.", x, states));
            if (layer.Way != Way.Forward) sides.Add([.. Direction(layer, $"{i}.backward.", [.. x.Reverse()], states).Reverse()]);
            double[][] y = sides.Count == 1 ? sides[0] : [.. sides[0].Zip(sides[1], (a, b) => Join(layer.Joined, a, b))];
            x = [.. x.Zip(y, (below, own) => Beside(layer.Past, $"{i}.connection.", below, own))];
        }
        return (x, states);
    }

    private double[][] Direction(PlainLayer layer, string prefix, double[][] x, List<double[]> states)
    {
        double[] h = new double[layer.Outputs], c = new double[layer.Hidden];
        bool hasCell = layer.Cell.StartsWith("lstm", StringComparison.Ordinal);
        var outputs = new List<double[]>();
        foreach (double[] step in x)
        {
            (double[] nextH, double[] nextC) = Step(layer, prefix, step, h, c);
            if (layer.Projection > 0) nextH = Product(weights(prefix + "projection_weight"), nextH);
            if (layer.Clip > 0) nextH = [.. nextH.Select(v => Math.Clamp(v, -layer.Clip, layer.Clip))];
            h = [.. nextH.Zip(h, (made, before) => layer.Zone * before + (1 - layer.Zone) * made)];
            c = nextC;
            outputs.Add(h);
        }
        states.Add(h);
        if (hasCell) states.Add(c);
        return [.. outputs];
    }

    private (double[] H, double[] C) Step(PlainLayer layer, string prefix, double[] x, double[] h, double[] c)
    {
        int n = layer.Hidden;
        double[] a = Product(weights(prefix + "input_weight"), x), b = Product(weights(prefix + "recurrent_weight"), h);
        if (layer.Biases > 0) a = Plus(a, weights(prefix + "input_bias"));
        if (layer.Biases > 1) b = Plus(b, weights(prefix + "recurrent_bias"));
        double S(int gate, int i) => a[gate * n + i] + b[gate * n + i];
        double[] made = new double[n], inner = new double[n];
        double[] p(string gate) => weights(prefix + "peephole_" + gate);
        for (int i = 0; i < n; i++)
            switch (layer.Cell)
            {
                case "elman":
                    made[i] = Math.Tanh(S(0, i));
                    break;
                case "lstm" or "lstm_peephole" or "lstm_coupled":
                    bool peeps = layer.Cell == "lstm_peephole", isCoupled = layer.Cell == "lstm_coupled";
                    int gates = isCoupled ? 3 : 4;
                    double input = Sigmoid(S(0, i) + (peeps ? p("input")[i] * c[i] : 0));
                    double forget = isCoupled ? 1 - input : Sigmoid(S(1, i) + (peeps ? p("forget")[i] * c[i] : 0));
                    inner[i] = forget * c[i] + input * Math.Tanh(S(gates - 2, i));
                    made[i] = Sigmoid(S(gates - 1, i) + (peeps ? p("output")[i] * inner[i] : 0)) * Math.Tanh(inner[i]);
                    break;
                case "gru":
                    double reset = Sigmoid(S(0, i)), update = Sigmoid(S(1, i));
                    made[i] = (1 - update) * Math.Tanh(a[2 * n + i] + reset * b[2 * n + i]) + update * h[i];
                    break;
                default:
                    // Reset before: the candidate's product is of r∘h.
                    double[] held = [.. Enumerable.Range(0, n).Select(k => Sigmoid(S(0, k)) * h[k])];
                    double[] u = weights(prefix + "recurrent_weight")[(2 * n * n)..];
                    double candidate = a[2 * n + i] + Enumerable.Range(0, n).Sum(k => u[i * n + k] * held[k]) + (layer.Biases > 1 ? weights(prefix + "recurrent_bias")[2 * n + i] : 0), z = Sigmoid(S(1, i));
                    made[i] = (1 - z) * Math.Tanh(candidate) + z * h[i];
                    break;
            }
        return (made, inner);
    }

    private static double[] Join(Joined joined, double[] a, double[] b) => joined switch
    {
        Joined.Side => [.. a, .. b],
        Joined.Sum => Plus(a, b),
        Joined.Multiply => [.. a.Zip(b, (p, q) => p * q)],
        _ => [.. a.Zip(b, (p, q) => (p + q) / 2)],
    };

    private double[] Beside(Past past, string prefix, double[] x, double[] y)
    {
        if (past == Past.None) return y;
        if (past == Past.Dense) return [.. y, .. x];
        double[] across = x.Length == y.Length ? x : Product(weights(prefix + "weight"), x);
        if (past == Past.Residual) return Plus(y, across);
        double[] gate = Plus(Product(weights(prefix + "gate_weight"), x), weights(prefix + "gate_bias"));
        return [.. y.Select((own, i) => Sigmoid(gate[i]) * own + (1 - Sigmoid(gate[i])) * across[i])];
    }

    private static double[] Product(double[] w, double[] x) => [.. Enumerable.Range(0, w.Length / x.Length).Select(row => Enumerable.Range(0, x.Length).Sum(k => w[row * x.Length + k] * x[k]))];

    private static double[] Plus(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p + q)];
}
