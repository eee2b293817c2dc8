namespace Elman.Recurrent;

/// <summary>Dropout inside a layer, in training only: what is kept is divided by 1 − rate.</summary>
/// <param name="Rate">The probability of a number to become zero.</param>
/// <param name="SharedOverTime">Whether a sequence has one mask for all of its steps (Gal and Ghahramani 2016; Keras) or a fresh one for each.</param>
public sealed record StateDropout(double Rate, bool SharedOverTime = true)
{
    internal void Check(string where)
    {
        if (!(Rate is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"{where} has a rate of {Rate}; expected a rate above 0 and below 1. For no dropout leave it out."));
    }
}

/// <summary>What becomes of the outputs of the two directions.</summary>
public enum DirectionMerge
{
    /// <summary>Side by side, forward first: PyTorch, MXNet, Keras's <c>concat</c>.</summary>
    Concatenate,

    /// <summary>f + b: Keras's <c>sum</c>, DL4J's ADD.</summary>
    Sum,

    /// <summary>f∘b: Keras's and DL4J's <c>mul</c>.</summary>
    Multiply,

    /// <summary>(f + b)/2: Keras's <c>ave</c>, DL4J's AVERAGE.</summary>
    Average,
}

/// <summary>What the output of a layer is at the steps that a sequence does not have. States are always those after its last step.</summary>
public enum PaddingRule
{
    /// <summary>Zero: PyTorch, MXNet, ONNX.</summary>
    Zero,

    /// <summary>The output at the last step in time that is there: Keras's masks.</summary>
    Hold,

    /// <summary>What the layer makes of the input that lies there: Flax.</summary>
    Compute,
}

/// <summary>What goes past a layer of a stack.</summary>
public enum Connection
{
    /// <summary>Nothing: the next layer takes the layer's output.</summary>
    None,

    /// <summary>y = layer(x) + x, or + W_x x where the widths differ: MXNet's <c>ResidualCell</c>.</summary>
    Residual,

    /// <summary>y = t∘layer(x) + (1 − t)∘x, t = σ(b_t + W_t x), or W_x x in place of x where the widths differ (Srivastava et al. 2015).</summary>
    Highway,

    /// <summary>y = (layer(x), x), side by side (Huang et al. 2017).</summary>
    Dense,
}
