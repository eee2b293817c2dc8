using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Whether the one gate of a minimal gated unit also resets; a type parameter.</summary>
public interface ISharedGateForm
{
    /// <summary>The name in the list of cells.</summary>
    static abstract string Name { get; }

    static abstract bool Resets { get; }
}

/// <summary>The gate resets and updates (Flax's <c>MGUCell</c>).</summary>
public readonly struct ResettingGate : ISharedGateForm
{
    public static string Name => "mgu";
    public static bool Resets => true;
}

/// <summary>The gate updates alone (Flax's <c>MGUCell(reset_gate=False)</c>).</summary>
public readonly struct UpdatingGate : ISharedGateForm
{
    public static string Name => "mgu_no_reset";
    public static bool Resets => false;
}

/// <summary>Minimal gated unit with the gate applied after the recurrent product (Zhou et al. 2016, in the form of Flax).</summary>
/// <remarks>
/// f  = σ((b_if + W_f x) + (b_hf + U_f h))
/// q  = b_hn + U_n h
/// n  = φ((b_in + W_n x) + f∘q), or φ((b_in + W_n x) + q)
/// h' = n + f∘(h − n)
/// </remarks>
public readonly struct SharedGateCell<TGate, TCandidate, TForm>(TGate gate, TCandidate candidate) : ICell
    where TGate : struct, IActivation
    where TCandidate : struct, IActivation
    where TForm : struct, ISharedGateForm
{
    private const int F = 0, N = 1;
    private const int KeptQ = 1, KeptN = 2;
    private const int H = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 2;
    public static int Products => 2;
    public static int States => 1;
    public static int Kept => 3;
    public static bool SplitGradients => true;

    public CellSpec Spec => new(TForm.Name)
    {
        Gates = ["forget", "candidate"],
        Products = ["forget", "candidate"],
        States = ["h"],
        Kept = ["forget", "inner", "candidate"],
        Equations = $"""
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            n = φ((b_in + W_n x) + {(TForm.Resets ? "f∘" : "")}(b_hn + U_n h))
            h' = n + f∘(h − n)
            """,
    };

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane xf = u.Input[F] + u.Recurrent[F], f = gate.Apply(xf);
        TLane q = u.Recurrent[N];
        TLane xn = TForm.Resets ? TLane.Fma(f, q, u.Input[N]) : u.Input[N] + q, n = candidate.Apply(xn);
        u.Next[H] = TLane.Fma(f, u.Previous[H] - n, n);
        u.Kept[F] = gate.Kept(xf, f);
        u.Kept[KeptQ] = q;
        u.Kept[KeptN] = candidate.Kept(xn, n);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane f = gate.Value(u.Kept[F]), n = candidate.Value(u.Kept[KeptN]), dh = d.Next[H];
        TLane dn = dh * (TLane.Of(1) - f) * candidate.Slope(u.Kept[KeptN]);
        TLane df = dh * (u.Previous[H] - n);
        if (TForm.Resets) df = TLane.Fma(dn, u.Kept[KeptQ], df);
        d.Input[F] = d.Recurrent[F] = df * gate.Slope(u.Kept[F]);
        d.Input[N] = dn;
        d.Recurrent[N] = TForm.Resets ? dn * f : dn;
        d.Previous[H] = dh * f;
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> =>
        (shown[F], shown[KeptQ], shown[KeptN]) = (gate.Value(u.Kept[F]), u.Kept[KeptQ], candidate.Value(u.Kept[KeptN]));

    [MethodImpl(Inline)]
    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane>
    {
        if (TForm.Resets) sums[N] = TLane.Fma(shown[F], u.Recurrent[N], u.Input[N]);
    }
}
