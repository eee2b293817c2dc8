using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Gated recurrent unit, the reset gate applied before the recurrent product (Cho et al. 2014, v3; ONNX's default, Keras's <c>reset_after=False</c>).</summary>
/// <remarks>
/// r, z = σ((b_i + W x) + (b_h + U h))
/// n  = φ((b_in + W_n x) + (b_hn + U_n (r∘h)))
/// h' = n + z∘(h − n)
/// </remarks>
public readonly struct GruResetBeforeCell<TGate, TCandidate>(TGate gate, TCandidate candidate) : ICell
    where TGate : struct, IActivation
    where TCandidate : struct, IActivation
{
    private const int R = 0, Z = 1, N = 2;
    private const int H = 0, LateN = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 3;
    public static int Products => 3;
    public static int States => 1;
    public static int Kept => 3;
    public static int EarlyProducts => 2;

    public CellSpec Spec => new("gru_reset_before")
    {
        Gates = ["reset", "update", "candidate"],
        Products = ["reset", "update", "candidate"],
        States = ["h"],
        Kept = ["reset", "update", "candidate"],
        Equations = """
            r = σ((b_ir + W_r x) + (b_hr + U_r h))
            z = σ((b_iz + W_z x) + (b_hz + U_z h))
            n = φ((b_in + W_n x) + (b_hn + U_n (r∘h)))
            h' = n + z∘(h − n)
            """,
    };

    [MethodImpl(Inline)]
    public void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane xr = u.Input[R] + u.Recurrent[R], r = gate.Apply(xr);
        TLane xz = u.Input[Z] + u.Recurrent[Z], z = gate.Apply(xz);
        u.Between = r * u.Previous[H];
        u.Kept[R] = gate.Kept(xr, r);
        u.Kept[Z] = gate.Kept(xz, z);
    }

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane z = gate.Value(u.Kept[Z]);
        TLane xn = u.Input[N] + u.Recurrent[LateN], n = candidate.Apply(xn);
        u.Next[H] = TLane.Fma(z, u.Previous[H] - n, n);
        u.Kept[N] = candidate.Kept(xn, n);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane z = gate.Value(u.Kept[Z]), dh = d.Next[H];
        d.Input[N] = dh * (TLane.Of(1) - z) * candidate.Slope(u.Kept[N]);
        d.Previous[H] = dh * z;
    }

    [MethodImpl(Inline)]
    public void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane r = gate.Value(u.Kept[R]), n = candidate.Value(u.Kept[N]), h = u.Previous[H];
        d.Input[R] = d.Between * h * gate.Slope(u.Kept[R]);
        d.Input[Z] = d.Next[H] * (h - n) * gate.Slope(u.Kept[Z]);
        d.Previous[H] = TLane.Fma(d.Between, r, d.Previous[H]);
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane>
    {
        (shown[R], shown[Z]) = (gate.Value(u.Kept[R]), gate.Value(u.Kept[Z]));
        shown[N] = candidate.Value(u.Kept[N]);
    }
}
