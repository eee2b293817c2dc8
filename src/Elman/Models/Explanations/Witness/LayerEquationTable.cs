namespace Elman.Models.Explanations.Witness;

/// <summary>The equations of the kinds of layer by name; the recurrent stack has those of its cells. One from outside joins by <see cref="Add"/>.</summary>
public static class LayerEquationTable
{
    private static readonly Lock _lock = new();

    private static readonly Dictionary<string, LayerEquations> _rows = ((LayerEquations[])
    [
        new("dense", "affine map at every step", "PyTorch nn.Linear, Keras Dense, Gluon nn.Dense(flatten=False)", "y = b + W x")
        {
            Symbols = [("W", "weight", "weight"), ("b", "bias", "bias")],
        },
        new("embedding", "table of rows, one for each id", "PyTorch nn.Embedding, Keras Embedding, Gluon nn.Embedding", "y[n, t] = E[x[n, t]]")
        {
            Symbols = [("E", "weight", "table"), ("mask", "mask", "the id whose steps are passed over")], Compute = StepWitness.Embed,
        },
        new("layer_norm", "layer normalisation", "Ba, Kiros and Hinton (2016), Layer normalization; PyTorch nn.LayerNorm, Keras LayerNormalization",
            """
            μ = mean(x)
            v = mean((x − μ)∘(x − μ))
            y = γ∘((x − μ)/√(v + ε)) + β
            """)
        {
            Symbols = [("γ", "weight", "scale"), ("β", "bias", "shift"), ("ε", "epsilon", "what is added to the variance")],
        },
        new("activation", "activation", "the catalog of activations", "y = φ(x)") { Function = ("φ", "activation") },
        new("softmax", "softmax over the features", "Bridle (1990); the largest is taken away first, which changes nothing", "e = exp(x − max(x))\ny = e/sum(e)"),
        new("dropout", "dropout, which does nothing when a model is used", "Srivastava et al. (2014), Dropout; inverted, as PyTorch and Keras have it", "y = x"),
        new("add", "sum of inputs", "Keras Add", "y = { + }"),
        new("multiply", "product of inputs", "Keras Multiply", "y = {∘}"),
        new("subtract", "difference of inputs", "Keras Subtract", "y = { − }"),
        new("average", "mean of inputs", "Keras Average", "y = ({ + })/{count}"),
        new("maximum", "largest of the inputs", "Keras Maximum", "y = max({, })"),
        new("minimum", "smallest of the inputs", "Keras Minimum", "y = min({, })"),
        new("concatenate", "features side by side", "PyTorch torch.cat, Keras Concatenate", "y = ({, })"),
        new("last_step", "last step that is there", "Keras return_sequences=False; PyTorch y[:, -1] for whole sequences", "y[n] = x[n, L_n − 1]") { Symbols = _length, Compute = StepWitness.Last },
        new("flatten", "steps side by side", "PyTorch nn.Flatten, Keras Flatten", "y[n, t·F + k] = x[n, t, k]")
        {
            Symbols = [("F", "features", "features of one step")], Compute = StepWitness.Flatten,
        },
        new("repeat", "an example at every step", "Keras RepeatVector", "y[n, t] = x[n]") { Symbols = [("T", "steps", "steps")], Compute = StepWitness.Repeat },
        new("reverse_steps", "steps in reverse, each sequence from its own end", "Keras go_backwards", "y[n, t] = x[n, L_n − 1 − t]") { Symbols = _length, Compute = StepWitness.Reverse },
        new("masking", "mask of the steps whose features all equal a value", "Keras Masking", "y[n, t] = m[n, t]·x[n, t]")
        {
            Symbols = [("v", "value", "the value: m is 0 where every feature equals v, and 1 elsewhere")], Compute = StepWitness.Mask,
        },
        new("present_steps", "steps that the mask lets through, brought to the front", "Keras's rule of masks", "y[n, p] = x[n, s_p]")
        {
            Symbols = [("s_p", "", "the p-th step that counts")], Compute = StepWitness.Present,
        },
        new("put_back", "steps put back where they were", "Keras's rule of masks; zero_output_for_mask", "y[n, t] = x_1[n, p_t]")
        {
            Symbols = [("p_t", "between", "the place of step t among those that count; between them the last one's output (hold) or zero")], Compute = StepWitness.PutBack,
        },
        .. FurtherLayerEquations.Rows,
    ]).ToDictionary(row => row.Kind, StringComparer.Ordinal);

    private static (string, string, string)[] _length => [("L_n", "", "the steps that sequence n has")];

    public static IReadOnlyList<string> Kinds
    {
        get
        {
            lock (_lock) return [.. _rows.Keys];
        }
    }

    /// <summary>Brings the equations of a kind of layer from outside.</summary>
    public static void Add(LayerEquations row)
    {
        lock (_lock)
            if (!_rows.TryAdd(row.Kind, row)) throw new ArgumentException($"There are already equations for the kind of layer '{row.Kind}'.");
    }

    /// <summary>Null where there is no row.</summary>
    public static LayerEquations? Find(string kind)
    {
        lock (_lock) return _rows.GetValueOrDefault(kind);
    }
}
