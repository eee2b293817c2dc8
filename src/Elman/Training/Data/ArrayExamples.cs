using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Examples that stand in arrays whose first axis counts them.</summary>
/// <remarks>A batch has no more steps than its longest sequence, and neither has a target that goes along with them step by step.</remarks>
public sealed class ArrayExamples<T> : Examples<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyDictionary<string, Signal<T>> _inputs, _targets;

    /// <param name="input">Numbers (N, T, F) or (N, F), or ids (N, T), with lengths and a mask where sequences differ.</param>
    /// <param name="target">Numbers (N, T, F) or (N, F), or ids (N) or (N, T) that name classes.</param>
    public ArrayExamples(Signal<T> input, Signal<T> target) : this(Batch<T>.Alone(ModelInput.Usual, input), Batch<T>.Alone(ModelOutput.Usual, target)) { }

    /// <summary>The same by the names of a model's inputs and outputs.</summary>
    public ArrayExamples(IReadOnlyDictionary<string, Signal<T>> inputs, IReadOnlyDictionary<string, Signal<T>> targets)
    {
        (_inputs, _targets) = (inputs, targets);
        ExampleCheck.Arrays(inputs, targets);
    }

    /// <summary>(N): how much each example counts.</summary>
    public Tensor<T>? SampleWeights
    {
        get;
        init => field = ExampleCheck.Weights(value, new Shape(Count));
    }

    /// <summary>(N, T): how much each step of the target counts.</summary>
    public Tensor<T>? StepWeights
    {
        get;
        init => field = ExampleCheck.Weights(value, _targets.Values.FirstOrDefault(target => target.HasSteps) is { } along ? new Shape(Count, along.Size[1]) : null);
    }

    public override int Count => _inputs.Values.First().Size[0];

    public override int LengthOf(int index) => _inputs.Values.Max(input => input.LengthOf(index));

    public override Batch<T> Gather(ReadOnlySpan<int> rows)
    {
        Signal<T>? along = _inputs.Values.FirstOrDefault(input => input.Lengths is not null);
        int all = along?.Size[1] ?? 0, longest = Longest(along, rows);
        Dictionary<string, Signal<T>> inputs = new(StringComparer.Ordinal), targets = new(StringComparer.Ordinal);
        foreach ((string name, Signal<T> input) in _inputs) inputs[name] = input.Pick(rows, Longest(input.Lengths is null ? null : input, rows));
        foreach ((string name, Signal<T> target) in _targets) targets[name] = target.Pick(rows, target.Lengths is not null ? Longest(target, rows) : StepsOf(target) == all ? longest : int.MaxValue);
        return new(inputs, targets)
        {
            Rows = rows.ToArray(),
            SampleWeights = SampleWeights is null ? null : SignalRows.Rows(SampleWeights, rows),
            StepWeights = StepWeights is null ? null : SignalRows.Rows(StepWeights, rows, targets.Values.First(target => target.HasSteps).Size[1]),
        };
    }

    private static int StepsOf(Signal<T> signal) => signal.HasSteps ? signal.Size[1] : -1;

    private static int Longest(Signal<T>? signal, ReadOnlySpan<int> rows)
    {
        if (signal is null) return int.MaxValue;
        int longest = 0;
        foreach (int row in rows) longest = Math.Max(longest, signal.LengthOf(row));
        return longest;
    }
}
