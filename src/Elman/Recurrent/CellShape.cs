namespace Elman.Recurrent;

/// <summary>The counts of a cell as a value, for the parts of the engine that are not compiled for each cell.</summary>
public readonly record struct CellShape(int Gates, int Products, int States, int Kept, int EarlyProducts, bool SplitGradients, int Vectors = 0, bool HasReadout = false)
{
    internal static CellShape Of<TCell>() where TCell : struct, ICell =>
        new(TCell.Gates, TCell.Products, TCell.States, TCell.Kept, TCell.EarlyProducts, TCell.SplitGradients, TCell.Vectors, TCell.HasReadout);
}
