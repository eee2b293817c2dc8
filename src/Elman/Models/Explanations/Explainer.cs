using System.Globalization;
using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models.Explanations;

/// <summary>Runs a model by the engine and by the witness, and puts together what an <see cref="Explanation"/> says.</summary>
internal static class Explainer
{
    /// <summary>Multiply-adds of the witness; it makes some fifty million a second.</summary>
    private const double Most = 1e8;

    public static Explanation Explain<T>(Model<T> model, IReadOnlyDictionary<string, Signal<T>> inputs, ExplainOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckedInputs<T> given = InputCheck.Check(model.Wiring.Inputs, inputs, options.Lengths);
        if (options.Sample < 0 || options.Sample >= given.Sequences) throw new ArgumentException($"There is no sample {options.Sample}; the input has {given.Sequences}, 0 to {given.Sequences - 1}.");
        if (options.Step is int asked && (asked < 0 || asked >= given.Steps)) throw new ArgumentException($"There is no step {asked}; the input has {given.Steps}, 0 to {given.Steps - 1}.");
        if (options.Unit < 0 || options.Terms < 2 || options.Steps < 1) throw new ArgumentException($"A unit is 0 or more, and there are at least 2 terms and 1 step; found a unit of {options.Unit}, {options.Terms} terms and {options.Steps?.ToString(CultureInfo.InvariantCulture) ?? "all"} steps.");

        WitnessModel witness = Witness(model);
        var notes = new List<string>();
        Signal<T>[] cut = Cut(model, given, options, notes);
        Dictionary<string, Signal<T>> named = model.Inputs.Zip(cut).ToDictionary(row => row.First.Name, row => row.Second, StringComparer.Ordinal);
        Prediction<T> engine = Everything(model).Predict(named, new PredictOptions { Cancellation = options.Cancellation });

        int step = options.Step ?? Math.Min(1, given.Steps - 1);
        var moments = new List<WitnessMoment>();
        IReadOnlyDictionary<string, WitnessSignal>? signals = witness.Missing.Count > 0 ? null : witness.Run(named.ToDictionary(row => row.Key, row => Plain(row.Value), StringComparer.Ordinal), moment =>
        {
            options.Cancellation.ThrowIfCancellationRequested();
            if (moment.Sequence == options.Sample && (moment.Step ?? step) == step) moments.Add(moment);
        });

        var comparisons = new List<AllClose>();
        if (signals is not null) comparisons.AddRange(Results(model).Select(row => AllClose.Of(row.Name, "witness", row.IsInner, typeof(T) == typeof(double), engine[row.Source], signals[row.Source])));
        comparisons.AddRange(Expectations.Compare(model, Everything(model), given, options));
        var parts = new Parts(witness, signals, moments, options);
        IReadOnlyList<(string, string)> shapes = [.. model.Inputs.Zip(cut, (input, signal) => (input.Name, InputCheck.ShapeOf(signal).ToString()))];
        return new Explanation
        {
            Title = $"{string.Join(", ", shapes.Select(row => $"{row.Item1} {row.Item2}"))} → {string.Join(", ", model.Outputs.Select(output => $"{output.Name} {engine[output.Source].Shape}"))}, {(typeof(T) == typeof(double) ? "float64" : "float32")}",
            Notes = notes,
            Inputs = shapes,
            Nodes = [.. witness.Nodes.Zip(model.Wiring.Plans, (node, plan) => new ExplainedNode(node.Name, node.Kind, node.Inputs, plan.Output.ToString(), parts.Of(node)))],
            Outputs = [.. model.Outputs.Select(output => (output.Name, output.Source))],
            Comparisons = comparisons,
            Missing = witness.Missing,
        };
    }

