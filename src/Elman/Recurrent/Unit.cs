namespace Elman.Recurrent;

/// <summary>What the equations of one step see: a few neighbouring units of one sequence, everything in registers.</summary>
public struct Unit<TLane> where TLane : struct
{
    /// <summary>The input product of each gate, b_i + W x. Not there in the backward pass: a cell keeps what it needs.</summary>
    public Values<TLane> Input;

    /// <summary>The recurrent products of this stage, b_h + U h, in the order of <see cref="CellSpec.Products"/>. Not there in the backward pass.</summary>
    public Values<TLane> Recurrent;

    /// <summary>The cell's own vectors, by <see cref="CellSpec.Vectors"/>.</summary>
    public Values<TLane> Vectors;

    /// <summary>The states before the step. State 0 is the output h.</summary>
    public Values<TLane> Previous;

    /// <summary>The states after the step; the forward pass sets them.</summary>
    public Values<TLane> Next;

    /// <summary>What the forward pass leaves for the backward pass and for a trace, by <see cref="CellSpec.Kept"/>.</summary>
    public Values<TLane> Kept;

    /// <summary>In a cell of two stages: what the early stage makes and the late products multiply in place of h.</summary>
    public TLane Between;
}

/// <summary>The gradients of what a <see cref="Unit{TLane}"/> holds, under the same names.</summary>
public struct UnitGradient<TLane> where TLane : struct
{
    /// <summary>To be set: the gradient of each gate's input product.</summary>
    public Values<TLane> Input;

    /// <summary>To be set by cells that declare <see cref="CellShape.SplitGradients"/>: the gradient of each recurrent product. Otherwise it is that of the gate.</summary>
    public Values<TLane> Recurrent;

    /// <summary>To be set by cells with vectors: the gradient of each.</summary>
    public Values<TLane> Vectors;

    /// <summary>To be set: the gradient of the states before the step, without what flows through the recurrent products. The early stage adds to it.</summary>
    public Values<TLane> Previous;

    /// <summary>The gradient of the states after the step.</summary>
    public Values<TLane> Next;

    /// <summary>In the early stage: the gradient of <see cref="Unit{TLane}.Between"/>.</summary>
    public TLane Between;
}
