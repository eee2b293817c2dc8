using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

public static partial class CellCatalog
{
    /// <summary>Elman's simple recurrent network with any activation; tanh where none is given.</summary>
    /// <param name="preActivationClip">Holds what the activation is applied to within −limit and limit; ONNX's <c>clip</c>.</param>
    public static Cell Elman(Activation? activation = null, double? preActivationClip = null) =>
        Then(activation ??= Activation.Tanh, CellOptions.Checked(preActivationClip), default(ElmanVisitor)).With(CellOptions.Write(preActivationClip, ("activation", activation)));

    /// <summary>Elman's network with the state before the step added inside the activation.</summary>
    /// <inheritdoc cref="Elman"/>
    public static Cell ElmanResidual(Activation? activation = null, double? preActivationClip = null) =>
        Then(activation ??= Activation.Tanh, CellOptions.Checked(preActivationClip), default(ResidualVisitor)).With(CellOptions.Write(preActivationClip, ("activation", activation)));

    /// <summary>IndRNN: each unit sees its own state alone; relu where no activation is given, as in its paper.</summary>
    /// <inheritdoc cref="Elman"/>
    public static Cell Independent(Activation? activation = null, double? preActivationClip = null) =>
        Then(activation ??= Activation.Relu, CellOptions.Checked(preActivationClip), default(IndependentVisitor)).With(CellOptions.Write(preActivationClip, ("activation", activation)));

    private readonly struct ElmanVisitor : IActivationVisitor<Cell>
    {
        public Cell Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => Cell.Of(new ElmanCell<TActivation>(activation));
    }

    private readonly struct ResidualVisitor : IActivationVisitor<Cell>
    {
        public Cell Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => Cell.Of(new ResidualElmanCell<TActivation>(activation));
    }

    private readonly struct IndependentVisitor : IActivationVisitor<Cell>
    {
        public Cell Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => Cell.Of(new IndependentCell<TActivation>(activation));
    }
}
