using System.Runtime.CompilerServices;

namespace Elman.Recurrent;

/// <summary>Up to eight lanes that stay in registers: with a constant index, an element is a local variable.</summary>
public struct Values<TLane> where TLane : struct
{
    /// <summary>The most gates, states or kept values a cell may have.</summary>
    public const int Most = 8;

    private TLane _0, _1, _2, _3, _4, _5, _6, _7;

    public TLane this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => index switch { 0 => _0, 1 => _1, 2 => _2, 3 => _3, 4 => _4, 5 => _5, 6 => _6, _ => _7 };
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            switch (index)
            {
                case 0: _0 = value; break;
                case 1: _1 = value; break;
                case 2: _2 = value; break;
                case 3: _3 = value; break;
                case 4: _4 = value; break;
                case 5: _5 = value; break;
                case 6: _6 = value; break;
                default: _7 = value; break;
            }
        }
    }
}
