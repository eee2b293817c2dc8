using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

internal sealed unsafe partial class CellKernel<TCell, T, TLane>
{
    [MethodImpl(Driver)]
    public override void Show(in CellFrame<T> frame, CellWeights<T> weights, T* shown)
    {
        for (int unit = 0; unit < weights.Hidden; unit += TLane.Width)
        {
            Unit<TLane> u = default;
            Values<TLane> values = default;
            LoadBackward(frame, ref u, 0, unit, weights.Width);
            cell.Show(u, ref values);
            Store(shown + unit, values, weights.Width, 0, TCell.Kept);
        }
    }
}
