using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>One operator at work: what it takes, its attributes, and the values around it.</summary>
/// <remarks>Tensors of any rank; whole numbers and truth (0 or 1) are ids.</remarks>
public sealed class OperatorRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal OperatorRun(OperatorStep step, Signal<T>?[] inputs, OperatorScope<T> scope) => (Step, Inputs, Scope) = (step, inputs, scope);

    internal OperatorStep Step { get; }
    internal Signal<T>?[] Inputs { get; }
    internal OperatorScope<T> Scope { get; }

    /// <summary>How many inputs there are, absent ones at the end aside.</summary>
    internal int Count => Inputs.Length;

    internal bool Has(int place) => place < Inputs.Length && Inputs[place] is not null;

    internal Signal<T> Any(int place) => Has(place) ? Inputs[place]! : throw Bad($"needs input {place}");

    internal Tensor<T> Numbers(int place) => Any(place).Numbers ?? throw Bad($"takes numbers as input {place}, found whole ones {Any(place).Ids!.Shape}");

    /// <summary>Numbers, whole ones converted.</summary>
    internal Tensor<T> AsNumbers(int place) => Any(place).Numbers ?? Moves.ToNumbers<T>(Any(place).Ids!);

    internal Tensor<int> Ids(int place) => Any(place).Ids ?? Moves.ToIds(Any(place).Numbers!);

    /// <summary>The whole numbers of an input, such as axes; null where it is not given.</summary>
    internal int[]? Whole(int place) => Has(place) ? Ids(place).Values.ToArray() : null;

    /// <summary>Whole numbers that are an input in newer versions of ONNX and were an attribute in older ones.</summary>
    internal int[]? Whole(int place, string attribute) => Whole(place) ?? Whole(attribute);

    internal int[]? Whole(string attribute) => Step.Attributes[attribute] is JsonArray list ? [.. list.Select(value => (int)value!)] : null;

    internal int Number(string attribute, int otherwise) => Step.Attributes[attribute] is { } value ? (int)value : otherwise;

    internal double Real(string attribute, double otherwise) => Step.Attributes[attribute] is { } value ? (double)value : otherwise;

    internal bool Flag(string attribute) => Number(attribute, 0) != 0;

    internal string Text(string attribute, string otherwise) => Step.Attributes[attribute] is { } value ? (string)value! : otherwise;

    internal OperatorBody Body(string attribute) => Step.Attributes[attribute] is { } body ? OperatorBody.FromJson(body) : throw Bad($"needs a body '{attribute}'");

    /// <summary>An axis counted from either end.</summary>
    internal int Axis(int axis, int rank) => axis >= -rank && axis < rank ? axis < 0 ? axis + rank : axis : throw Bad($"has the axis {axis}; a tensor of {rank} axes has -{rank} to {rank - 1}");

    internal ArgumentException Bad(string problem) => new($"Operator {Step.Operator} {problem}.");
}

/// <summary>Values by name; a scope within another sees the values of the outer one.</summary>
internal sealed class OperatorScope<T>(OperatorScope<T>? outer, IReadOnlyDictionary<string, Parameter<T>> parameters, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, Signal<T>> _values = new(StringComparer.Ordinal);

    public Pass Pass => pass;

    /// <summary>The most numbers that one result may have.</summary>
    public long Most { get; init; } = Array.MaxLength;

    public Signal<T> this[string name] { set => _values[name] = value; }

    public Signal<T>? Read(OperatorInput input) =>
        input.Value is { } name ? Find(name) ?? throw new ArgumentException($"There is no value '{name}'.")
        : input.Ids is { } ids ? new(ids)
        : input.Numbers is { } numbers ? new(new Tensor<T>(numbers.Shape, Array.ConvertAll(numbers.Values.ToArray(), T.CreateTruncating)))
        : input.Parameter is { } parameter ? new(parameters[parameter.Name].Value)
        : null;

    public void Run(IEnumerable<OperatorStep> steps)
    {
        foreach (OperatorStep step in steps)
        {
            Signal<T>[] results = OperatorTable<T>.Run(step, [.. step.Inputs.Select(Read)], this);
            for (int i = 0; i < step.Outputs.Count && i < results.Length; i++)
                if (step.Outputs[i].Length > 0) _values[step.Outputs[i]] = results[i];
        }
    }

    /// <summary>Runs a body on values that it takes, and gives what it gives.</summary>
    public Signal<T>[] Run(OperatorBody body, IReadOnlyList<Signal<T>> given)
    {
        pass.Cancellation.ThrowIfCancellationRequested();
        var inner = new OperatorScope<T>(this, parameters, pass) { Most = Most };
        for (int i = 0; i < body.Inputs.Count; i++) inner[body.Inputs[i]] = given[i];
        inner.Run(body.Steps);
        return [.. body.Outputs.Select(output => inner.Read(output) ?? throw new ArgumentException("A body gives a value that is not there."))];
    }

    private Signal<T>? Find(string name) => _values.GetValueOrDefault(name) ?? outer?.Find(name);
}
