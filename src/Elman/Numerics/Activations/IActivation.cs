namespace Elman.Numerics.Activations;

/// <summary>
/// A function of one number and its derivative, written over lanes. A struct that is a type parameter of a cell, its parameters
/// being fields; a third party writes one as the ones here are written.
/// </summary>
/// <remarks>For the backward pass one number is kept: the output, or the input where the output does not tell the slope.</remarks>
public interface IActivation
{
    /// <summary>Whether the input is kept; if not, the output.</summary>
    bool KeepsInput { get; }

    TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>;

    /// <summary>What is kept of the input x and the output y.</summary>
    TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane>;

    /// <summary>The output again, from what was kept; the same bits.</summary>
    TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane>;

    /// <summary>The derivative at the input, from what was kept. At a kink it is PyTorch's.</summary>
    TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>;
}
