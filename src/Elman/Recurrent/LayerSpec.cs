namespace Elman.Recurrent;

/// <summary>In which order a layer visits the steps.</summary>
public enum Direction
{
    /// <summary>In the order of time.</summary>
    Forward,

    /// <summary>From each sequence's own end to its start; outputs stay in the order of time.</summary>
    Reverse,

    /// <summary>Two cells, one each way; outputs side by side: forward first.</summary>
    Bidirectional,
}

/// <summary>One layer of a stack: its cell, its size, its direction, its biases. Layers of a stack may differ in all of them.</summary>
/// <param name="Dropout">In training, the rate at which the layer's output is dropped before the next layer takes it, as PyTorch's <c>dropout=</c>; the last layer has none.</param>
public sealed partial record LayerSpec(Cell Cell, int Hidden, Direction Direction = Direction.Forward, BiasKind Bias = BiasKind.Two, double Dropout = 0)
{
    /// <summary>Numbers of the output h = W_r (o∘ψ(c)), fewer than <see cref="Hidden"/>; 0 for no projection. For cells of the LSTM's kind (PyTorch's <c>proj_size</c>).</summary>
    public int Projection { get; init; }

    /// <summary>Bounds for the output h, which the next step sees too (Burn's <c>clip</c> of RNN and GRU).</summary>
    public StateClip? HiddenClip { get; init; }

    /// <summary>States that keep their value of the step before, by chance.</summary>
    public Zoneout? Zoneout { get; init; }

    /// <summary>Layer norm inside the cell, of its products and its inner state.</summary>
    public CellNorm? LayerNorm { get; init; }

    /// <summary>States that decay with the time between steps.</summary>
    public StateDecay? Decay { get; init; }

    /// <summary>Whether the states before the first step are parameters, <c>initial_h</c> and so on, where a run is given none.</summary>
    public bool LearnsState { get; init; }

    /// <summary>Numbers of the output of one direction.</summary>
    public int Outputs => Projection > 0 ? Projection : Hidden;
}
