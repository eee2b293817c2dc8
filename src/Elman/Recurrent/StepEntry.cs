using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The states as the steps of a group see them, where something comes between a step and the one before: an episode begins, or time has passed.
/// What lies before a step in time lies behind it in a layer that runs backwards.
/// </summary>
internal sealed unsafe class StepEntry<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Plane<T> _states;
    private readonly bool[] _resets;
    private readonly T[] _elapsed;
    private readonly int _rows, _width, _stateCount;
    private readonly bool _keep;

    /// <param name="group">The rows of the batch.</param>
    /// <param name="lengths">Of the rows.</param>
    public StepEntry(StepMarks<T>? marks, bool reverse, int[] group, int[] lengths, int states, int width, int steps, bool keep)
    {
        (_rows, _width, _stateCount, _keep) = (group.Length, width, states, keep);
        _states = Plane<T>.Rent((keep ? (long)steps : 1) * states * _rows * width);
        (_resets, _elapsed) = (new bool[steps * _rows], new T[steps * _rows]);
        for (int row = 0; row < _rows; row++)
            for (int step = 0; step < lengths[row]; step++)
            {
                // Backwards the first step visited is the last: nothing has passed before it.
                int mark = reverse ? step + 1 : step, at = group[row] * steps + mark;
                bool isFirst = reverse && mark == lengths[row];
                _resets[step * _rows + row] = !isFirst && marks?.Resets is { } resets && resets[at];
                _elapsed[step * _rows + row] = isFirst ? T.Zero : marks?.Elapsed is { } elapsed ? elapsed[at] : T.One;
            }
    }

    public T* States(int step, int row = 0) => _states.Pointer + (nint)(_keep ? step : 0) * _stateCount * _rows * _width + (nint)row * _width;

    public bool IsReset(int step, int row) => _resets[step * _rows + row];

    public T Elapsed(int step, int row) => _elapsed[step * _rows + row];

    public void Return() => _states.Return();
}

/// <summary>w and b of states that decay, (states, width) each.</summary>
internal sealed class DecayWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public DecayWeights(StateDecay rule, RecurrentParameters<T> parameters, CellShape shape, int width)
    {
        (Weight, Bias) = (new((long)shape.States * width), new((long)shape.States * width));
        if (rule.Rate is { } rate) Weight.Span.Fill(T.CreateTruncating(rate));
        for (int state = 0, at = 0; rule.Rate is null && state < shape.States; state++)
        {
            int size = state == 0 ? parameters.Outputs : parameters.Hidden;
            parameters.DecayWeight!.Value.Values.Slice(at, size).CopyTo(Weight.Span[(state * width)..]);
            parameters.DecayBias!.Value.Values.Slice(at, size).CopyTo(Bias.Span[(state * width)..]);
            at += size;
        }
    }

    public Plane<T> Weight { get; }
    public Plane<T> Bias { get; }
}
