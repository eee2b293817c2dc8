using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>One plain operator as a node of a model: tensors of any rank in and out. What a graph of another framework has around the layers that are layers here too.</summary>
/// <remarks>
/// The inputs of the node are the values <c>0</c>, <c>1</c>, … of its step. It may give several results; those after the first are asked for as <c>node.1</c>, <c>node.2</c>, …
/// </remarks>
public sealed class OperatorLayer<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "operator";

    private readonly Dictionary<string, Parameter<T>> _parameters;
    private readonly int _inputs;

    /// <param name="inputs">How many inputs the node has.</param>
    /// <param name="gives">The shape of the first result where it is one that layers take, (N, T, F) or (N, F); null for a tensor of its own.</param>
    public OperatorLayer(OperatorStep step, int inputs, SignalShape? gives = null)
    {
        if (!OperatorTable<T>.Knows(step.Operator))
            throw new NotSupportedException($"There is no operator '{step.Operator}'. Known: {string.Join(", ", OperatorTable<T>.Names.Order(StringComparer.Ordinal))}.");
        (Step, _inputs, Gives) = (step, inputs, gives);
        Parameters = [.. step.Parameters.Select(parameter => new Parameter<T>(parameter.Name, parameter.Shape))];
        _parameters = Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
    }

    public OperatorStep Step { get; }

    public SignalShape? Gives { get; }

    /// <summary>How many results there are.</summary>
    public int Results => Math.Max(1, Step.Outputs.Count);

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => Describe(Step, _inputs, Gives);

    /// <summary>As data, for readers of files.</summary>
    public static LayerDescription Describe(OperatorStep step, int inputs, SignalShape? gives = null)
    {
        var options = new JsonObject { ["step"] = step.ToJson(), ["inputs"] = inputs };
        if (gives is { } shape) options["gives"] = new JsonObject { ["features"] = shape.Features, ["steps"] = shape.HasSteps };
        return new(Kind, options);
    }

    public static OperatorLayer<T> From(LayerDescription description)
    {
        SignalShape? gives = description.Options["gives"] is JsonObject shape ? new SignalShape((int)shape["features"]!, (bool)shape["steps"]!) : null;
        int inputs = description.Options["inputs"] is JsonValue count && count.TryGetValue(out int given) ? given : throw new FormatException("An operator needs a whole number 'inputs'.");
        return new(OperatorStep.FromJson(description.Options["step"]), inputs, gives);
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) =>
        inputs.Length == _inputs ? new(Gives ?? SignalShape.Tensor(null), 0) : throw new ArgumentException($"{this} takes {_inputs} inputs, found {inputs.Length}.");

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass) => Run(inputs, pass)[0];

    /// <summary>All results.</summary>
    internal Signal<T>[] Run(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        var scope = new OperatorScope<T>(null, _parameters, pass);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Lengths is not null && Step.Operator != ShapeOperators<T>.WithoutLengths) throw new ArgumentException($"{this} takes tensors without lengths: it would work on the padding. Give sequences of one length at a time.");
            scope[i.ToString(CultureInfo.InvariantCulture)] = inputs[i];
        }
        Signal<T>[] results = OperatorTable<T>.Run(Step, [.. Step.Inputs.Select(scope.Read)], scope);
        if (Gives is { } shape && results[0].Numbers?.Shape is var found && (found is null || found.Rank != (shape.HasSteps ? 3 : 2) || found[^1] != shape.Features))
            throw new ArgumentException($"{this} gives {(found is null ? "whole numbers" : found)}, and {shape} is needed behind it.");
        return results;
    }

    public override LayerStream<T> OpenStream() => throw new NotSupportedException($"{this} works on whole tensors, so it cannot run one step at a time. Use Predict on whole sequences.");

    public override string ToString() => Step.Operator;
}
