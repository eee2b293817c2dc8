using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>Random numbers of one direction of one layer in a pass with training, drawn before the scan begins.</summary>
internal sealed class DirectionMasks<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>m of the zoneout, (steps, states, sequences, hidden); null without one.</summary>
    public T[]? Zone { get; init; }

    /// <summary>What the h of recurrent products is multiplied with, (steps, sequences, outputs), one step for all where the mask is shared; null without dropout.</summary>
    public T[]? Recurrent { get; init; }

    public int RecurrentSteps { get; init; }

    /// <summary>Those of some steps.</summary>
    public DirectionMasks<T> Of(int first, int count, int sequences, DirectedCell<T> cell) => new()
    {
        Zone = Cut(Zone, first, count, cell.States * sequences * cell.Hidden),
        Recurrent = RecurrentSteps > 1 ? Cut(Recurrent, first, count, sequences * cell.Outputs) : Recurrent,
        RecurrentSteps = Math.Min(RecurrentSteps, count),
    };

    private static T[]? Cut(T[]? values, int first, int count, int step) => values?[(first * step)..((first + count) * step)];

    /// <summary>Copies the rows of a group into a plane of (planes, rows, width).</summary>
    /// <param name="values">(planes, sequences, units)</param>
    public static Plane<T>? Lay(T[]? values, int planes, int sequences, int units, int[] rows, int width)
    {
        if (values is null) return null;
        Plane<T> target = Plane<T>.Rent((long)planes * rows.Length * width);
        for (int plane = 0; plane < planes; plane++)
            for (int row = 0; row < rows.Length; row++)
                values.AsSpan((plane * sequences + rows[row]) * units, units).CopyTo(target.Span[((plane * rows.Length + row) * width)..]);
        return target;
    }
}
