namespace Elman.Recurrent;

/// <summary>In which order a layer visits the steps.</summary>
public enum Direction
{
    /// <summary>In the order of time.</summary>
    Forward,

    /// <summary>From each sequence's own end to its start; outputs stay in the order of time.</summary>
    Reverse,

    /// <summary>Two cells, one each way, outputs side by side: forward first.</summary>
    Bidirectional,
}

/// <summary>One layer of a stack: its cell, its size, its direction, its biases. Layers of a stack may differ in all of them.</summary>
/// <param name="Dropout">In training, the rate at which the layer's output is dropped before the next layer takes it, as PyTorch's <c>dropout=</c>; the last layer has none.</param>
public sealed record LayerSpec(Cell Cell, int Hidden, Direction Direction = Direction.Forward, BiasKind Bias = BiasKind.Two, double Dropout = 0);
