using System.Runtime.CompilerServices;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Recurrent;

// The gradients of gains and of the state's shift: dγ = Σ dy∘N(v),  dβ = Σ dy
internal sealed unsafe partial class DirectedRun<T>
{
    /// <remarks>What the products' own gradients were is read by then, so their planes take the terms of the gains.</remarks>
    private void AccumulateNorms(CellNorm rule, RecurrentParameters<T> parameters, IReadOnlyDictionary<Parameter<T>, T[]> gradients, Plane<TermPlace> order, (int From, int To) shard)
    {
        CellShape shape = _cell.Cell.Shape;
        if (rule.Input)
            Gain(parameters.InputGain!, shape.Gates, (group, step, row) => group.Gradient.InputProducts(step, row), (group, step, row) => group.Scan.Memory.Norm!.InputNormal(step, row), (group, step, row) => group.Gradient.BeforeInputNorm(step, row));
        if (rule.Recurrent)
            Gain(parameters.RecurrentGain!, shape.Products, (group, step, row) => group.Gradient.RecurrentProducts(step, row), (group, step, row) => group.Scan.Memory.Norm!.RecurrentNormal(step, row), (group, step, row) => group.Gradient.BeforeRecurrentNorm(step, row));
        if (rule.State == StateNorm.None) return;
        PlaceOf read = (group, step, row) => group.Gradient.Read(step, row);
        if (gradients.GetValueOrDefault(parameters.StateBias!) is { } dShift) SumOfProducts.Accumulate<T>(Terms(order, read, 1, _cell.Hidden, _weights.Width), dShift);
        Gain(parameters.StateGain!, 1, read, (group, step, row) => group.Scan.Memory.Norm!.StateNormal(step, row), read);

        void Gain(Parameter<T> gain, int values, PlaceOf gradient, PlaceOf normal, PlaceOf target)
        {
            if (gradients.GetValueOrDefault(gain) is not { } sum) return;
            int count = values * _weights.Width;
            foreach (Group group in _groups)
                for (int step = 0, rows; (rows = group.Scan.Active(step)) > 0; step++)
                    for (int row = 0; row < rows; row++)
                        // Those of the other shards are still to be read, or are read and made already.
                        if (group.Rows[row] >= shard.From && group.Rows[row] < shard.To) Zip.Map<T, Times>(new ReadOnlySpan<T>(gradient(group, step, row), count), new ReadOnlySpan<T>(normal(group, step, row), count), new ReadOnlySpan<T>(normal(group, step, row), count), new Span<T>(target(group, step, row), count));
            SumOfProducts.Accumulate<T>(Terms(order, target, values, _cell.Hidden, _weights.Width), sum);
        }
    }

    /// <remarks>db = Σ d(w∘Δt + b),  dw = Σ d(w∘Δt + b)·Δt, state by state</remarks>
    private void AccumulateDecay(RecurrentParameters<T> parameters, IReadOnlyDictionary<Parameter<T>, T[]> gradients, Plane<TermPlace> order)
    {
        for (int state = 0, at = 0; state < _cell.States; at += _cell.SizeOf(state++))
            foreach ((Parameter<T> parameter, bool isTimes) in (ReadOnlySpan<(Parameter<T>, bool)>)[(parameters.DecayBias!, false), (parameters.DecayWeight!, true)])
            {
                nint place = (nint)state * _weights.Width;
                if (gradients.GetValueOrDefault(parameter) is { } sum)
                    SumOfProducts.Accumulate<T>(Terms(order, (group, step, row) => group.Gradient.Decay(step, row) + place + (isTimes ? group.Gradient.DecayTimes : 0), 1, _cell.SizeOf(state), _weights.Width), sum.AsSpan(at, _cell.SizeOf(state)));
            }
    }

    private readonly struct Times : IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLane Apply<TLane>(TLane a, TLane b, TLane c) where TLane : struct, ILane<TLane> => a * b;
    }
}
