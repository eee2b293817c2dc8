using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What one step of training takes: what goes into the model, what should come out, and how much each of it counts.</summary>
/// <param name="Inputs">By the names of the model's inputs, with lengths and masks of their own: numbers (N, T, F) or (N, F), ids (N, T).</param>
/// <param name="Targets">
/// By the names of the model's outputs: numbers of the output's shape, or ids (N) or (N, T) that name classes. Lengths and masks say which steps of a target count.
/// </param>
public sealed record Batch<T>(IReadOnlyDictionary<string, Signal<T>> Inputs, IReadOnlyDictionary<string, Signal<T>> Targets) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One input and one target.</summary>
    public Batch(Signal<T> input, Signal<T> target) : this(Alone(ModelInput.Usual, input), Alone(ModelOutput.Usual, target)) { }

    /// <summary>(N): how much each sequence counts; null where all count one.</summary>
    public Tensor<T>? SampleWeights { get; init; }

    /// <summary>(N, T): how much each step counts; null where all count one.</summary>
    public Tensor<T>? StepWeights { get; init; }

    /// <summary>Whether these sequences go on where those of the batch before ended, so that the states are carried over.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Which examples of the data these are; null where they have no numbers, as in a stream.</summary>
    public int[]? Rows { get; init; }

    /// <summary>Sequences in the batch.</summary>
    public int Count => Inputs.Values.First().Size[0];

    /// <summary>The only input.</summary>
    public Signal<T> Input => Only(Inputs, "inputs");

    /// <summary>The only target.</summary>
    public Signal<T> Target => Only(Targets, "targets");

    /// <summary>The inputs under the names that a model gives them. One input goes to a model of one input whatever its name is.</summary>
    public IReadOnlyDictionary<string, Signal<T>> InputsOf(Model<T> model) => Under([.. model.Inputs.Select(input => input.Name)], Inputs, "input");

    /// <summary>The targets under the names of a model's outputs; outputs without a target are left out.</summary>
    public IReadOnlyDictionary<string, Signal<T>> TargetsOf(Model<T> model) => Under([.. model.Outputs.Select(output => output.Name)], Targets, "output");

    internal static Dictionary<string, Signal<T>> Alone(string name, Signal<T> signal) => new(StringComparer.Ordinal) { [name] = signal };

    private static Signal<T> Only(IReadOnlyDictionary<string, Signal<T>> all, string what) =>
        all.Count == 1 ? all.Values.First() : throw new InvalidOperationException($"The batch has {all.Count} {what}: {string.Join(", ", all.Keys)}. Ask for one by name.");

    private static IReadOnlyDictionary<string, Signal<T>> Under(string[] names, IReadOnlyDictionary<string, Signal<T>> all, string what)
    {
        if (names.Length == 1 && all.Count == 1) return all.ContainsKey(names[0]) ? all : Alone(names[0], all.Values.First());
        if (all.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"The data has an {what} '{unknown}', the model none of that name. It has: {string.Join(", ", names)}.");
        return all;
    }
}