    /// <summary>The model as plain data: its description as JSON, its parameters as numbers, and what its cells say of themselves as text.</summary>
    private static WitnessModel Witness<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, WitnessArray> arrays = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => new WitnessArray(parameter.Shape.Dimensions.ToArray(), Doubles(parameter.Value.Values)), StringComparer.Ordinal);
        var texts = new Dictionary<string, Func<CellEquations>>(StringComparer.Ordinal);
        foreach (CellSpec spec in model.Nodes.Select(node => node.Layer).OfType<RecurrentStack<T>>().SelectMany(stack => stack.Layers).Select(layer => layer.Spec.Cell.Spec))
            texts[spec.Name] = () => CellEquations.FromText(spec.Name, spec.Equations, spec.Gates, spec.Products.Length, spec.States);
        return new(model.Description.ToJson(), arrays, texts);
    }

    /// <summary>The same model with every node and every further result among its outputs, each under its own name.</summary>
    private static Model<T> Everything<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(model.Inputs, model.Nodes, [.. model.Nodes.SelectMany(node => FurtherResult.Of(node.Layer).Select(row => $"{node.Name}.{row.Name}").Prepend(node.Name)).Select(name => new ModelOutput(name, name))]);

    /// <summary>What is compared: the outputs, then the states, then what lies between.</summary>
    private static IEnumerable<(string Name, string Source, bool IsInner)> Results<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ModelOutput output in model.Outputs) yield return (output.Name, output.Source, false);
        HashSet<string> shown = [.. model.Outputs.Select(output => output.Source)];
        foreach (ModelNode<T> node in model.Nodes)
            if (node.Layer is RecurrentStack<T> stack)
                foreach ((string state, _) in FurtherResult.States(stack))
                    if (!shown.Contains($"{node.Name}.{state}")) yield return ($"{node.Name}.{state}", $"{node.Name}.{state}", false);
        foreach (ModelNode<T> node in model.Nodes)
            if (!shown.Contains(node.Name)) yield return (node.Name, node.Name, true);
    }

    /// <summary>As many sequences and steps as the witness computes in some seconds; what is left out is said.</summary>
    private static Signal<T>[] Cut<T>(Model<T> model, CheckedInputs<T> given, ExplainOptions options, List<string> notes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double work = Math.Max(1, model.Wiring.Plans.Sum(plan => (double)plan.MultiplyAdds + plan.Output.Features));
        bool mayCut = model.Inputs.All(input => input.Shape.HasSteps) && !model.Nodes.Any(node => node.Layer is Flatten<T>);
        int least = Math.Max(2, options.Step + 1 ?? 0);
        int steps = !mayCut ? given.Steps : Math.Min(given.Steps, options.Steps is int most ? Math.Max(most, options.Step + 1 ?? 0) : Math.Max(least, (int)Math.Min(int.MaxValue, Most / work)));
        int sequences = (int)Math.Clamp(Most / (work * steps), options.Sample + 1, given.Sequences);
        if (options.Steps is not null && !mayCut && options.Steps < given.Steps) notes.Add("All steps are computed: the model takes sequences of this length only.");
        if (steps < given.Steps) notes.Add(string.Create(CultureInfo.InvariantCulture, $"Cut to the first {steps} of {given.Steps} steps; final states are those after the cut."));
        if (sequences < given.Sequences) notes.Add(string.Create(CultureInfo.InvariantCulture, $"Cut to the first {sequences} of {given.Sequences} sequences."));
        return [.. given.Signals.Select(signal => Cut(signal, sequences, mayCut ? steps : int.MaxValue))];
    }

    private static Signal<T> Cut<T>(Signal<T> signal, int sequences, int steps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[]? lengths = signal.Lengths is null ? null : [.. signal.Lengths.Take(sequences).Select(length => Math.Min(length, steps))];
        return signal.Numbers is { } numbers ? new(Front(numbers), lengths) : new(Front(signal.Ids!), lengths);

        Tensor<TValue> Front<TValue>(Tensor<TValue> x) where TValue : unmanaged
        {
            int row = x.Shape.CountFrom(1), count = x.Shape.Rank > 1 && steps < x.Shape[1] ? steps * x.Shape.CountFrom(2) : row;
            if (sequences == x.Shape[0] && count == row) return x;
            var values = new TValue[sequences * count];
            for (int n = 0; n < sequences; n++) x.Values.Slice(n * row, count).CopyTo(values.AsSpan(n * count));
            return new(new Shape(count == row ? [sequences, .. x.Shape.Dimensions[1..]] : [sequences, steps, .. x.Shape.Dimensions[2..]]), values);
        }
    }

    private static WitnessSignal Plain<T>(Signal<T> signal) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = InputCheck.ShapeOf(signal);
        bool isIds = signal.Ids is not null, hasTime = shape.Rank == (isIds ? 2 : 3);
        double[] values = isIds ? Doubles(signal.Ids!.Values) : Doubles(signal.Numbers!.Values);
        return WitnessSignal.From(values, shape[0], hasTime ? shape[1] : 1, isIds ? 1 : shape[^1], hasTime, signal.Lengths);
    }

    internal static double[] Doubles<TValue>(ReadOnlySpan<TValue> values) where TValue : unmanaged, INumberBase<TValue>
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = double.CreateChecked(values[i]);
        return result;
    }
}
