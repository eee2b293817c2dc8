using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000).</summary>
/// <remarks>
/// i, f, o = σ((b_i + W x) + (b_h + U h))
/// g  = φ((b_i + W x) + (b_h + U h))
/// c' = f∘c + i∘g
/// h' = o∘ψ(c')
/// </remarks>
public readonly struct LstmCell<TGate, TCandidate, TOutput>(TGate gate, TCandidate candidate, TOutput output) : ICell
    where TGate : struct, IActivation
    where TCandidate : struct, IActivation
    where TOutput : struct, IActivation
{
    private const int I = 0, F = 1, G = 2, O = 3;
    private const int H = 0, C = 1;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 4;
    public static int Products => 4;
    public static int States => 2;
    public static int Kept => 4;
    public static bool HasReadout => true;

    public CellSpec Spec => new("lstm")
    {
        Gates = ["input", "forget", "candidate", "output"],
        Products = ["input", "forget", "candidate", "output"],
        States = ["h", "c"],
        Kept = ["input", "forget", "candidate", "output"],
        Equations = """
            i = σ((b_ii + W_i x) + (b_hi + U_i h))
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            g = φ((b_ig + W_g x) + (b_hg + U_g h))
            o = σ((b_io + W_o x) + (b_ho + U_o h))
            c' = f∘c + i∘g
            h' = o∘ψ(c')
            """,
    };

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane xi = u.Input[I] + u.Recurrent[I], i = gate.Apply(xi);
        TLane xf = u.Input[F] + u.Recurrent[F], f = gate.Apply(xf);
        TLane xg = u.Input[G] + u.Recurrent[G], g = candidate.Apply(xg);
        TLane xo = u.Input[O] + u.Recurrent[O], o = gate.Apply(xo);
        TLane c = TLane.Fma(f, u.Previous[C], i * g);
        u.Next[C] = c;
        u.Next[H] = o * output.Apply(c);
        u.Kept[I] = gate.Kept(xi, i);
        u.Kept[F] = gate.Kept(xf, f);
        u.Kept[G] = candidate.Kept(xg, g);
        u.Kept[O] = gate.Kept(xo, o);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane i = gate.Value(u.Kept[I]), f = gate.Value(u.Kept[F]), g = candidate.Value(u.Kept[G]), o = gate.Value(u.Kept[O]);
        TLane c = u.Next[C], y = output.Apply(c), dh = d.Next[H];
        TLane dc = TLane.Fma(dh * o, output.Slope(output.Kept(c, y)), d.Next[C]);
        d.Input[I] = dc * g * gate.Slope(u.Kept[I]);
        d.Input[F] = dc * u.Previous[C] * gate.Slope(u.Kept[F]);
        d.Input[G] = dc * i * candidate.Slope(u.Kept[G]);
        d.Input[O] = dh * y * gate.Slope(u.Kept[O]);
        d.Previous[C] = dc * f;
        d.Previous[H] = TLane.Of(0);
    }

    [MethodImpl(Inline)]
    public void ForwardOutput<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        u.Next[H] = gate.Value(u.Kept[O]) * output.Apply(u.Next[C]);

    [MethodImpl(Inline)]
    public void BackwardOutput<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane c = u.Next[C], y = output.Apply(c), dh = d.Next[H];
        d.Next[C] = TLane.Fma(dh * gate.Value(u.Kept[O]), output.Slope(output.Kept(c, y)), d.Next[C]);
        d.Input[O] = dh * y * gate.Slope(u.Kept[O]);
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane>
    {
        (shown[I], shown[F]) = (gate.Value(u.Kept[I]), gate.Value(u.Kept[F]));
        (shown[G], shown[O]) = (candidate.Value(u.Kept[G]), gate.Value(u.Kept[O]));
    }
}
