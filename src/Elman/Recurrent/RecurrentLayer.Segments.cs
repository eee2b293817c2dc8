using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

// A backward pass within a budget of memory: the steps are cut into segments, of which only the states between are kept; each is computed again when backward comes to it.
public sealed unsafe partial class RecurrentLayer<T>
{
    /// <summary>One pass over a batch in segments.</summary>
    private sealed record Segmented(SegmentPlan Plan, Border Input, Border Output, int[]? Lengths, DirectionMasks<T>?[] Masks, GradientWatch? Watch)
    {
        /// <summary>The states before each segment, by direction and place in time.</summary>
        public Tensor<T>?[][][] Before { get; init; } = [];

        /// <summary>Of the sums over sequences, as they were when the layer ran.</summary>
        public int[] ShardBounds { get; } = Shards.Bounds(Input.Sequences, Input.Sequences) ?? [0, Input.Sequences];

        /// <summary>Bytes of these states; those before the first segment are the caller's.</summary>
        public long Bytes => Before.Sum(direction => direction.Skip(1).Sum(states => states.Sum(state => (long)(state?.Shape.Count ?? 0) * sizeof(T))));
    }

    /// <summary>The cut for a budget; null where it holds all steps of all directions.</summary>
    private SegmentPlan? PlanSegments(long budget, Border input, int[]? lengths, DirectionMasks<T>?[] masks)
    {
        (long First, long Further) most = (0, 0);
        long all = 0;
        for (int d = 0; d < _cells.Length; d++)
        {
            long one = BytesOf(1), two = input.Steps > 1 ? BytesOf(2) : one;
            most = (Math.Max(most.First, one), Math.Max(most.Further, two - one));
            all += one + (input.Steps - 1) * (two - one);

            long BytesOf(int steps)
            {
                var run = new DirectedRun<T>(_cells[d], input with { Steps = steps }, null, keep: true, 1, masks[d]?.Of(0, steps, input.Sequences, _cells[d]));
                long bytes = run.PrepareBackward() + (run.BlockNumbers > ScanMemory<T>.BlockNumbers / 2 ? (long)Compute.Threads * ScanMemory<T>.BlockNumbers * sizeof(T) : 0);
                run.Return();
                return bytes;
            }
        }
        if (all <= budget) return null;
        long between = _cells.Sum(cell => Enumerable.Range(0, cell.States).Sum(state => (long)input.Sequences * cell.SizeOf(state) * sizeof(T)));
        return SegmentPlan.Of(Spec.Cell.Spec.Name, budget, input.Steps, input.Sequences, most, between, Shards.Bounds(input.Sequences, input.Sequences) is { } shards ? shards.Length - 1 : 1, lengths is null);
    }

    /// <summary>All segments, of which nothing but the states between them is kept.</summary>
    private Segmented ForwardInSegments(Segmented pass, T* x, T* y, Tensor<T>?[][] initial, Tensor<T>[][] final, CancellationToken cancellation)
    {
        var before = new Tensor<T>?[_cells.Length][][];
        for (int d = 0; d < _cells.Length; d++)
        {
            (int First, int Count)[] segments = [.. pass.Plan.InTime(_cells[d].Reverse)];
            before[d] = new Tensor<T>?[segments.Length][];
            Tensor<T>?[] state = initial[d];
            for (int visited = 0; visited < segments.Length; visited++)
            {
                int s = _cells[d].Reverse ? segments.Length - 1 - visited : visited;
                before[d][s] = state;
                Tensor<T>[] after = visited == segments.Length - 1 ? final[d] : States(d, pass.Input.Sequences);
                DirectedRun<T> run = RunOf(pass, d, segments[s], keep: false);
                Crew.Run(run.Groups.Count, new ForwardWork([run], x + segments[s].First * pass.Input.StepStride, Corner(y, pass.Output, d, segments[s].First), pass.Output, [state], [after], cancellation));
                state = after;
            }
        }
        return pass with { Before = before };
    }

