using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent.Cells;

public readonly partial struct LstmFormCell<TInput, TForget, TCandidate, TOutputGate, TOutput, TForm, TBounds>
{
    public CellSpec Spec
    {
        get
        {
            string[] gates = TForm.HasForgetGate ? ["input", "forget", "candidate", "output"] : ["input", "candidate", "output"];
            string[] peepholes = TForm.HasForgetGate ? ["peephole_input", "peephole_forget", "peephole_output"] : ["peephole_input", "peephole_output"];
            return new(TForm.Name)
            {
                Gates = gates,
                Products = gates,
                Vectors = TForm.HasPeepholes ? peepholes : [],
                States = ["h", "c"],
                Kept = gates,
                Equations = string.Join('\n', Lines),
            };
        }
    }

    private static IEnumerable<string> Lines
    {
        get
        {
            yield return Gate("i", "c");
            if (TForm.HasForgetGate) yield return Gate("f", "c");
            else if (TForm.IsCoupled) yield return "f = 1 − i";
            yield return "g = φ((b_ig + W_g x) + (b_hg + U_g h))";
            yield return TForm.HasForgetGate || TForm.IsCoupled ? "c' = f∘c + i∘g" : "c' = c + i∘g";
            yield return Gate("o", "c'");
            yield return "h' = o∘ψ(c')";
        }
    }

    private static string Gate(string letter, string seen)
    {
        string sum = $"(b_i{letter} + W_{letter} x) + (b_h{letter} + U_{letter} h)";
        return $"{letter} = σ({(TForm.HasPeepholes ? $"({sum}) + p_{letter}∘{seen}" : sum)})";
    }

    [MethodImpl(Inline)]
    public void ForwardOutput<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        u.Next[H] = outputGate.Value(TForm.HasForgetGate ? u.Kept[3] : u.Kept[2]) * output.Apply(u.Next[C]);

    [MethodImpl(Inline)]
    public void BackwardOutput<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane c = u.Next[C], y = output.Apply(c), dh = d.Next[H], kept = TForm.HasForgetGate ? u.Kept[3] : u.Kept[2], dxo = dh * y * outputGate.Slope(kept);
        d.Next[C] = TLane.Fma(dh * outputGate.Value(kept), output.Slope(output.Kept(c, y)), d.Next[C]);
        if (TForm.HasForgetGate) d.Input[3] = dxo;
        else d.Input[2] = dxo;
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane>
    {
        shown[0] = inputGate.Value(u.Kept[0]);
        if (TForm.HasForgetGate)
        {
            shown[1] = forgetGate.Value(u.Kept[1]);
            (shown[2], shown[3]) = (candidate.Value(u.Kept[2]), outputGate.Value(u.Kept[3]));
        }
        else
        {
            (shown[1], shown[2]) = (candidate.Value(u.Kept[1]), outputGate.Value(u.Kept[2]));
        }
    }

    [MethodImpl(Inline)]
    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane>
    {
        if (!TForm.HasPeepholes) return;
        sums[0] = TLane.Fma(u.Vectors[0], u.Previous[C], sums[0]);
        if (TForm.HasForgetGate)
        {
            sums[1] = TLane.Fma(u.Vectors[1], u.Previous[C], sums[1]);
            sums[3] = TLane.Fma(u.Vectors[2], u.Next[C], sums[3]);
        }
        else
        {
            sums[2] = TLane.Fma(u.Vectors[1], u.Next[C], sums[2]);
        }
    }
}
