namespace Elman.Recurrent;

/// <summary>The counts of a cell, constants to the compiler, so that loops over them unroll into registers.</summary>
/// <param name="Gates">Input products: pre-activations that see W x.</param>
/// <param name="Products">Recurrent products; product p belongs to gate p.</param>
/// <param name="States">What is carried to the next step; state 0 is the output.</param>
/// <param name="Kept">Values that the backward pass needs.</param>
/// <param name="EarlyProducts">In a cell of two stages: products of the early stage, which come first; 0 for one stage.</param>
/// <param name="SplitGradients">Whether a recurrent product's gradient differs from that of its gate, as in the GRU's candidate.</param>
public readonly record struct CellShape(int Gates, int Products, int States, int Kept, int EarlyProducts = 0, bool SplitGradients = false);
