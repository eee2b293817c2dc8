using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>
/// A model that runs both ways, given its sequence bit by bit: outputs come in chunks, late by a fixed look-ahead. With chunks of C steps and a context of R, the chunk from a on is computed on the
/// window of steps a … e − 1, e = min(a + C + R, T):
/// <para>forwards →h_t = f(x_t, →h_(t−1)) from the state carried over from the chunk before; backwards ←h_t = g(x_t, ←h_(t+1)) from ←h_e = 0. The next chunk goes on from →h_(a+C−1).</para>
/// </summary>
/// <remarks>
/// What differs from the whole sequence: there the way back begins at T, here at e, so a step knows of R to C + R − 1 steps after it and of none beyond; layers above take what layers below make of the window.
/// Where the window reaches the end, e = T, the outputs have the bits of the whole sequence, if all before did. How the steps are cut when they are given changes no bit.
/// Known as latency-controlled bidirectional LSTM (Zhang et al. 2016). One caller at a time.
/// </remarks>
public sealed class LookAheadSession<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T>[] _layers;
    private readonly StackState<T>?[] _states;
    private readonly ModelInput _input;
    private readonly List<T> _numbers = [];
    private readonly List<int> _ids = [];
    private bool _isFinished;

    internal LookAheadSession(Model<T> model, LookAhead ahead, string? output)
    {
        ahead.Check();
        (Model, Ahead) = (model, ahead);
        Wiring<T> wiring = model.Wiring;
        int index = SessionChain<T>.Chosen(wiring, [], output);
        Source source = wiring.OutputSources[index];
        Outputs = wiring.ShapeOf(source).Features;
        var layers = new List<Layer<T>>();
        while (wiring.NodeAt(source) is >= 0 and var node)
        {
            Check(wiring, node, source);
            layers.Insert(0, wiring.Nodes[node].Layer);
            source = wiring.NodeSources[node][0];
        }
        _input = wiring.Inputs[source.Place];
        if (!_input.Shape.HasSteps) throw new NotSupportedException($"Input '{_input}' has no steps. Use Predict.");
        (_layers, _states) = ([.. layers], new StackState<T>?[layers.Count]);
    }

    public Model<T> Model { get; }
    public LookAhead Ahead { get; }

    /// <summary>Numbers of a step of the output.</summary>
    public int Outputs { get; }

    /// <summary>Steps given whose output is still to come.</summary>
    public int Waiting => _input.Shape.IsIds ? _ids.Count : _numbers.Count / _input.Shape.Features;

    /// <summary>Gives the next steps.</summary>
    /// <param name="steps">(T, features), as many as there are.</param>
    /// <returns>The outputs that are ready, (steps, outputs); none where more must be seen first.</returns>
    public Tensor<T> Push(Tensor<T> steps)
    {
        if (_input.Shape.IsIds || steps.Shape.Rank != 2 || steps.Shape[1] != _input.Shape.Features)
            throw new ArgumentException($"Input '{_input.Name}' takes {(_input.Shape.IsIds ? "ids (T)" : $"steps (T, {_input.Shape.Features})")}, found numbers of shape {steps.Shape}.");
        RefuseFinished();
        _numbers.AddRange(steps.Values);
        return Ready(isEnd: false);
    }

    /// <summary>The same for a model that begins with an embedding.</summary>
    /// <param name="ids">(T)</param>
    public Tensor<T> Push(Tensor<int> ids)
    {
        if (!_input.Shape.IsIds || ids.Shape.Rank != 1) throw new ArgumentException($"Input '{_input.Name}' takes {(_input.Shape.IsIds ? "ids (T)" : $"numbers (T, {_input.Shape.Features})")}, found ids of shape {ids.Shape}.");
        RefuseFinished();
        _ids.AddRange(ids.Values);
        return Ready(isEnd: false);
    }

    /// <summary>The sequence has ended: all outputs that are still to come.</summary>
    public Tensor<T> Finish()
    {
        RefuseFinished();
        Tensor<T> rest = Ready(isEnd: true);
        _isFinished = true;
        return rest;
    }

    /// <summary>Back to the start, for another sequence.</summary>
    public void Reset()
    {
        Array.Clear(_states);
        _numbers.Clear();
        _ids.Clear();
        _isFinished = false;
    }

    private void RefuseFinished()
    {
        if (_isFinished) throw new InvalidOperationException($"The sequence of this session has ended. {nameof(Reset)} begins another.");
    }

    private Tensor<T> Ready(bool isEnd)
    {
        using IDisposable scope = NoGradient.Scope();
        var ready = new List<T>();
        while (Waiting >= (isEnd ? 1 : Ahead.Chunk + Ahead.Context))
        {
            int window = Math.Min(Waiting, Ahead.Chunk + Ahead.Context), chunk = Math.Min(window, Ahead.Chunk);
            ready.AddRange(Window(window, chunk).Values[..(chunk * Outputs)]);
            if (_input.Shape.IsIds) _ids.RemoveRange(0, chunk);
            else _numbers.RemoveRange(0, chunk * _input.Shape.Features);
        }
        return new(new Shape(ready.Count / Outputs, Outputs), [.. ready]);
    }

    /// <summary>The outputs of a window, (1, window, outputs); the states go on to the end of the chunk.</summary>
    private Tensor<T> Window(int window, int chunk)
    {
        int features = _input.Shape.Features;
        Signal<T> signal = _input.Shape.IsIds
            ? new Tensor<int>(new Shape(1, window), [.. _ids.Take(window)])
            : new Tensor<T>(new Shape(1, window, features), [.. _numbers.Take(window * features)]);
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is RecurrentStack<T> stack)
            {
                (Tensor<T> y, _states[i]) = stack.RunWindow(signal.Numbers!, chunk, _states[i]);
                signal = y;
            }
            else
            {
                signal = _layers[i].Forward([signal], Pass.Inference);
            }
        }
        return signal.Numbers!;
    }

    private static void Check(Wiring<T> wiring, int node, Source source)
    {
        ModelNode<T> one = wiring.Nodes[node];
        if (source.Further is not null || one.Layer is LastStep<T>) throw new NotSupportedException($"'{wiring.NameOf(source)}' is known when the sequence has ended; with look-ahead a session gives outputs of steps. Open it on another output, or use Predict.");
        if (wiring.NodeSources[node].Length != 1) throw new NotSupportedException($"Node '{one.Name}' ({one.Layer}) takes {wiring.NodeSources[node].Length} inputs; with look-ahead a session runs nodes of one input each. Use Predict on whole sequences.");
        if (one.Layer is RecurrentStack<T>) return;
        try
        {
            if (one.Layer.OpenStream().StateSize == 0 && one.Layer is not (Masking<T> or EndMask<T> or PresentSteps<T> or PutBack<T>) && !wiring.Plans[node].Output.HasMask) return;
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"Node '{one.Name}' cannot run with look-ahead. {error.Message}", error);
        }
        throw new NotSupportedException($"Node '{one.Name}' ({one.Layer}) looks at steps beside its own or passes over some; with look-ahead a session runs recurrent layers, and layers that work on each step alone. Use Predict on whole sequences.");
    }
}
