namespace Elman.Models.Explanations.Witness;

/// <summary>The equations of the cells of the library by name, written from the sources they name and not from the engine. One from outside may join by <see cref="Add"/>.</summary>
public static partial class CellEquationTable
{
    private static readonly Lock _lock = new();

    private static readonly Dictionary<string, CellEquations> _rows = ((CellEquations[])
    [
        new("elman", "simple recurrent network",
            "Elman (1990), Finding structure in time; PyTorch nn.RNN, Keras SimpleRNN (one bias), Gluon rnn.RNN",
            "h' = φ((b_i + W x) + (b_h + U h))")
        {
            Gates = [("", "hidden")], States = ["h"], Products = 1,
        },
        new("lstm", "long short-term memory with a forget gate",
            "Hochreiter and Schmidhuber (1997), Long short-term memory; the forget gate by Gers, Schmidhuber and Cummins (2000); PyTorch nn.LSTM, Keras LSTM (one bias), Gluon rnn.LSTM",
            """
            i = σ((b_ii + W_i x) + (b_hi + U_i h))
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            o = σ((b_io + W_o x) + (b_ho + U_o h))
            c' = f∘c + i∘g
            h' = o∘ψ(c')
            """)
        {
            Gates = [("i", "input gate"), ("f", "forget gate"), ("g", "candidate"), ("o", "output gate")], States = ["h", "c"], Products = 4,
        },
        new("gru", "gated recurrent unit, reset after the product",
            "Cho et al. (2014), Learning phrase representations, first version (the reset gate after the product); PyTorch nn.GRU, cuDNN, Gluon rnn.GRU, Keras GRU with reset_after=True, ONNX linear_before_reset=1",
            """
            r = σ((b_ir + W_r x) + (b_hr + U_r h))
            z = σ((b_iz + W_z x) + (b_hz + U_z h))
            n = φ((b_in + W_n x) + r∘(b_hn + U_n h))
            h' = n + z∘(h − n)
            """)
        {
            Gates = [("r", "reset gate"), ("z", "update gate"), ("n", "candidate")], States = ["h"], Products = 3,
        },
        new("gru_reset_before", "gated recurrent unit, reset before the product",
            "Cho et al. (2014), Learning phrase representations, third version (the reset gate before the product); Keras GRU with reset_after=False, ONNX linear_before_reset=0",
            """
            r = σ((b_ir + W_r x) + (b_hr + U_r h))
            z = σ((b_iz + W_z x) + (b_hz + U_z h))
            n = φ((b_in + W_n x) + (b_hn + U_n (r∘h)))
            h' = n + z∘(h − n)
            """)
        {
            Gates = [("r", "reset gate"), ("z", "update gate"), ("n", "candidate")], States = ["h"], Products = 3,
        },
        .. Variants,
    ]).ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _rows.Keys];
        }
    }

    /// <summary>Gives a cell from outside a title, a source and meanings. Without it, what the cell says of itself is read.</summary>
    public static void Add(CellEquations row)
    {
        lock (_lock)
            if (!_rows.TryAdd(row.Name, row)) throw new ArgumentException($"There are already equations for the cell '{row.Name}'.");
    }

    /// <summary>Null where there is no row.</summary>
    public static CellEquations? Find(string name)
    {
        lock (_lock) return _rows.GetValueOrDefault(name);
    }
}
