using System.Runtime.CompilerServices;

namespace Elman.Recurrent;

/// <summary>Up to eight lanes that stay in registers: with a constant index, an element is a local variable.</summary>
public struct Values<TLane> where TLane : struct
{
    /// <summary>The most gates, states or kept values a cell may have.</summary>
    public const int Most = 8;

    // The engine fills and reads these by name, the cells by constant index.
    internal TLane V0, V1, V2, V3, V4, V5, V6, V7;

    public TLane this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => index switch { 0 => V0, 1 => V1, 2 => V2, 3 => V3, 4 => V4, 5 => V5, 6 => V6, _ => V7 };
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            switch (index)
            {
                case 0: V0 = value; break;
                case 1: V1 = value; break;
                case 2: V2 = value; break;
                case 3: V3 = value; break;
                case 4: V4 = value; break;
                case 5: V5 = value; break;
                case 6: V6 = value; break;
                default: V7 = value; break;
            }
        }
    }
}
