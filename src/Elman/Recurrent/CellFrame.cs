namespace Elman.Recurrent;

/// <summary>Where one step of some rows lies in memory. All planes are rows of padded widths; a row's states follow one another.</summary>
internal unsafe struct CellFrame<T> where T : unmanaged
{
    /// <summary>The sequences that have this step: the first rows of every plane.</summary>
    public int Rows;

    /// <summary>b_i + W x by unit block, gate, unit; (rows, blocks · gates · 16)</summary>
    public T* Input;

    /// <summary>The cell's own vectors, (vectors, width), the same for all rows.</summary>
    public T* Vectors;

    /// <summary>States before and after the step; (states, rows, width), a state's plane being <see cref="StatePlane"/> numbers.</summary>
    public T* Previous, Next;
    public nint StatePlane;

    /// <summary>What the recurrent products multiply, (rows, width): h of the step before, or what dropout has left of it.</summary>
    public T* Source;

    /// <summary>By what dropout multiplies h for the recurrent products, (rows, width); null without.</summary>
    public T* Mask;

    // In a layer with a finish, Next is what the cell made, and these go on from there.

    /// <summary>The states that the next step sees; (states, rows, width).</summary>
    public T* Carried;

    /// <summary>W_r m before anything else is done to it; (rows, width), where something is.</summary>
    public T* Projected;

    /// <summary>m of a zoneout: planes of states, rows, units. Without training all rows share one.</summary>
    public T* Zone;
    public nint ZonePlane, ZoneRow;

    // Of a layer norm inside the cell; null without.

    /// <summary>The recurrent products of whole rows of a stage, by unit block, product, unit.</summary>
    public T* Products;

    /// <summary>N(W x), (rows, gates, width); N(U h), (rows, products, width); N(c'), (rows, width). Null where no backward pass follows.</summary>
    public T* InputNormal, RecurrentNormal, StateNormal;

    /// <summary>ĉ, of which the output is made; (rows, width)</summary>
    public T* Read;

    /// <summary>What each row was divided by, (rows, gates + products + 1): of the input products, the recurrent ones, the state.</summary>
    public T* Scales;

    /// <summary>By unit block, kept value, unit; (rows, blocks · kept · 16). Null where nobody asks for it: then the gates live in registers alone.</summary>
    public T* Kept;

    /// <summary>(rows, width); only in cells of two stages.</summary>
    public T* Between;

    // Gradients, in the backward pass alone.

    /// <summary>The cotangent of the output of this step; (rows, width)</summary>
    public T* OutputGradient;

    /// <summary>The gradient of the states through the equations; (states, rows, width), replaced by that of the states before the step.</summary>
    public T* StateGradient;

    /// <summary>The gradient of h through the recurrent products of the step visited before; (rows, width), replaced.</summary>
    public T* ProductGradient;

    /// <summary>The gradient of W_r m, (rows, width), and that which goes past the cell to the states before, (states, rows, width); in a layer with a finish.</summary>
    public T* ProjectedGradient, Held;

    /// <summary>The gradients of W x and of U h where a norm stands behind them: (rows, gates, width), (rows, products, width)</summary>
    public T* InputProductGradient, RecurrentProductGradient;

    /// <summary>The gradient of ĉ, (rows, width), and what the gates get through the output, (rows, gates, width), with room for a row.</summary>
    public T* ReadGradient, Readout;

    /// <summary>The gradient of w∘Δt + b of states that decay, (rows, states, width), and at this distance the same times Δt; null where nothing is learned.</summary>
    public T* DecayGradient;
    public nint DecayTimes;

    /// <summary>By gate and unit: (rows, gates, width)</summary>
    public T* InputGradient;

    /// <summary>By product and unit: (rows, products, width); the same memory as <see cref="InputGradient"/> where a cell does not split them.</summary>
    public T* RecurrentGradient;

    /// <summary>By vector and unit: (rows, vectors, width)</summary>
    public T* VectorGradient;

    /// <summary>(rows, width); only in cells of two stages.</summary>
    public T* BetweenGradient;

    /// <summary>The gradient of the states after the step, which the early stage reads again; (states, rows, width), only in cells of two stages.</summary>
    public T* NextGradient;
}
