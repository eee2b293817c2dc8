using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Elman's simple recurrent network with the state before the step added to the sum (Flax's <c>SimpleCell(residual=True)</c>).</summary>
/// <remarks>h' = φ(((b_i + W x) + (b_h + U h)) + h)</remarks>
public readonly struct ResidualElmanCell<TActivation>(TActivation activation) : ICell where TActivation : struct, IActivation
{
    private const int H = 0;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Gates => 1;
    public static int Products => 1;
    public static int States => 1;
    public static int Kept => 1;

    public CellSpec Spec => new("elman_residual")
    {
        Gates = ["hidden"],
        Products = ["hidden"],
        States = ["h"],
        Kept = ["hidden"],
        Equations = "h' = φ(((b_i + W x) + (b_h + U h)) + h)",
    };

    [MethodImpl(Inline)]
    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane x = u.Input[0] + u.Recurrent[0] + u.Previous[H], h = activation.Apply(x);
        u.Kept[0] = activation.Kept(x, h);
        u.Next[H] = h;
    }

    [MethodImpl(Inline)]
    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        d.Input[0] = d.Previous[H] = d.Next[H] * activation.Slope(u.Kept[0]);

    [MethodImpl(Inline)]
    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> =>
        shown[0] = activation.Value(u.Kept[0]);

    [MethodImpl(Inline)]
    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane> =>
        sums[0] = sums[0] + u.Previous[H];
}
