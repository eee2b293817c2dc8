using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

public static partial class CellCatalog
{
    /// <summary>
    /// GRU with the reset gate after the recurrent product; σ and tanh where no activation is given. With one bias it is that of Flux and Flax NNX, which have none inside the reset gate.
    /// </summary>
    /// <param name="preActivationClip">Holds what each gate's activation is applied to within −limit and limit; ONNX's <c>clip</c>.</param>
    public static Cell Gru(Activation? gate = null, Activation? candidate = null, double? preActivationClip = null) =>
        Gated(gate, candidate, preActivationClip, (g, c, clip) => Then(g, clip, new GruGate(c, clip)));

    /// <summary>GRU with the reset gate before the recurrent product; σ and tanh where no activation is given.</summary>
    /// <inheritdoc cref="Gru"/>
    public static Cell GruResetBefore(Activation? gate = null, Activation? candidate = null, double? preActivationClip = null) =>
        Gated(gate, candidate, preActivationClip, (g, c, clip) => Then(g, clip, new GruResetBeforeGate(c, clip)));

    /// <summary>Minimal gated unit, its gate after the recurrent product; σ and tanh where no activation is given.</summary>
    /// <param name="resets">Whether the gate also multiplies the candidate's recurrent product.</param>
    /// <inheritdoc cref="Gru"/>
    public static Cell MinimalGated(Activation? gate = null, Activation? candidate = null, bool resets = true, double? preActivationClip = null) =>
        Gated(gate, candidate, preActivationClip, (g, c, clip) => resets ? Then(g, clip, new SharedGate<ResettingGate>(c, clip)) : Then(g, clip, new SharedGate<UpdatingGate>(c, clip)));

    private static Cell Gated(Activation? gate, Activation? candidate, double? clip, Func<Activation, Activation, double?, Cell> build) =>
        build(gate ??= Activation.Sigmoid, candidate ??= Activation.Tanh, CellOptions.Checked(clip)).With(CellOptions.Write(clip, ("gate", gate), ("candidate", candidate)));

    private readonly struct GruGate(Activation candidate, double? clip) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, clip, new GruCandidate<TGate>(gate));
    }

    private readonly struct GruCandidate<TGate>(TGate gate) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Cell.Of(new GruCell<TGate, TCandidate>(gate, candidate));
    }

    private readonly struct GruResetBeforeGate(Activation candidate, double? clip) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, clip, new GruResetBeforeCandidate<TGate>(gate));
    }

    private readonly struct GruResetBeforeCandidate<TGate>(TGate gate) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Cell.Of(new GruResetBeforeCell<TGate, TCandidate>(gate, candidate));
    }

    private readonly struct SharedGate<TForm>(Activation candidate, double? clip) : IActivationVisitor<Cell> where TForm : struct, ISharedGateForm
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(candidate, clip, new SharedCandidate<TForm, TGate>(gate));
    }

    private readonly struct SharedCandidate<TForm, TGate>(TGate gate) : IActivationVisitor<Cell> where TForm : struct, ISharedGateForm where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Cell.Of(new SharedGateCell<TGate, TCandidate, TForm>(gate, candidate));
    }
}
