using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>How many biases a recurrent layer has: of both products, of the input product alone, or none.</summary>
public enum BiasKind
{
    Two,
    One,
    None,
}

/// <summary>The parameters of one layer in one direction, gates stacked in the order of <see cref="CellSpec.Gates"/>.</summary>
public sealed class RecurrentParameters<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _vectors, _norms;

    internal RecurrentParameters(LayerSpec spec, int inputs)
    {
        CellShape shape = spec.Cell.Shape;
        (int hidden, BiasKind bias) = (spec.Hidden, spec.Bias);
        (Inputs, Hidden, Outputs, Bias) = (inputs, hidden, spec.Outputs, bias);
        InputWeight = new("input_weight", new Shape(shape.Gates * hidden, inputs));
        RecurrentWeight = new("recurrent_weight", new Shape(shape.Products * hidden, Outputs));
        if (bias != BiasKind.None) InputBias = new("input_bias", new Shape(shape.Gates * hidden));
        if (bias == BiasKind.Two) RecurrentBias = new("recurrent_bias", new Shape(shape.Products * hidden));
        _vectors = [.. spec.Cell.Spec.Vectors.Select(name => new Parameter<T>(name, new Shape(hidden)))];
        if (spec.Projection > 0) ProjectionWeight = new("projection_weight", new Shape(Outputs, hidden));
        if (spec.LayerNorm is { } norm)
        {
            if (norm.Input) InputGain = Ones("input_gain", shape.Gates * hidden);
            if (norm.Recurrent) RecurrentGain = Ones("recurrent_gain", shape.Products * hidden);
            if (norm.State != StateNorm.None) (StateGain, StateBias) = (Ones("state_gain", hidden), new("state_bias", new Shape(hidden)));
        }
        if (spec.Decay is { Rate: null })
        {
            int states = Outputs + (shape.States - 1) * hidden;
            (DecayWeight, DecayBias) = (new("decay_weight", new Shape(states)), new("decay_bias", new Shape(states)));
        }
        if (spec.LearnsState) InitialStates = [.. spec.Cell.Spec.States.Select((name, state) => new Parameter<T>($"initial_{name}", new Shape(state == 0 ? Outputs : hidden)))];
        _norms = [.. new[] { InputGain, RecurrentGain, StateGain, StateBias, DecayWeight, DecayBias }.OfType<Parameter<T>>(), .. InitialStates];
        All = [.. new[] { InputWeight, RecurrentWeight, InputBias, RecurrentBias, ProjectionWeight }.OfType<Parameter<T>>(), .. _vectors, .. _norms];
    }

    private static Parameter<T> Ones(string name, int count)
    {
        var parameter = new Parameter<T>(name, new Shape(count));
        parameter.Value.Span.Fill(T.One);
        return parameter;
    }

    public int Inputs { get; }
    public int Hidden { get; }
    /// <summary>Numbers of the output h.</summary>
    public int Outputs { get; }
    public BiasKind Bias { get; }

    /// <summary>W, (gates · hidden, inputs)</summary>
    public Parameter<T> InputWeight { get; }

    /// <summary>U, (products · hidden, outputs)</summary>
    public Parameter<T> RecurrentWeight { get; }

    /// <summary>b_i, (gates · hidden); null without a bias.</summary>
    public Parameter<T>? InputBias { get; }

    /// <summary>b_h, (products · hidden); null with one bias or none.</summary>
    public Parameter<T>? RecurrentBias { get; }

    /// <summary>W_r, (outputs, hidden), which makes the output of what the cell gives; null without a projection.</summary>
    public Parameter<T>? ProjectionWeight { get; }

    /// <summary>The cell's own, (hidden) each, named by <see cref="CellSpec.Vectors"/>.</summary>
    public IReadOnlyList<Parameter<T>> Vectors => _vectors;

    /// <summary>Gains of a layer norm of the input products, (gates · hidden), and of the recurrent products, (products · hidden); one at first; null without.</summary>
    public Parameter<T>? InputGain { get; }
    public Parameter<T>? RecurrentGain { get; }

    /// <summary>Gain and shift of a layer norm of the inner state, (hidden) each; one and zero at first; null without.</summary>
    public Parameter<T>? StateGain { get; }
    public Parameter<T>? StateBias { get; }

    /// <summary>w and b of states that decay with time, (outputs + hidden for each further state), h first; zero at first, which is no decay; null without.</summary>
    public Parameter<T>? DecayWeight { get; }
    public Parameter<T>? DecayBias { get; }

    /// <summary>The states before the first step, by <see cref="CellSpec.States"/>, where they are learned; zero at first; empty otherwise.</summary>
    public IReadOnlyList<Parameter<T>> InitialStates { get; } = [];

    /// <summary>The parameters that begin as they are, whatever the rule for weights: those of a layer norm, of states that decay, and of initial states.</summary>
    internal IReadOnlyList<Parameter<T>> Norms => _norms;

    /// <summary>In the order in which they are initialised and saved.</summary>
    public IReadOnlyList<Parameter<T>> All { get; }

    /// <summary>Grows when any of them changes.</summary>
    internal long Version
    {
        get
        {
            long version = (long)InputWeight.Version + RecurrentWeight.Version;
            if (InputBias is not null) version += InputBias.Version;
            if (RecurrentBias is not null) version += RecurrentBias.Version;
            if (ProjectionWeight is not null) version += ProjectionWeight.Version;
            foreach (Parameter<T> vector in _vectors) version += vector.Version;
            foreach (Parameter<T> norm in _norms) version += norm.Version;
            return version;
        }
    }
}
