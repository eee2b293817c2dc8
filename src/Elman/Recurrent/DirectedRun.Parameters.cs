using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Recurrent;

// The gradients of the parameters: sums over all steps of all sequences.
internal sealed unsafe partial class DirectedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TermCarry<T>? _carry;
    /// <summary>Where the sequences of each shard begin, and the end of the last.</summary>
    public int[] ShardBounds { get; init; }

    /// <summary>
    /// Adds the gradients of the parameters, shard by shard, after every group has run backwards: the terms in the order in which backward visits the steps,
    /// then by sequence, whatever the groups were.
    /// </summary>
    /// <param name="carries">Of a segment of time, for each shard: the terms that the one after left over, replaced by those that this one leaves.</param>
    public void AccumulateParameters(RecurrentParameters<T> parameters, IReadOnlyDictionary<Parameter<T>, T[]> gradients, TermCarry<T>[]? carries = null)
    {
        for (int shard = 0; shard + 1 < ShardBounds.Length; shard++)
        {
            _carry = carries?[shard];
            Dictionary<Parameter<T>, T[]> sums = _carry?.Sums ?? (ShardBounds.Length == 2 ? new(gradients) : gradients.ToDictionary(row => row.Key, row => Arrays<T>.Take(row.Value.Length)));
            if (_carry is not null) _carry.Sums = sums;
            if (ShardBounds[shard] < ShardBounds[shard + 1]) Accumulate(parameters, sums, ShardBounds[shard], ShardBounds[shard + 1]);
            if (_carry is { IsLast: false }) continue;
            foreach ((Parameter<T> parameter, T[] sum) in sums)
            {
                if (sum == gradients[parameter]) continue;
                Zip.Add<T>(sum, gradients[parameter]);
                Arrays<T>.Return(sum);
            }
        }
        Return();
    }

    /// <summary>Over the sequences from one to before another.</summary>
    private void Accumulate(RecurrentParameters<T> parameters, Dictionary<Parameter<T>, T[]> gradients, int from, int to)
    {
        Plane<TermPlace> order = OrderOfTerms(from, to);
        int hidden = _cell.Hidden, outputs = _cell.Outputs, width = _weights.Width;
        CellShape shape = _cell.Cell.Shape;
        int early = shape.EarlyProducts, late = shape.Products - early;

        CellNorm? norm = _cell.Spec.LayerNorm;
        Terms<T> dx = Terms(order, (group, step, row) => group.Gradient.InputProducts(step, row), shape.Gates, hidden, width);
        Terms<T> dWx = norm is { Input: true } ? Terms(order, (group, step, row) => group.Gradient.BeforeInputNorm(step, row), shape.Gates, hidden, width) : dx;
        Terms<T> x = Terms(order, (group, step, row) => group.Scan.Memory.Input(step, row), 1, _input.Features, _input.Features);
        Terms<T> h = Terms(order, (group, step, row) => group.Scan.FrameOf(step, row).Source, 1, outputs, outputs);
        Terms<T> m = early > 0 ? Terms(order, (group, step, row) => group.Scan.Memory.Between(step, row), 1, hidden, hidden) : h;
        Terms<T> Recurrent(int first, int count) =>
            Terms(order, (group, step, row) => group.Gradient.RecurrentProducts(step, row) + (nint)first * width, count, hidden, width);

        Terms<T> Product(int first, int count) => norm is { Recurrent: true }
            ? Terms(order, (group, step, row) => group.Gradient.BeforeRecurrentNorm(step, row) + (nint)first * width, count, hidden, width)
            : Recurrent(first, count);

        // dW += d(W x)ᵀ · x,  dU += d(U h)ᵀ · h,  db += d(…)
        T[]? dW = gradients.GetValueOrDefault(parameters.InputWeight), dU = gradients.GetValueOrDefault(parameters.RecurrentWeight);
        bool same = early == 0 && norm is null && late == shape.Gates && !shape.SplitGradients;
        if (same && dW is not null && dU is not null)
        {
            SumOfProducts.Accumulate(dx, x, dW, h, dU);
        }
        else
        {
            if (dW is not null) SumOfProducts.Accumulate(dWx, x, dW);
            if (dU is not null && early > 0) SumOfProducts.Accumulate(Product(0, early), h, dU.AsSpan(0, early * hidden * outputs));
            if (dU is not null && late > 0) SumOfProducts.Accumulate(Product(early, late), m, dU.AsSpan(early * hidden * outputs));
        }
        T[]? dInputBias = parameters.InputBias is { } bias ? gradients.GetValueOrDefault(bias) : null;
        T[]? dRecurrentBias = parameters.RecurrentBias is { } other ? gradients.GetValueOrDefault(other) : null;
        if (dInputBias is not null) SumOfProducts.Accumulate<T>(dx, dInputBias);
        if (same && dInputBias is not null && dRecurrentBias is not null) dInputBias.CopyTo(dRecurrentBias, 0);
        else if (dRecurrentBias is not null) SumOfProducts.Accumulate<T>(Recurrent(0, shape.Products), dRecurrentBias);
        if (parameters.ProjectionWeight is { } projection && gradients.GetValueOrDefault(projection) is { } dProjection)
        {
            Terms<T> made = Terms(order, (group, step, row) => group.Scan.Memory.Made(step, row), 1, hidden, hidden);
            SumOfProducts.Accumulate(Terms(order, (group, step, row) => group.Gradient.Projected(step, row), 1, outputs, outputs), made, dProjection);
        }
        foreach ((int v, Parameter<T> vector) in parameters.Vectors.Index())
            if (gradients.GetValueOrDefault(vector) is { } dVector)
                SumOfProducts.Accumulate<T>(Terms(order, (group, step, row) => group.Gradient.Vectors(step, row) + (nint)v * width, 1, hidden, width), dVector);
        if (parameters.DecayWeight is not null) AccumulateDecay(parameters, gradients, order);
        if (norm is not null) AccumulateNorms(norm, parameters, gradients, order, (from, to));
        _carry?.End(order.Count);
        order.Return();
    }

    /// <summary>The steps as backward visits them, at each the sequences of the batch that have it.</summary>
    private Plane<TermPlace> OrderOfTerms(int from, int to)
    {
        var rows = new (int Group, int Row, int Length)[_input.Sequences];
        foreach ((int g, Group group) in _groups.Index())
            for (int row = 0; row < group.Rows.Length; row++) rows[group.Rows[row]] = (g, row, group.LengthOf(row));

        rows = rows[from..to];
        Plane<TermPlace> order = Plane<TermPlace>.Rent(rows.Sum(row => (long)row.Length) + (_carry?.Count ?? 0));
        TermPlace* next = order.Pointer;
        for (int left = 0; left < (_carry?.Count ?? 0); left++) *next++ = new(_groups.Length, left, 0);
        for (int visited = _input.Steps - 1; visited >= 0; visited--)
        {
            int step = _cell.Reverse ? _input.Steps - 1 - visited : visited;
            foreach ((int group, int row, int length) in rows)
                if (step < length) *next++ = new(group, step, row);
        }
        return order;
    }

    private delegate T* PlaceOf(Group group, int step, int row);

    /// <summary>The same terms of another kind: in each group, steps and rows lie at equal distances.</summary>
    private Terms<T> Terms(Plane<TermPlace> order, PlaceOf place, int segments, int length, nint segmentStride)
    {
        TermPart<T>[] parts = [.. _groups.Select(group => new TermPart<T>(place(group, 0, 0), (nint)(place(group, 1, 0) - place(group, 0, 0)), (nint)(place(group, 0, 1) - place(group, 0, 0))))];
        if (_carry is null) return new(parts, order.Pointer, order.Count, segments, length, segmentStride);
        TermPlace* places = order.Pointer;
        TermPart<T> left = _carry.Exchange(i => (nint)parts[places[i].Part].At(places[i].Step, places[i].Row), segments == 0 ? 0 : (int)((segments - 1) * segmentStride) + length, order.Count);
        return new([.. parts, left], places, _carry.Summed(order.Count), segments, length, segmentStride);
    }
}
