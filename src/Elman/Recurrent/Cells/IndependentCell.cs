using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>IndRNN: each unit sees its own state alone, by a number in place of a row of a matrix (Li et al. 2018).</summary>
/// <remarks>h' = φ((b_i + W x) + u∘h)</remarks>
public readonly struct IndependentCell<TActivation>(TActivation activation) : ICell where TActivation : struct, IActivation
{
    private const int H = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 1;
    public static int Products => 0;
    public static int States => 1;
    public static int Kept => 1;
    public static int Vectors => 1;

    public CellSpec Spec => new("indrnn")
    {
        Gates = ["hidden"],
        Products = [],
        Vectors = ["recurrent_vector"],
        States = ["h"],
        Kept = ["hidden"],
        Equations = "h' = φ((b_i + W x) + u∘h)",
    };

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane x = TLane.Fma(u.Vectors[0], u.Previous[H], u.Input[0]), h = activation.Apply(x);
        u.Kept[0] = activation.Kept(x, h);
        u.Next[H] = h;
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane dx = d.Next[H] * activation.Slope(u.Kept[0]);
        d.Input[0] = dx;
        d.Vectors[0] = dx * u.Previous[H];
        d.Previous[H] = dx * u.Vectors[0];
    }

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> =>
        shown[0] = activation.Value(u.Kept[0]);

    [MethodImpl(Inline)]
    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane> =>
        sums[0] = TLane.Fma(u.Vectors[0], u.Previous[H], sums[0]);
}
