using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>The LSTM's relatives: an activation for each gate, peepholes, a coupled forget gate or none, an inner state held within bounds.</summary>
/// <remarks>
/// i  = σ_i(((b_ii + W_i x) + (b_hi + U_i h)) + p_i∘c)
/// f  = σ_f(((b_if + W_f x) + (b_hf + U_f h)) + p_f∘c), or 1 − i, or 1
/// g  = φ((b_ig + W_g x) + (b_hg + U_g h))
/// c' = κ(f∘c + i∘g)
/// o  = σ_o(((b_io + W_o x) + (b_ho + U_o h)) + p_o∘c')
/// h' = o∘ψ(c')
/// </remarks>
public readonly partial struct LstmFormCell<TInput, TForget, TCandidate, TOutputGate, TOutput, TForm, TBounds>(
    TInput inputGate, TForget forgetGate, TCandidate candidate, TOutputGate outputGate, TOutput output, TBounds bounds) : ICell
    where TInput : struct, IActivation
    where TForget : struct, IActivation
    where TCandidate : struct, IActivation
    where TOutputGate : struct, IActivation
    where TOutput : struct, IActivation
    where TForm : struct, ILstmForm
    where TBounds : struct, IStateBounds
{
    // Gates and kept values: i, f, g, o, or without a forget gate of its own i, g, o. Vectors: p_i, p_f, p_o, or p_i, p_o.
    private const int H = 0, C = 1;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => TForm.HasForgetGate ? 4 : 3;
    public static int Products => TForm.HasForgetGate ? 4 : 3;
    public static int States => 2;
    public static int Kept => TForm.HasForgetGate ? 4 : 3;
    public static bool HasReadout => !TForm.HasPeepholes;
    public static int Vectors => !TForm.HasPeepholes ? 0 : TForm.HasForgetGate ? 3 : 2;

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane c = u.Previous[C], one = TLane.Of(1);
        TLane xi = u.Input[0] + u.Recurrent[0], xg, xo, f, next;
        if (TForm.HasPeepholes) xi = TLane.Fma(u.Vectors[0], c, xi);
        TLane i = inputGate.Apply(xi), g;
        u.Kept[0] = inputGate.Kept(xi, i);
        if (TForm.HasForgetGate)
        {
            TLane xf = u.Input[1] + u.Recurrent[1];
            if (TForm.HasPeepholes) xf = TLane.Fma(u.Vectors[1], c, xf);
            f = forgetGate.Apply(xf);
            u.Kept[1] = forgetGate.Kept(xf, f);
            (xg, xo) = (u.Input[2] + u.Recurrent[2], u.Input[3] + u.Recurrent[3]);
            g = candidate.Apply(xg);
            u.Kept[2] = candidate.Kept(xg, g);
            next = bounds.Apply(TLane.Fma(f, c, i * g));
            if (TForm.HasPeepholes) xo = TLane.Fma(u.Vectors[2], next, xo);
        }
        else
        {
            f = TForm.IsCoupled ? one - i : one;
            (xg, xo) = (u.Input[1] + u.Recurrent[1], u.Input[2] + u.Recurrent[2]);
            g = candidate.Apply(xg);
            u.Kept[1] = candidate.Kept(xg, g);
            next = bounds.Apply(TForm.IsCoupled ? TLane.Fma(f, c, i * g) : TLane.Fma(i, g, c));
            if (TForm.HasPeepholes) xo = TLane.Fma(u.Vectors[1], next, xo);
        }
        TLane o = outputGate.Apply(xo);
        if (TForm.HasForgetGate) u.Kept[3] = outputGate.Kept(xo, o);
        else u.Kept[2] = outputGate.Kept(xo, o);
        u.Next[C] = next;
        u.Next[H] = o * output.Apply(next);
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane c = u.Previous[C], next = u.Next[C], one = TLane.Of(1), keptG, keptO;
        if (TForm.HasForgetGate) (keptG, keptO) = (u.Kept[2], u.Kept[3]);
        else (keptG, keptO) = (u.Kept[1], u.Kept[2]);
        TLane i = inputGate.Value(u.Kept[0]), g = candidate.Value(keptG), o = outputGate.Value(keptO), f;
        if (TForm.HasForgetGate) f = forgetGate.Value(u.Kept[1]);
        else f = TForm.IsCoupled ? one - i : one;
        TLane y = output.Apply(next), dh = d.Next[H];
        TLane dxo = dh * y * outputGate.Slope(keptO);
        TLane dc = TLane.Fma(dh * o, output.Slope(output.Kept(next, y)), d.Next[C]);
        if (TForm.HasPeepholes)
        {
            if (TForm.HasForgetGate)
            {
                dc = TLane.Fma(dxo, u.Vectors[2], dc);
                d.Vectors[2] = dxo * next;
            }
            else
            {
                dc = TLane.Fma(dxo, u.Vectors[1], dc);
                d.Vectors[1] = dxo * next;
            }
        }
        dc = bounds.Slope(TForm.HasForgetGate || TForm.IsCoupled ? TLane.Fma(f, c, i * g) : TLane.Fma(i, g, c), dc);
        TLane dxi = dc * (TForm.IsCoupled ? g - c : g) * inputGate.Slope(u.Kept[0]), dxg = dc * i * candidate.Slope(keptG), dPrevious = dc * f;
        d.Input[0] = dxi;
        if (TForm.HasPeepholes)
        {
            dPrevious = TLane.Fma(dxi, u.Vectors[0], dPrevious);
            d.Vectors[0] = dxi * c;
        }
        if (TForm.HasForgetGate)
        {
            TLane dxf = dc * c * forgetGate.Slope(u.Kept[1]);
            if (TForm.HasPeepholes)
            {
                dPrevious = TLane.Fma(dxf, u.Vectors[1], dPrevious);
                d.Vectors[1] = dxf * c;
            }
            (d.Input[1], d.Input[2], d.Input[3]) = (dxf, dxg, dxo);
        }
        else
        {
            (d.Input[1], d.Input[2]) = (dxg, dxo);
        }
        (d.Previous[H], d.Previous[C]) = (TLane.Of(0), dPrevious);
    }
}