    /// <summary>The segments backwards, each after it was computed again.</summary>
    /// <param name="final">What came back to the last states; taken over.</param>
    /// <param name="dInitial">What goes on to the first ones, where they were given.</param>
    private void BackwardInSegments(Segmented pass, int d, T* x, T* dy, Tensor<T>?[] final, T[] dx, Tensor<T>?[] dInitial, Tensor<T>? hidden, Dictionary<Parameter<T>, T[]> sums)
    {
        (int First, int Count)[] segments = [.. pass.Plan.InTime(_cells[d].Reverse)];
        int n = pass.Input.Sequences, width = _cells[d].Outputs;
        var carry = new StateCarry<T>([.. final.Select((given, state) => given ?? new Tensor<T>(new Shape(n, _cells[d].SizeOf(state))))], new Tensor<T>(new Shape(n, width)));
        TermCarry<T>[] terms = [.. pass.ShardBounds.Skip(1).Select(_ => new TermCarry<T>())];
        for (int visited = segments.Length - 1; visited >= 0; visited--)
        {
            int s = _cells[d].Reverse ? segments.Length - 1 - visited : visited;
            (int first, int count) = segments[s];
            DirectedRun<T> run = RunOf(pass, d, segments[s], keep: true);
            Crew.Run(run.Groups.Count, new AgainWork(run, x + first * pass.Input.StepStride, pass.Before[d][s], States(d, n)));
            Tensor<T>? part = hidden is null ? null : new(new Shape(n, count, width));
            fixed (T* target = dx)
                Crew.Run(run.Groups.Count, new SegmentWork(run, Corner(dy, pass.Output, d, first), pass.Output, carry, target == null ? null : target + first * pass.Input.StepStride, visited == 0 ? dInitial : new Tensor<T>?[dInitial.Length], part));
            for (int i = 0; part is not null && i < n; i++) part.Values.Slice(i * count * width, count * width).CopyTo(hidden!.Array.AsSpan((i * pass.Input.Steps + first) * width));
            pass.Watch?.Held(run.Bytes + terms.Sum(carry => carry.Bytes) + pass.Bytes);
            foreach (TermCarry<T> left in terms) left.IsLast = visited == 0;
            run.AccumulateParameters(_cells[d].Parameters, sums, terms);
        }
        foreach (TermCarry<T> left in terms) left.Return();
    }

    private DirectedRun<T> RunOf(Segmented pass, int d, (int First, int Count) segment, bool keep) => new(_cells[d], pass.Input with { Steps = segment.Count },
        pass.Lengths is null ? null : [.. pass.Lengths.Select(length => Math.Clamp(length - segment.First, 0, segment.Count))], keep, Math.Max(1, Compute.Threads), pass.Masks[d]?.Of(segment.First, segment.Count, pass.Input.Sequences, _cells[d])) { ShardBounds = pass.ShardBounds };

    private Tensor<T>[] States(int d, int sequences) => [.. Enumerable.Range(0, _cells[d].States).Select(state => new Tensor<T>(new Shape(sequences, _cells[d].SizeOf(state))))];

    /// <summary>Where the numbers of a direction begin at a step.</summary>
    private T* Corner(T* y, Border output, int d, int step) => y + step * output.StepStride + (d == 0 ? 0 : _cells[0].Outputs) * output.FeatureStride;

    private sealed class AgainWork(DirectedRun<T> run, T* x, Tensor<T>?[] initial, Tensor<T>[] final) : IParallelWork
    {
        public void Run(int part) => run.Groups[part].Forward(x, initial, new Nowhere(), final, default);
    }

    private sealed class SegmentWork(DirectedRun<T> run, T* dy, Border output, StateCarry<T> carry, T* dx, Tensor<T>?[] dInitial, Tensor<T>? hidden) : IParallelWork
    {
        public void Run(int part)
        {
            DirectedRun<T>.Group group = run.Groups[part];
            group.Backward(new Reader(dy, output with { Features = run.Outputs }, group.Rows), carry.State, dx, dInitial, hidden, carry);
        }
    }

    /// <summary>The outputs are known already.</summary>
    private sealed class Nowhere : StepOutput<T>
    {
        public override void Write(int step, int rows, T* output) { }
    }
}
