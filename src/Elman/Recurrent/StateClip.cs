using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>Bounds that a state is held within.</summary>
/// <param name="StopsNaN">Whether a NaN becomes <paramref name="Min"/>, so that it goes no further; otherwise it stays.</param>
/// <remarks>MXNet's <c>state_clip_min</c>, <c>state_clip_max</c> and <c>state_clip_nan</c>, cuDNN's <c>RNN_CLIP_MINMAX</c>, Burn's <c>clip</c>.</remarks>
public sealed record StateClip(double Min, double Max, bool StopsNaN = false)
{
    /// <summary>−limit to limit.</summary>
    public static StateClip Of(double limit) => new(-limit, limit);

    /// <summary>Refuses bounds between which nothing lies.</summary>
    internal StateClip Checked(string what) => Min < Max
        ? this
        : throw new ArgumentException(FormattableString.Invariant($"{what} holds a state between {Min} and {Max}; expected two numbers, the lower one first."));
}

/// <summary>What a cell does to its inner state; a type parameter of the cell, so that none costs nothing.</summary>
public interface IStateBounds
{
    /// <summary>κ(c)</summary>
    TLane Apply<TLane>(TLane c) where TLane : struct, ILane<TLane>;

    /// <summary>dc, or 0 where c was moved to a bound.</summary>
    TLane Slope<TLane>(TLane c, TLane dc) where TLane : struct, ILane<TLane>;
}

/// <summary>κ(c) = c</summary>
public readonly struct Unbounded : IStateBounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Apply<TLane>(TLane c) where TLane : struct, ILane<TLane> => c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Slope<TLane>(TLane c, TLane dc) where TLane : struct, ILane<TLane> => dc;
}

/// <summary>κ(c) = min(max(c, low), high); NaN stays.</summary>
public readonly struct Bounded(double low, double high) : IStateBounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Apply<TLane>(TLane c) where TLane : struct, ILane<TLane> => Domain.Within(c, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Slope<TLane>(TLane c, TLane dc) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(c, TLane.Of(low)) | TLane.Less(TLane.Of(high), c), TLane.Of(0), dc);
}

/// <summary>κ(c) = min(max(c, low), high), and low where c is NaN.</summary>
public readonly struct BoundedNumber(double low, double high) : IStateBounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Apply<TLane>(TLane c) where TLane : struct, ILane<TLane> =>
        Domain.Within(TLane.Select(TLane.Equal(c, c), c, TLane.Of(low)), low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Slope<TLane>(TLane c, TLane dc) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Equal(c, c), new Bounded(low, high).Slope(c, dc), TLane.Of(0));
}
