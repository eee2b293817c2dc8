using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

public static partial class CellCatalog
{
    /// <summary>LSTM; σ, tanh and tanh where no activation is given.</summary>
    public static Cell Lstm(Activation? gate = null, Activation? candidate = null, Activation? output = null) =>
        Lstm(new LstmOptions { Gate = gate ?? Activation.Sigmoid, Candidate = candidate ?? Activation.Tanh, Output = output ?? Activation.Tanh });

    /// <summary>LSTM with an activation for each gate, peepholes, a coupled forget gate or none, and bounds.</summary>
    public static Cell Lstm(LstmOptions options)
    {
        CellOptions.Checked(options.PreActivationClip);
        options.CellClip?.Checked("CellClip");
        if (options.Forgetting != Forgetting.Gate && options.ForgetGate is { } unused)
            throw new ArgumentException($"An LSTM whose forget gate is {(options.Forgetting == Forgetting.Coupled ? "1 − i" : "1")} has no activation '{unused}' for it. Leave {nameof(LstmOptions.ForgetGate)} unset, or give the cell a forget gate of its own.");
        Cell cell = (options.Forgetting, options.Peepholes) switch
        {
            (Forgetting.Gate, false) when options is { InputGate: null, ForgetGate: null, OutputGate: null, CellClip: null } => Plain(options),
            (Forgetting.Gate, false) => Formed<FullLstm>(options),
            (Forgetting.Gate, true) => Formed<PeepholeLstm>(options),
            (Forgetting.Coupled, false) => Formed<CoupledLstm>(options),
            (Forgetting.Coupled, true) => Formed<CoupledPeepholeLstm>(options),
            (Forgetting.None, false) => Formed<NoForgetLstm>(options),
            _ => throw new NotSupportedException("An LSTM without a forget gate has no peepholes here, as the first LSTM had none. Use a forget gate, or leave Peepholes out."),
        };
        return cell.With(CellOptions.Write(options));
    }

    private static Cell Plain(LstmOptions options) => Then(options.Gate, options.PreActivationClip, new LstmGate(options));

    private static Cell Formed<TForm>(LstmOptions options) where TForm : struct, ILstmForm => options.CellClip switch
    {
        null => Formed<TForm, Unbounded>(options, default),
        { StopsNaN: true } clip => Formed<TForm, BoundedNumber>(options, new(clip.Min, clip.Max)),
        var clip => Formed<TForm, Bounded>(options, new(clip.Min, clip.Max)),
    };

    private static Cell Formed<TForm, TBounds>(LstmOptions options, TBounds bounds) where TForm : struct, ILstmForm where TBounds : struct, IStateBounds =>
        Then(options.InputGate ?? options.Gate, options.PreActivationClip, new FormInput<TForm, TBounds>(options, bounds));

    private readonly struct LstmGate(LstmOptions options) : IActivationVisitor<Cell>
    {
        public Cell Visit<TGate>(TGate gate) where TGate : struct, IActivation => Then(options.Candidate, options.PreActivationClip, new LstmCandidate<TGate>(gate, options));
    }

    private readonly struct LstmCandidate<TGate>(TGate gate, LstmOptions options) : IActivationVisitor<Cell> where TGate : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation => Then(options.Output, null, new LstmOutput<TGate, TCandidate>(gate, candidate));
    }

    private readonly struct LstmOutput<TGate, TCandidate>(TGate gate, TCandidate candidate) : IActivationVisitor<Cell>
        where TGate : struct, IActivation
        where TCandidate : struct, IActivation
    {
        public Cell Visit<TOutput>(TOutput output) where TOutput : struct, IActivation => Cell.Of(new LstmCell<TGate, TCandidate, TOutput>(gate, candidate, output));
    }

    private readonly struct FormInput<TForm, TBounds>(LstmOptions options, TBounds bounds) : IActivationVisitor<Cell>
        where TForm : struct, ILstmForm
        where TBounds : struct, IStateBounds
    {
        public Cell Visit<TInput>(TInput input) where TInput : struct, IActivation => TForm.HasForgetGate
            ? Then(options.ForgetGate ?? options.Gate, options.PreActivationClip, new FormForget<TForm, TBounds, TInput>(options, bounds, input))
            : new FormForget<TForm, TBounds, TInput>(options, bounds, input).Visit(default(Linear));
    }

    private readonly struct FormForget<TForm, TBounds, TInput>(LstmOptions options, TBounds bounds, TInput input) : IActivationVisitor<Cell>
        where TForm : struct, ILstmForm
        where TBounds : struct, IStateBounds
        where TInput : struct, IActivation
    {
        public Cell Visit<TForget>(TForget forget) where TForget : struct, IActivation =>
            Then(options.Candidate, options.PreActivationClip, new FormCandidate<TForm, TBounds, TInput, TForget>(options, bounds, input, forget));
    }

    private readonly struct FormCandidate<TForm, TBounds, TInput, TForget>(LstmOptions options, TBounds bounds, TInput input, TForget forget) : IActivationVisitor<Cell>
        where TForm : struct, ILstmForm
        where TBounds : struct, IStateBounds
        where TInput : struct, IActivation
        where TForget : struct, IActivation
    {
        public Cell Visit<TCandidate>(TCandidate candidate) where TCandidate : struct, IActivation =>
            Then(options.OutputGate ?? options.Gate, options.PreActivationClip, new FormGate<TForm, TBounds, TInput, TForget, TCandidate>(options, bounds, input, forget, candidate));
    }

    private readonly struct FormGate<TForm, TBounds, TInput, TForget, TCandidate>(LstmOptions options, TBounds bounds, TInput input, TForget forget, TCandidate candidate) : IActivationVisitor<Cell>
        where TForm : struct, ILstmForm
        where TBounds : struct, IStateBounds
        where TInput : struct, IActivation
        where TForget : struct, IActivation
        where TCandidate : struct, IActivation
    {
        public Cell Visit<TOutputGate>(TOutputGate gate) where TOutputGate : struct, IActivation =>
            Then(options.Output, null, new FormOutput<TForm, TBounds, TInput, TForget, TCandidate, TOutputGate>(bounds, input, forget, candidate, gate));
    }

    private readonly struct FormOutput<TForm, TBounds, TInput, TForget, TCandidate, TOutputGate>(TBounds bounds, TInput input, TForget forget, TCandidate candidate, TOutputGate gate) : IActivationVisitor<Cell>
        where TForm : struct, ILstmForm
        where TBounds : struct, IStateBounds
        where TInput : struct, IActivation
        where TForget : struct, IActivation
        where TCandidate : struct, IActivation
        where TOutputGate : struct, IActivation
    {
        public Cell Visit<TOutput>(TOutput output) where TOutput : struct, IActivation =>
            Cell.Of(new LstmFormCell<TInput, TForget, TCandidate, TOutputGate, TOutput, TForm, TBounds>(input, forget, candidate, gate, output, bounds));
    }
}
