namespace Elman.Numerics;

/// <summary>
/// A few numbers that are computed at once. Every function and every cell is written once over this vocabulary and runs
/// at 512, 256 and 128 bits and one number at a time with the same bits, because each member is one IEEE operation per number.
/// </summary>
/// <remarks>A mask is a lane whose bits are all ones (true) or all zeros (false), as the comparisons return it.</remarks>
public interface ILane<TLane> where TLane : struct, ILane<TLane>
{
    static abstract TLane operator +(TLane a, TLane b);
    static abstract TLane operator -(TLane a, TLane b);
    static abstract TLane operator *(TLane a, TLane b);
    static abstract TLane operator /(TLane a, TLane b);
    static abstract TLane operator -(TLane a);

    /// <summary>The bits of both, for masks and signs.</summary>
    static abstract TLane operator &(TLane a, TLane b);
    static abstract TLane operator |(TLane a, TLane b);
    static abstract TLane operator ^(TLane a, TLane b);

    /// <summary>The constant in every place, rounded to the element type.</summary>
    static abstract TLane Of(double value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TLane Fma(TLane a, TLane b, TLane c);

    static abstract TLane Abs(TLane x);
    static abstract TLane Sqrt(TLane x);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TLane Round(TLane x);

    static abstract TLane Less(TLane a, TLane b);
    static abstract TLane Equal(TLane a, TLane b);

    /// <summary>a where the mask is true, b elsewhere, bit by bit: a NaN that is not chosen leaves no trace.</summary>
    static abstract TLane Select(TLane mask, TLane a, TLane b);

    /// <summary>2ⁿ for an integral n whose power is a normal number.</summary>
    static abstract TLane PowerOfTwo(TLane n);

    /// <summary>m·2ⁿ, rounded once where it is subnormal or too large; m normal or zero, n integral within twice the normal exponents.</summary>
    static abstract TLane Scale(TLane m, TLane n);

    /// <summary>The exponent e of a positive normal x = m·2ᵉ, 1 ≤ m &lt; 2, as a number.</summary>
    static abstract TLane Exponent(TLane x);

    /// <summary>The significand m of a positive normal x = m·2ᵉ, 1 ≤ m &lt; 2.</summary>
    static abstract TLane Significand(TLane x);

    /// <summary>The function computed in double precision and rounded once to the element type.</summary>
    static abstract TLane Widely<TFunction>(TLane x) where TFunction : struct, IFunction;

    static abstract TLane Exp(TLane x);
    static abstract TLane Expm1(TLane x);
    static abstract TLane Log(TLane x);
    static abstract TLane Log1p(TLane x);
    static abstract TLane Tanh(TLane x);
    static abstract TLane Sigmoid(TLane x);
    static abstract TLane Erf(TLane x);
}

/// <summary>A lane that the engine can fill from memory; equations never need this.</summary>
public unsafe interface ILane<TLane, T> : ILane<TLane>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <summary>How many numbers a lane holds; it divides 16.</summary>
    static abstract int Width { get; }

    static abstract TLane Load(T* source);
    static abstract void Store(T* target, TLane value);

    /// <summary>The same number in every place.</summary>
    static abstract TLane All(T value);
}

/// <summary>A function of one number, written over lanes.</summary>
public interface IFunction
{
    static abstract TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>;
}
