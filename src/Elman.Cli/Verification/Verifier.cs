using System.Globalization;
using System.Numerics;
using Elman.Cli.Loading;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Cli.Verification;

/// <summary>Runs a model on the inputs of pairs, and compares what it gives with what is expected.</summary>
internal sealed class Verifier<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Model<T> _given, _model;
    private readonly Tolerance? _tolerance;
    private readonly OrderedDictionary<string, Comparison> _comparisons = new(StringComparer.Ordinal);

    /// <summary>By example, output and sequence: each stream of steps has a session of its own.</summary>
    private readonly Dictionary<(string Example, string Output, int Sequence), Session<T>> _sessions = [];

    /// <param name="tolerance">As usual where null.</param>
    private Verifier(Model<T> model, Pairs pairs, Tolerance? tolerance) => (_given, _model, _tolerance) = (model, WithOutputs(model, pairs), tolerance);

    public static IReadOnlyList<Comparison> Run(Model<T> model, Pairs pairs, Tolerance? tolerance, Action<double> progress, CancellationToken cancellation)
    {
        var verifier = new Verifier<T>(model, pairs, tolerance);
        for (int i = 0; i < pairs.Groups.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Group group = pairs.Groups[i];
            try
            {
                if (group.Step is null || group.Inputs.Count() > 1) verifier.Whole(group, cancellation);
                else if (model.States.Count > 0) verifier.Carried(group);
                else verifier.Steps(group);
            }
            catch (Exception error) when (error is ArgumentException or NotSupportedException)
            {
                throw new WrongUseException($"'{pairs.Path}': {group.Name}: {error.Message}");
            }
            progress((i + 1.0) / pairs.Groups.Count);
        }
        return [.. verifier._comparisons.Values];
    }

    /// <summary>Adds outputs that the pairs ask for by the name of a node (<c>y.rnn</c>) or of one of its further results (<c>y.rnn.0.forward.h</c>).</summary>
    private static Model<T> WithOutputs(Model<T> model, Pairs pairs)
    {
        string[] asked = [.. pairs.Groups.SelectMany(group => group.Expected).Select(row => NameOf(model, row.Role)).Distinct().Where(name => !model.Outputs.Any(output => output.Name == name))];
        if (asked.Length == 0) return model;
        try
        {
            return new Model<T>(model.Inputs, model.Nodes, [.. model.Outputs, .. asked.Select(name => new ModelOutput(name, name))]) { States = model.States };
        }
        catch (ArgumentException error)
        {
            throw new WrongUseException($"'{pairs.Path}': expected outputs {string.Join(", ", model.Outputs.Select(output => output.Name))} or results of nodes, found {string.Join(", ", asked)}: {error.Message}");
        }
    }

    /// <summary>The output that <c>y</c> or <c>y.NAME</c> is expected of.</summary>
    private static string NameOf(Model<T> model, string role) =>
        role != OutputFile.Output ? Numbered(model, role[2..])
        : model.Outputs.Count == 1 ? model.Outputs[0].Name
        : model.Outputs.FirstOrDefault(output => output.Name == OutputFile.Output)?.Name
        ?? throw new WrongUseException($"'y' may be any of the model's outputs {string.Join(", ", model.Outputs.Select(output => output.Name))}. Name arrays y.OUTPUT, or say which by --map.");

    /// <summary>An output may be called by its number.</summary>
    private static string Numbered(Model<T> model, string name) =>
        !model.Outputs.Any(output => output.Name == name) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place < model.Outputs.Count && !model.Nodes.Any(node => node.Name == name)
            ? model.Outputs[place].Name : name;

    private void Whole(Group group, CancellationToken cancellation)
    {
        if (!group.Expected.Any()) return;
        int[]? lengths = group.Lengths;
        var inputs = new Dictionary<string, Signal<T>>(StringComparer.Ordinal);
        foreach ((string role, NamedArray array) in group.Inputs)
        {
            ModelInput input = InputFile.Of(_model, role)!;
            inputs[input.Name] = InputFile.Signal<T>(input, array, input.Shape.HasSteps ? lengths : null);
        }
        Prediction<T> found = _model.Predict(inputs, new PredictOptions { Cancellation = cancellation });
        foreach ((string role, NamedArray array) in group.Expected)
        {
            string output = NameOf(_given, role);
            Compare(output, array, found[output].Shape, found[output].Values, lengths);
        }
    }

    /// <summary>Steps have the shapes of whole sequences: (F) is one step, (T, F) several, (N, T, F) those of N streams; of ids, (), (T) and (N, T).</summary>
    private void Steps(Group group)
    {
        (string role, NamedArray x) = group.Inputs.Single();
        ModelInput input = InputFile.Of(_model, role)!;
        if (group.Arrays.ContainsKey(InputFile.Lengths)) throw new ArgumentException("steps of a session have no lengths. Leave them out.");
        int axes = input.Shape.IsIds ? 0 : 1, rank = x.Shape.Rank - axes;
        if (rank is < 0 or > 2 || (axes == 1 && x.Shape[^1] != input.Shape.Features))
            throw new ArgumentException($"a step of input '{input}' is {(axes == 1 ? $"({input.Shape.Features}), (T, {input.Shape.Features}) or (N, T, {input.Shape.Features})" : "(), (T) or (N, T)")}; found shape {x.Shape}.");
        int sequences = rank == 2 ? x.Shape[0] : 1, steps = rank == 0 ? 1 : x.Shape[rank - 1];
        Signal<T> signal = InputFile.Signal<T>(input, x, null);

        // Every output is stepped even where nothing is expected of it yet, since its state must be carried.
        Dictionary<string, NamedArray> expected = group.Expected.ToDictionary(row => NameOf(_given, row.Role), row => row.Array, StringComparer.Ordinal);
        foreach (ModelOutput output in _model.Outputs)
        {
            T[] found = [.. Enumerable.Range(0, sequences).SelectMany(sequence => Step(group.Example, output.Name, sequence, signal, steps))];
            if (!expected.TryGetValue(output.Name, out NamedArray? array)) continue;
            int width = found.Length / Math.Max(1, sequences * steps);
            // Of a step whose expected numbers are those of one step, the last is meant.
            bool isLast = steps > 1 && array.Shape.Count == sequences * width;
            T[] compared = isLast ? [.. Enumerable.Range(0, sequences).SelectMany(sequence => found.AsSpan(((sequence + 1) * steps - 1) * width, width).ToArray())] : found;
            Compare(output.Name, array, isLast ? new Shape(sequences, width) : new Shape(sequences, steps, width), compared, null);
        }
    }

    /// <summary>Steps of a model whose states go in and come out: they are carried, and compared where the pairs have them.</summary>
    private void Carried(Group group)
    {
        (string role, NamedArray x) = group.Inputs.Single();
        ModelInput input = InputFile.Of(_model, role)!;
        string shown = _model.Outputs.First(output => !_model.States.Any(state => state.Output == output.Name)).Name;
        Signal<T> signal = InputFile.Signal<T>(input, x, null);
        if (!_sessions.TryGetValue((group.Example, shown, 0), out Session<T>? session)) _sessions[(group.Example, shown, 0)] = session = _model.OpenSession(shown);
        int steps = x.Shape.Count / Math.Max(1, session.Inputs);
        if (steps * Math.Max(1, session.Inputs) != x.Shape.Count) throw new ArgumentException($"a step of input '{input}' takes {session.Inputs} numbers; found shape {x.Shape}.");
        T[] found = Step(group.Example, shown, 0, signal, steps);
        ArrayFile states = ArrayFile.Read(session.Save(), "state");
        foreach ((string name, NamedArray array) in group.Expected.Select(row => (NameOf(_given, row.Role), row.Array)))
            if (_model.States.FirstOrDefault(state => state.Output == name) is { } carried) Compare(name, array, array.Shape, states[carried.Input].As<T>().Values, null);
            else if (name == shown) Compare(name, array, found.Length == array.Shape.Count ? array.Shape : new Shape(steps, session.Outputs), found, null);
    }

    private T[] Step(string example, string output, int sequence, Signal<T> signal, int steps)
    {
        if (!_sessions.TryGetValue((example, output, sequence), out Session<T>? session)) _sessions[(example, output, sequence)] = session = _model.OpenSession(output);
        int width = session.Outputs;
        var found = new T[steps * width];
        for (int step = 0; step < steps; step++)
        {
            int place = sequence * steps + step;
            Span<T> y = found.AsSpan(step * width, width);
            if (signal.Ids is { } ids) session.Step(ids.Values[place], y);
            else session.Step(signal.Numbers!.Values.Slice(place * session.Inputs, session.Inputs), y);
        }
        return found;
    }

    private void Compare(string output, NamedArray expected, Shape shape, ReadOnlySpan<T> found, int[]? lengths)
    {
        // An axis of 1 that only one side has is no difference.
        if (!shape.Where(size => size != 1).SequenceEqual(expected.Shape.Where(size => size != 1)))
            throw new ArgumentException($"'{expected.Name}' has shape {expected.Shape}, but the model's output '{output}' has shape {shape}. Check the input, and what the head is applied to (--heads).");
        if (!_comparisons.TryGetValue(output, out Comparison? comparison)) _comparisons.Add(output, comparison = new(output));
        var numbers = new double[found.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = double.CreateChecked(found[i]);
        comparison.Add(expected.Name, lengths is null ? expected.Shape : shape, expected.As<double>().Values, numbers, lengths, _tolerance ?? Tolerance.Usual<T>(expected.Type));
    }
}
