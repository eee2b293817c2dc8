using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>A decoder on its way: what the encoder gave for each row, and the states after what was written so far. Rows can be left out, repeated and put in another order.</summary>
internal sealed class DecoderRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DecoderPlan<T> _plan;
    private readonly Wiring<T> _wiring;
    private readonly Dictionary<Source, Signal<T>> _encoded = [];
    private readonly StackState<T>?[] _states;
    private readonly Tensor<T>?[] _fed;

    /// <summary>Runs the encoder.</summary>
    public DecoderRun(DecoderPlan<T> plan, Signal<T> source, CancellationToken cancellation)
    {
        (_plan, _wiring) = (plan, plan.Wiring);
        ModelInput input = _wiring.Inputs[plan.SourceInput];
        CheckedInputs<T> given = InputCheck.Check([input], new Dictionary<string, Signal<T>> { [input.Name] = source }, null);
        Rows = given.Sequences;
        int nodes = _wiring.Nodes.Length;
        (_states, _fed) = (new StackState<T>?[nodes], new Tensor<T>?[nodes]);
        var values = new Dictionary<Source, Signal<T>> { [new(plan.SourceInput, null)] = given.Signals[0] };
        var further = new Dictionary<int, RecurrentResult<T>>();
        for (int node = 0; node < nodes; node++)
        {
            if (plan.IsDecoder(node)) continue;
            cancellation.ThrowIfCancellationRequested();
            Signal<T>[] inputs = [.. _wiring.NodeSources[node].Select(Value)];
            values[new(_wiring.Inputs.Length + node, null)] = _wiring.Nodes[node].Layer is RecurrentStack<T> stack
                ? new((further[node] = stack.Run(inputs, Pass.Inference)).Output, inputs[0].Lengths)
                : _wiring.Nodes[node].Layer.Forward(inputs, Pass.Inference);
        }
        for (int node = 0; node < nodes; node++)
            if (plan.IsDecoder(node))
                foreach (Source one in _wiring.NodeSources[node].Where(one => !plan.IsOfTarget(one))) _encoded[one] = Value(one);

        Signal<T> Value(Source one) => one.Further is null ? values[one] : FurtherResult.Read(further[_wiring.NodeAt(one)], one.Further);
    }

    /// <summary>Rows in hand: at first one for each source.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes on with these rows, in this order.</summary>
    public void Select(int[] rows)
    {
        if (rows.Length == Rows && !rows.Where((row, i) => row != i).Any()) return;
        Tensor<int> some = Tensor.From(rows);
        foreach (Source one in _encoded.Keys.ToArray())
        {
            Signal<T> signal = _encoded[one];
            int[]? lengths = signal.Lengths is null ? null : [.. rows.Select(row => signal.Lengths[row])];
            _encoded[one] = signal.Ids is not null
                ? throw new NotSupportedException("A decoder takes numbers from the encoder, found ids.")
                : new(signal.Numbers!.IndexSelect(0, some), lengths, signal.Mask is null ? null : Chosen(signal.Mask, rows));
        }
        for (int node = 0; node < _states.Length; node++)
        {
            if (_states[node] is { } state) _states[node] = new([.. state.Select(layer => new LayerState<T>(new(layer.Forward.Names, [.. layer.Forward.Values.Select(value => value.IndexSelect(0, some))]), null))]);
            _fed[node] = _fed[node]?.IndexSelect(0, some);
        }
        Rows = rows.Length;
    }

    /// <summary>One more id for each row.</summary>
    /// <returns>(rows, V)</returns>
    public Tensor<T> Step(int[] ids)
    {
        var values = new Dictionary<Source, Signal<T>> { [new(_plan.TargetInput, null)] = Tensor.From(ids, new Shape(ids.Length, 1)) };
        for (int node = 0; node < _wiring.Nodes.Length; node++)
        {
            if (!_plan.IsDecoder(node)) continue;
            Signal<T>[] inputs = [.. _wiring.NodeSources[node].Select(one => _plan.IsOfTarget(one) ? values[one] : _encoded[one])];
            values[new(_wiring.Inputs.Length + node, null)] = Step(node, inputs);
        }
        Tensor<T> scores = values[_plan.Scores].Numbers!;
        return scores.Reshape(ids.Length, scores.Shape[2]);
    }

    private Signal<T> Step(int node, Signal<T>[] inputs)
    {
        switch (_wiring.Nodes[node].Layer)
        {
            case RecurrentStack<T> stack:
                RecurrentResult<T> result = stack.Run(inputs[0].Numbers!, initial: _states[node] ?? stack.InitialOf(inputs));
                _states[node] = result.State;
                return result.Output;
            case AttentionDecoder<T> decoder:
                (Signal<T> y, _states[node], _fed[node]) = decoder.Run(inputs, _states[node], _fed[node], Pass.Inference);
                return y;
            default:
                return _wiring.Nodes[node].Layer.Forward(inputs, Pass.Inference);
        }
    }

    private static Tensor<bool> Chosen(Tensor<bool> mask, int[] rows)
    {
        int steps = mask.Shape[1];
        var chosen = new Tensor<bool>(new Shape(rows.Length, steps));
        for (int i = 0; i < rows.Length; i++) mask.Values.Slice(rows[i] * steps, steps).CopyTo(chosen.Span[(i * steps)..]);
        return chosen;
    }
}
