using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>A cell, its parameters, and the order in which it visits the steps.</summary>
public sealed class DirectedCell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CellKernel<T>?[] _kernels = new CellKernel<T>?[Kernels.BestFirst.Count];
    private CellWeights<T>? _weights;
    private BackwardWeights<T>? _transposed;

    internal DirectedCell(LayerSpec spec, int inputs, bool reverse)
    {
        if (spec.Hidden < 1) throw new ArgumentException($"A recurrent layer needs at least 1 hidden unit, found {spec.Hidden}.");
        (Spec, Reverse, Finish) = (spec, reverse, CellFinish.Of(spec));
        Parameters = new(spec, inputs);
    }

    /// <summary>What the layer was asked to be in this direction.</summary>
    public LayerSpec Spec { get; }

    public Cell Cell => Spec.Cell;
    internal CellFinish Finish { get; }

    /// <summary>Whether what a step kept is asked for again at the same step, whatever follows.</summary>
    internal bool KeepsStep => Cell.Shape.EarlyProducts > 0 || Finish.ReadsState;

    /// <summary>Whether the steps are visited from each sequence's own end to its start. Outputs stay in the order of time.</summary>
    public bool Reverse { get; }

    public RecurrentParameters<T> Parameters { get; }
    public int Hidden => Parameters.Hidden;

    /// <summary>Numbers of the output h: the hidden units, or fewer with a projection.</summary>
    public int Outputs => Parameters.Outputs;

    /// <summary>Numbers of a state; state 0 is the output.</summary>
    public int SizeOf(int state) => state == 0 ? Outputs : Hidden;

    /// <summary>The states before the first step where a run is given none: null for zero, or the learned ones for each sequence.</summary>
    internal Tensor<T>?[] Start(int sequences) => Parameters.InitialStates.Count == 0
        ? new Tensor<T>?[States]
        : [.. Parameters.InitialStates.Select(state => state.Value + new Tensor<T>(new Shape(sequences, state.Shape.Count)))];

    /// <summary>Multiply-adds of the products of one step of one sequence.</summary>
    public long MultiplyAdds => (long)Hidden * ((long)Cell.Shape.Gates * Parameters.Inputs + (long)Cell.Shape.Products * Outputs + Finish.Projection);
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
            return weights?.Versions == Parameters.Version ? weights : _weights = new CellWeights<T>(Cell.Shape, Parameters, Finish, Spec.LayerNorm, Spec.Decay);
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
