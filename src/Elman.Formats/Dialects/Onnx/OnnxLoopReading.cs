using Elman.Formats.Containers.Onnx;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>Reads the body of a loop as equations. Whatever is no part of a cell's equations ends the reading: the loop then runs as it stands.</summary>
internal sealed class OnnxLoopReading(OnnxGraph body, Func<string, OnnxKnown?> outside, Func<OnnxNode, OnnxKnown?[], OnnxScope, IReadOnlyList<OnnxKnown>> fold, OnnxScope scope)
{
    private readonly Dictionary<string, OnnxNode> _givers = body.Nodes.SelectMany(node => node.Outputs.Select(name => (name, node))).Where(row => row.name.Length > 0).GroupBy(row => row.name).ToDictionary(row => row.Key, row => row.First().node, StringComparer.Ordinal);

    public Dictionary<string, OnnxTerm> Terms { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, OnnxKnown> Constants { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Counters { get; } = new(StringComparer.Ordinal);

    /// <summary>The signal whose steps the loop takes one after the other.</summary>
    public OnnxView? Sequence { get; private set; }

    public bool IsDouble { get; private set; }

    private OnnxTerm? _step;

    public bool Read()
    {
        foreach (OnnxNode node in body.Nodes)
        {
            if (node.Outputs.Count == 0 || node.Attributes.Any(attribute => attribute.Graph is not null)) return false;
            if (IsOfCounters(node)) continue;
            OnnxKnown?[] known = [.. node.Inputs.Select(Known)];
            if (node.Inputs.Index().All(input => input.Item.Length == 0 || known[input.Index] is OnnxConstant) && !node.Inputs.Any(Terms.ContainsKey))
            {
                IReadOnlyList<OnnxKnown> folded = fold(node, known, scope);
                for (int i = 0; i < node.Outputs.Count && i < folded.Count; i++) Constants[node.Outputs[i]] = folded[i];
                continue;
            }
            if (Equation(node, known) is not { } terms) return false;
            for (int i = 0; i < node.Outputs.Count && i < terms.Length; i++) Terms[node.Outputs[i]] = terms[i];
        }
        return true;
    }

    public bool CountsUp(string counter, string next) =>
        _givers.GetValueOrDefault(Through(next)) is { Operator: "Add", Inputs: [var a, var b] } && ((a == counter && IsOne(b)) || (b == counter && IsOne(a)));

    /// <summary>Whether a condition says no more than that a counter is below a number of rounds.</summary>
    public bool GoesOnUntil(string condition, long? rounds)
    {
        if (Known(condition) is OnnxConstant { Single: not 0 } || condition == body.Inputs[1].Name) return true;
        return _givers.GetValueOrDefault(condition) switch
        {
            { Operator: "Identity" or "Cast", Inputs: [var one] } => GoesOnUntil(one, rounds),
            { Operator: "And", Inputs: [var a, var b] } => GoesOnUntil(a, rounds) && GoesOnUntil(b, rounds),
            { Operator: "Less", Inputs: [var a, var b] } => IsCounter(a) && Known(b) is OnnxConstant { Single: { } limit } && (rounds is null || limit >= rounds),
            _ => false,
        };
    }

    private bool IsCounter(string name) => Counters.Contains(name) || (_givers.GetValueOrDefault(name) is { Operator: "Cast" or "Identity" or "Add" } node && node.Inputs.Any(IsCounter));

    private bool IsOne(string name) => Known(name) is OnnxConstant { Single: 1 };

    private string Through(string name) => _givers.GetValueOrDefault(name) is { Operator: "Identity", Inputs: [var before] } ? Through(before) : name;

    private OnnxKnown? Known(string name) => name.Length == 0 || Terms.ContainsKey(name) ? null : Constants.GetValueOrDefault(name) ?? (_givers.ContainsKey(name) || Counters.Contains(name) ? null : outside(name));

    /// <summary>What only counts rounds and compares them is judged apart.</summary>
    private bool IsOfCounters(OnnxNode node) => node.Operator is "Add" or "Cast" or "Less" or "And" or "Identity" && node.Inputs.Count > 0
        && node.Inputs.All(name => Counters.Contains(name) || _ofCounters.Contains(name) || Known(name) is OnnxConstant) && node.Inputs.Any(name => Counters.Contains(name) || _ofCounters.Contains(name)) && node.Outputs.All(_ofCounters.Add);

    private readonly HashSet<string> _ofCounters = new(StringComparer.Ordinal);

    private OnnxTerm[]? Equation(OnnxNode node, OnnxKnown?[] known)
    {
        OnnxTerm? a = Term(node, 0), b = Term(node, 1);
        OnnxOperator? row = OnnxOperator.All.GetValueOrDefault(node.Operator);
        OnnxTerm? made = node.Operator switch
        {
            "Gather" => StepOf(node, known),
            "Identity" => a,
            "MatMul" when a is not null => Product(a, known.ElementAtOrDefault(1), null, false),
            "Gemm" when a is not null && Usual(node) => Product(a, known.ElementAtOrDefault(1), known.ElementAtOrDefault(2), node.Attribute("transB")?.Integer is 1),
            "Add" when a is SumTerm sum && known[1] is OnnxConstant bias => Biased(sum, bias),
            "Add" when b is SumTerm sum && known[0] is OnnxConstant bias => Biased(sum, bias),
            "Add" when a is SumTerm first && b is SumTerm second && first.With(second) is { } both => both,
            "Add" when a is not null && b is not null => new PlusTerm(a, b),
            "Mul" when a is not null && b is not null => new TimesTerm(a, b),
            "Sub" when b is not null && known[0] is OnnxConstant { Single: 1 } => new RestTerm(b),
            _ when row?.Activation is not null && a is not null && OnnxActivations.Of(row, node) is { } activation => new GateTerm(activation, a),
            _ => null,
        };
        return made is not null ? [made] : a is SumTerm cut ? Cut(node, cut, known) : null;
    }

    private OnnxTerm? Term(OnnxNode node, int place) => place < node.Inputs.Count ? Terms.GetValueOrDefault(node.Inputs[place]) : null;

    private OnnxTerm? StepOf(OnnxNode node, OnnxKnown?[] known)
    {
        if ((node.Attribute("axis")?.Integer ?? 0) != 0 || known[0] is not OnnxView view || !view.Is(OnnxAxis.Steps, OnnxAxis.Sequences, OnnxAxis.Features) || view.IsIds || view.HasLengths || !Counters.Contains(node.Inputs[1])) return null;
        if (Sequence is not null && !ReferenceEquals(Sequence, view)) return null;
        Sequence = view;
        return _step ??= new StepTerm();
    }

    private static bool Usual(OnnxNode node) => (node.Attribute("alpha")?.Float ?? 1) == 1 && (node.Attribute("beta")?.Float ?? 1) == 1 && node.Attribute("transA")?.Integer is null or 0;

    private SumTerm? Product(OnnxTerm of, OnnxKnown? weight, OnnxKnown? bias, bool isTurned)
    {
        if (weight is not OnnxConstant { IsWhole: false, Array.Shape.Rank: 2 } constant || of is not (StepTerm or StateTerm or TimesTerm)) return null;
        IsDouble |= constant.Array.Type == ElementType.Float64;
        Tensor<double> matrix = constant.Value.Numbers!;
        if (isTurned) matrix = new(new Shape(matrix.Shape[1], matrix.Shape[0]), [.. Enumerable.Range(0, matrix.Shape[1]).SelectMany(row => Enumerable.Range(0, matrix.Shape[0]).Select(column => matrix[column, row]))]);
        SumTerm sum = of is StepTerm ? new(matrix, null, null, null, null) : new(null, null, matrix, null, of);
        return bias is null ? sum : bias is OnnxConstant given ? Biased(sum, given) : null;
    }

    private static SumTerm? Biased(SumTerm sum, OnnxConstant bias) =>
        !bias.IsWhole && bias.Array.Shape.Count == sum.Units && bias.Array.Shape.Rank > 0 && bias.Array.Shape[^1] == sum.Units ? sum.Plus(bias.Value.Numbers!.Values.ToArray()) : null;

    /// <summary>Gates side by side, cut apart.</summary>
    private static OnnxTerm[]? Cut(OnnxNode node, SumTerm sum, OnnxKnown?[] known)
    {
        if (node.Operator == "Split" && (node.Attribute("axis")?.Integer ?? 0) is -1 or 1)
        {
            int parts = node.Outputs.Count;
            int[] sizes = known.ElementAtOrDefault(1) is OnnxConstant given ? given.Ids : node.Attribute("split") is { } split ? [.. split.Integers.Select(int.CreateSaturating)] : [.. Enumerable.Repeat(sum.Units / parts, parts)];
            if (sizes.Sum(size => (long)size) != sum.Units || sizes.Any(size => size < 1)) return null;
            int first = 0;
            return [.. sizes.Select(size => sum.Columns((first += size) - size, size))];
        }
        if (node.Operator != "Slice" || known.Length < 3 || known[1] is not OnnxConstant starts || known[2] is not OnnxConstant ends || (known.Length > 4 && known[4] is not (null or OnnxConstant { Single: 1 }))) return null;
        int[] axes = known.ElementAtOrDefault(3) is OnnxConstant named ? named.Ids : [.. Enumerable.Range(0, starts.Ids.Length)];
        (int from, int to) = (0, sum.Units);
        for (int i = 0; i < axes.Length && i < starts.Ids.Length && i < ends.Ids.Length; i++)
        {
            (int start, int end) = (starts.Ids[i], ends.Ids[i]);
            if (axes[i] is 1 or -1) (from, to) = (Math.Clamp(start < 0 ? start + sum.Units : start, 0, sum.Units), Math.Clamp(end < 0 ? end + sum.Units : end, 0, sum.Units));
            else if (start != 0 || end != int.MaxValue) return null;
        }
        return from < to ? [sum.Columns(from, to - from)] : null;
    }
}
