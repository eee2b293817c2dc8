using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The equations of one step, and nothing else: no weights, no loop over time, no batch, no direction. A cell is a small struct; the scan is
/// compiled anew for each cell and vector width, with the equations in place and the gates in registers.
/// </summary>
/// <remarks>Implementations mark these methods for aggressive inlining. They index values by constants; of an index that a loop counts, .NET 10 has been seen to read or write the wrong one.</remarks>
public interface ICell
{
    /// <summary>Input products: pre-activations that see W x.</summary>
    static abstract int Gates { get; }

    /// <summary>Recurrent products; product p belongs to gate p.</summary>
    static abstract int Products { get; }

    /// <summary>What is carried to the next step; state 0 is the output.</summary>
    static abstract int States { get; }

    /// <summary>Values that the backward pass needs.</summary>
    static abstract int Kept { get; }

    /// <summary>Vectors of the cell's own with a number for each unit, such as peepholes.</summary>
    static virtual int Vectors => 0;

    /// <summary>In a cell of two stages: the products of the early stage, which come first; 0 for one stage.</summary>
    static virtual int EarlyProducts => 0;

    /// <summary>Whether a recurrent product's gradient differs from that of its gate, as in the GRU's candidate.</summary>
    static virtual bool SplitGradients => false;

    /// <summary>Whether the output is made of state 1 by <see cref="ForwardOutput"/>, so that this state can be normalised before.</summary>
    static virtual bool HasReadout => false;

    CellSpec Spec { get; }

    /// <summary>From input products, recurrent products and previous states: the next states and what is kept.</summary>
    void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>;

    /// <summary>From the gradient of the next states: the gradients of products and previous states.</summary>
    void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>;

    /// <summary>What a trace shows of a step, by <see cref="CellSpec.Kept"/>: the gates themselves, where an activation kept its input instead.</summary>
    void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane>;

    /// <summary>For a trace: corrects what a gate's activation is applied to, where that is not the sum of the gate's own two products.</summary>
    /// <param name="u">The step, with the recurrent products of both stages in the order of <see cref="CellSpec.Products"/>.</param>
    /// <param name="shown">What <see cref="Show"/> has shown.</param>
    /// <param name="sums">By <see cref="CellSpec.Gates"/>; the sum of its products where nothing is corrected.</param>
    static virtual void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane> { }

    /// <summary>The early stage of a cell of two: sets <see cref="Unit{TLane}.Between"/>, which the late products multiply, and keeps its gates.</summary>
    void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares early products and has no early stage.");

    /// <summary>In a cell with a readout: the output again, of a state 1 that is normalised, and the gates that were kept.</summary>
    void ForwardOutput<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares a readout and has none.");

    /// <summary>The readout backwards: adds to the gradient of state 1, and sets those of the input products, zero where a gate has no part in it.</summary>
    void BackwardOutput<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares a readout and has none.");

    /// <summary>The early stage backwards, after <see cref="Backward"/>: sets the gradients of the early gates and adds to those of the previous states.</summary>
    void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        throw new NotSupportedException($"Cell '{Spec.Name}' declares early products and has no early stage.");
}
