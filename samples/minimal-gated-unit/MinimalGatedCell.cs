using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Recurrent;

/// <summary>Minimal gated unit (Zhou, Wu, Zhang and Zhou 2016): one forget gate does the work of the GRU's two.</summary>
/// <remarks>
/// f  = σ((b_i + W x) + (b_h + U h))
/// n  = tanh((b_in + W_n x) + (b_hn + U_n (f∘h)))
/// h' = h + f∘(n − h)
/// The candidate multiplies f∘h of all units, so f must be known first: a cell of two stages.
/// </remarks>
public readonly struct MinimalGatedCell : ICell
{
    private const int F = 0, N = 1, H = 0, LateN = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 2;
    public static int Products => 2;
    public static int States => 1;
    public static int Kept => 2;
    public static int EarlyProducts => 1;

    public CellSpec Spec => new("minimal_gated")
    {
        Gates = ["forget", "candidate"],
        Products = ["forget", "candidate"],
        States = ["h"],
        Kept = ["forget", "candidate"],
        Equations = """
            f = σ((b_if + W_f x) + (b_hf + U_f h))
            n = tanh((b_in + W_n x) + (b_hn + U_n (f∘h)))
            h' = h + f∘(n − h)
            """,
    };

    [MethodImpl(Inline)]
    public void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane f = TLane.Sigmoid(u.Input[F] + u.Recurrent[F]);
        u.Kept[F] = f;
        u.Between = f * u.Previous[H];
    }

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane n = TLane.Tanh(u.Input[N] + u.Recurrent[LateN]), h = u.Previous[H];
        u.Kept[N] = n;
        u.Next[H] = TLane.Fma(u.Kept[F], n - h, h);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane f = u.Kept[F], n = u.Kept[N], dh = d.Next[H];
        d.Input[N] = dh * f * (TLane.Of(1) - n * n);
        d.Previous[H] = dh * (TLane.Of(1) - f);
    }

    [MethodImpl(Inline)]
    public void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane f = u.Kept[F], h = u.Previous[H];
        TLane df = TLane.Fma(d.Between, h, d.Next[H] * (u.Kept[N] - h));
        d.Input[F] = df * f * (TLane.Of(1) - f);
        d.Previous[H] = TLane.Fma(d.Between, f, d.Previous[H]);
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> =>
        (shown[F], shown[N]) = (u.Kept[F], u.Kept[N]);
}
