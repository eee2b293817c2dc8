using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Gated recurrent unit, the reset gate applied after the recurrent product (Cho et al. 2014, v1; PyTorch, cuDNN, MXNet, Keras's default).</summary>
/// <remarks>
/// r, z = σ((b_i + W x) + (b_h + U h))
/// q  = b_hn + U_n h
/// n  = φ((b_in + W_n x) + r∘q)
/// h' = n + z∘(h − n)
/// </remarks>
public readonly struct GruCell<TGate, TCandidate>(TGate gate, TCandidate candidate) : ICell
    where TGate : struct, IActivation
    where TCandidate : struct, IActivation
{
    private const int R = 0, Z = 1, N = 2;
    private const int KeptQ = 2, KeptN = 3;
    private const int H = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 3;
    public static int Products => 3;
    public static int States => 1;
    public static int Kept => 4;
    public static bool SplitGradients => true;

    public CellSpec Spec => new("gru")
    {
        Gates = ["reset", "update", "candidate"],
        Products = ["reset", "update", "candidate"],
        States = ["h"],
        Kept = ["reset", "update", "inner", "candidate"],
        Equations = """
            r = σ((b_ir + W_r x) + (b_hr + U_r h))
            z = σ((b_iz + W_z x) + (b_hz + U_z h))
            n = φ((b_in + W_n x) + r∘(b_hn + U_n h))
            h' = n + z∘(h − n)
            """,
    };

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane xr = u.Input[R] + u.Recurrent[R], r = gate.Apply(xr);
        TLane xz = u.Input[Z] + u.Recurrent[Z], z = gate.Apply(xz);
        TLane q = u.Recurrent[N];
        TLane xn = TLane.Fma(r, q, u.Input[N]), n = candidate.Apply(xn);
        u.Next[H] = TLane.Fma(z, u.Previous[H] - n, n);
        u.Kept[R] = gate.Kept(xr, r);
        u.Kept[Z] = gate.Kept(xz, z);
        u.Kept[KeptQ] = q;
        u.Kept[KeptN] = candidate.Kept(xn, n);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane r = gate.Value(u.Kept[R]), z = gate.Value(u.Kept[Z]), n = candidate.Value(u.Kept[KeptN]), dh = d.Next[H];
        TLane dn = dh * (TLane.Of(1) - z) * candidate.Slope(u.Kept[KeptN]);
        TLane dr = dn * u.Kept[KeptQ] * gate.Slope(u.Kept[R]);
        TLane dz = dh * (u.Previous[H] - n) * gate.Slope(u.Kept[Z]);
        d.Input[R] = d.Recurrent[R] = dr;
        d.Input[Z] = d.Recurrent[Z] = dz;
        d.Input[N] = dn;
        d.Recurrent[N] = dn * r;
        d.Previous[H] = dh * z;
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane>
    {
        (shown[R], shown[Z]) = (gate.Value(u.Kept[R]), gate.Value(u.Kept[Z]));
        (shown[KeptQ], shown[KeptN]) = (u.Kept[KeptQ], candidate.Value(u.Kept[KeptN]));
    }

    [MethodImpl(Inline)]
    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane> =>
        sums[N] = TLane.Fma(shown[R], u.Recurrent[N], u.Input[N]);
}
