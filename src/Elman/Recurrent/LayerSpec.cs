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
public sealed record LayerSpec(Cell Cell, int Hidden, Direction Direction = Direction.Forward, BiasKind Bias = BiasKind.Two);
