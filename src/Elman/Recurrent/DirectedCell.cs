using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>A cell, its parameters, and the order in which it visits the steps.</summary>
public sealed class DirectedCell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CellKernel<T>?[] _kernels = new CellKernel<T>?[Kernels.BestFirst.Count];
    private CellWeights<T>? _weights;
    private BackwardWeights<T>? _transposed;

    internal DirectedCell(Cell cell, int inputs, int hidden, BiasKind bias, bool reverse)
    {
        (Cell, Reverse) = (cell, reverse);
        Parameters = new(cell, inputs, hidden, bias);
    }

    public Cell Cell { get; }

    /// <summary>Whether the steps are visited from each sequence's own end to its start. Outputs stay in the order of time.</summary>
    public bool Reverse { get; }

    public RecurrentParameters<T> Parameters { get; }
    public int Hidden => Parameters.Hidden;
    public int States => Cell.Shape.States;

    internal CellKernel<T> Kernel
    {
        get
        {
            // Read once: another thread may set the width meanwhile.
            int width = Compute.KernelIndex;
            return _kernels[width] ??= Cell.KernelFor(Kernels.Table<T>()[width]);
        }
    }

    /// <summary>The parameters as packed for the kernels; packed anew when one of them has changed.</summary>
    internal CellWeights<T> Weights
    {
        get
        {
            CellWeights<T>? weights = _weights;
            return weights?.Versions == Parameters.Version ? weights : _weights = new CellWeights<T>(Cell.Shape, Parameters);
        }
    }

    internal BackwardWeights<T> Transposed
    {
        get
        {
            BackwardWeights<T>? transposed = _transposed;
            return transposed?.Versions == Parameters.Version ? transposed : _transposed = new BackwardWeights<T>(Cell.Shape, Parameters);
        }
    }
}
