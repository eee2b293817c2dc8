using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The equations of one step, and nothing else: no weights, no loop over time, no batch, no direction. A cell is a small struct; the scan is
/// compiled anew for each cell and vector width, with the equations in place and the gates in registers.
/// </summary>
/// <remarks>Implementations mark the four methods for aggressive inlining.</remarks>
public interface ICell
{
    static abstract CellShape Shape { get; }

    CellSpec Spec { get; }

    /// <summary>From input products, recurrent products and previous states: the next states and what is kept.</summary>
    void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>;

    /// <summary>From the gradient of the next states: the gradients of products and previous states.</summary>
    void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>;

    /// <summary>The early stage of a cell of two: sets <see cref="Unit{TLane}.Between"/>, which the late products multiply, and keeps its gates.</summary>
    void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares early products and has no early stage.");

    /// <summary>The early stage backwards, after <see cref="Backward"/>: sets the gradients of the early gates and adds to those of the previous states.</summary>
    void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares early products and has no early stage.");
}
