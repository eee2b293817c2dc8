namespace Elman.Models.Explanations.Witness;

public static partial class CellEquationTable
{
    private static (string, string)[] ThreeGates => [("i", "input gate"), ("g", "candidate"), ("o", "output gate")];

    private static CellEquations[] Variants =>
    [
        new("elman_residual", "simple recurrent network with a residual",
            "Flax SimpleCell with residual=True",
            "h' = φ(((b_i + W x) + (b_h + U h)) + h)")
        {
            Gates = [("", "hidden")], States = ["h"], Products = 1,
        },
        new("indrnn", "independently recurrent network",
            "Li, Li, Cook, Zhu and Gao (2018), Independently recurrent neural network",
            "h' = φ((b_i + W x) + u∘h)")
        {
            Gates = [("", "hidden")], States = ["h"], Products = 0, Vectors = [("u", "recurrent_vector", "recurrent weight of each unit")],
        },
        new("lstm_peephole", "long short-term memory with peepholes",
            "Gers and Schmidhuber (2000), Recurrent nets that time and count; ONNX LSTM with input P (input and forget gate see c of the step before, the output gate the new one)",
            """
            i = σ(((b_ii + W_i x) + (b_hi + U_i h)) + p_i∘c)
            f = σ(((b_if + W_f x) + (b_hf + U_f h)) + p_f∘c)
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            c' = f∘c + i∘g
            o = σ(((b_io + W_o x) + (b_ho + U_o h)) + p_o∘c')
            h' = o∘ψ(c')
            """)
        {
            Gates = [("i", "input gate"), ("f", "forget gate"), ("g", "candidate"), ("o", "output gate")], States = ["h", "c"], Products = 4,
            Vectors = [("p_i", "peephole_input", "peephole of the input gate"), ("p_f", "peephole_forget", "peephole of the forget gate"), ("p_o", "peephole_output", "peephole of the output gate")],
        },
        new("lstm_coupled", "long short-term memory with coupled input and forget gate",
            "Greff, Srivastava, Koutník, Steunebrink and Schmidhuber (2017), LSTM: a search space odyssey (CIFG); ONNX LSTM with input_forget=1, Burn Lstm with input_forget",
            """
            i = σ((b_ii + W_i x) + (b_hi + U_i h))
            f = 1 − i
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            c' = f∘c + i∘g
            o = σ((b_io + W_o x) + (b_ho + U_o h))
            h' = o∘ψ(c')
            """)
        {
            Gates = ThreeGates, States = ["h", "c"], Products = 3,
        },
        new("lstm_coupled_peephole", "long short-term memory with coupled gates and peepholes",
            "Greff et al. (2017), LSTM: a search space odyssey; ONNX LSTM with input_forget=1 and input P",
            """
            i = σ(((b_ii + W_i x) + (b_hi + U_i h)) + p_i∘c)
            f = 1 − i
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            c' = f∘c + i∘g
            o = σ(((b_io + W_o x) + (b_ho + U_o h)) + p_o∘c')
            h' = o∘ψ(c')
            """)
        {
            Gates = ThreeGates, States = ["h", "c"], Products = 3,
            Vectors = [("p_i", "peephole_input", "peephole of the input gate"), ("p_o", "peephole_output", "peephole of the output gate")],
        },
        new("lstm_no_forget", "long short-term memory without a forget gate",
            "Hochreiter and Schmidhuber (1997), Long short-term memory",
            """
            i = σ((b_ii + W_i x) + (b_hi + U_i h))
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            c' = c + i∘g
            o = σ((b_io + W_o x) + (b_ho + U_o h))
            h' = o∘ψ(c')
            """)
        {
            Gates = ThreeGates, States = ["h", "c"], Products = 3,
        },
        new("mgu", "minimal gated unit, its gate after the product",
            "Zhou, Wu, Zhang and Zhou (2016), Minimal gated unit for recurrent neural networks; Flax MGUCell",
            """
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            n = φ((b_in + W_n x) + f∘(b_hn + U_n h))
            h' = n + f∘(h − n)
            """)
        {
            Gates = [("f", "gate"), ("n", "candidate")], States = ["h"], Products = 2,
        },
        new("mgu_no_reset", "minimal gated unit whose gate does not reset",
            "Flax MGUCell with reset_gate=False",
            """
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            n = φ((b_in + W_n x) + (b_hn + U_n h))
            h' = n + f∘(h − n)
            """)
        {
            Gates = [("f", "gate"), ("n", "candidate")], States = ["h"], Products = 2,
        },
    ];
}
