namespace Elman.Recurrent;

/// <summary>Where the inner state of a cell is normalised.</summary>
public enum StateNorm
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>c' is the normalised state, which the next step sees too: TensorFlow Addons' <c>LayerNormLSTMCell</c>, TensorFlow's <c>LayerNormBasicLSTMCell</c>.</summary>
    Carried,

    /// <summary>The output alone sees the normalised state, h' = o∘ψ(N(c')): Ba, Kiros and Hinton (2016).</summary>
    Read,
}

/// <summary>Layer norm inside a cell (Ba, Kiros and Hinton 2016), for each gate on its own, as TensorFlow's <c>LayerNormBasicLSTMCell</c> has it.</summary>
/// <remarks>
/// N(v) = (v − mean(v))/√(var(v) + ε), over the units of one gate
/// b_i + W x becomes b_i + γ_i∘N(W x), b_h + U h becomes b_h + γ_h∘N(U h): the biases are the shifts.
/// c' becomes γ_c∘N(c') + β_c.
/// </remarks>
public sealed record CellNorm
{
    /// <summary>Both products, the state as it is.</summary>
    public static CellNorm Products { get; } = new();

    /// <summary>Both products and the inner state that is carried on.</summary>
    public static CellNorm All { get; } = new() { State = StateNorm.Carried };

    /// <summary>Whether the input products are normalised; they have a gain <c>input_gain</c> then.</summary>
    public bool Input { get; init; } = true;

    /// <summary>Whether the recurrent products are normalised; they have a gain <c>recurrent_gain</c> then.</summary>
    public bool Recurrent { get; init; } = true;

    /// <summary>Where the inner state is normalised; it has a <c>state_gain</c> and a <c>state_bias</c> then.</summary>
    public StateNorm State { get; init; }

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;

    internal void Check(Cell cell, string where)
    {
        if (!Enum.IsDefined(State)) throw new ArgumentException($"{where} has a layer norm of the state that is {State}, which there is not.");
        if (!Input && !Recurrent && State == StateNorm.None) throw new ArgumentException($"{where} has a layer norm of nothing. Leave it out, or normalise Input, Recurrent or State.");
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon))) throw new ArgumentException(FormattableString.Invariant($"{where} has a layer norm with an epsilon of {Epsilon}; expected 0 or more."));
        if (Recurrent && cell.Shape.Products == 0)
            throw new ArgumentException($"{where} has a layer norm of the recurrent product, and its cell '{cell}' has no such product. Set Recurrent to false.");
        if (State != StateNorm.None && !cell.Shape.HasReadout)
            throw new NotSupportedException($"{where} has a layer norm of the inner state, and its cell '{cell}' {(cell.Shape.States == 1 ? "has the state h alone" : "reads its new state inside the equations of the gates")}. Set State to None, or take one of lstm, lstm_coupled, lstm_no_forget.");
    }
}
