using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>
/// Finds likely sequences. At each step the hypotheses in hand are extended by every id; of the extensions, ordered by the sum of their log-probabilities, those among the first B that end are finished,
/// and the first B that do not end go on.
/// </summary>
/// <remarks>Of equal sums the extension of the hypothesis that came first goes before, and then the smaller id. With as many beams as there are sequences nothing is given up: the best of all is found.</remarks>
internal sealed class BeamSearch<T>(DecoderPlan<T> plan, SequenceRoles roles, DecodeOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A hypothesis in hand.</summary>
    private sealed record Live(int[] Ids, double[] Logs, double Sum);

    /// <summary>An extension: of which hypothesis, by which id.</summary>
    private readonly record struct Candidate(int From, int Id, double Log, double Sum);

    /// <summary>The search of one source.</summary>
    private sealed class Search
    {
        public List<Live> Live { get; set; } = [new([], [], 0)];
        public List<Hypothesis> Finished { get; } = [];
        public bool IsDone { get; set; }
    }

    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run(Signal<T> source)
    {
        var run = new DecoderRun<T>(plan, source, options.Cancellation);
        Search[] searches = [.. Enumerable.Range(0, run.Rows).Select(_ => new Search())];
        int[] ids = [.. searches.Select(_ => roles.Start)];
        for (int length = 1; ids.Length > 0; length++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Tensor<T> logs = DecoderPlan<T>.Logarithms(run.Step(ids), roles.Kind);
            var rows = new List<int>();
            var next = new List<int>();
            int row = 0;
            foreach ((int number, Search search) in searches.Index())
            {
                if (search.IsDone) continue;
                int first = row;
                row += search.Live.Count;
                foreach (Candidate chosen in Extend(search, logs, first, length, number))
                {
                    rows.Add(first + chosen.From);
                    next.Add(chosen.Id);
                }
            }
            run.Select([.. rows]);
            ids = [.. next];
        }
        return [.. searches.Select(search => search.Finished)];
    }

    /// <summary>One step of one source.</summary>
    /// <returns>What goes on, with the hypothesis that it extends.</returns>
    private List<Candidate> Extend(Search search, Tensor<T> logs, int first, int length, int number)
    {
        List<Candidate> best = Best(search.Live, logs, first, number);
        var goOn = new List<Candidate>();
        var live = new List<Live>();
        bool isLast = length == options.MaximumLength;
        foreach ((int rank, Candidate candidate) in best.Index())
        {
            Live from = search.Live[candidate.From];
            double[] all = [.. from.Logs, candidate.Log];
            bool ends = candidate.Id == roles.End;
            if (ends ? rank < options.Beams : isLast && live.Count < options.Beams)
                Finish(search, new(ends ? from.Ids : [.. from.Ids, candidate.Id], all, ends, candidate.Sum / options.LengthPenalty.Of(length)));
            if (ends && options.Beams == 1 && rank == 0)        // greedy: the likeliest id was the end
            {
                isLast = true;
                break;
            }
            if (ends || live.Count == options.Beams) continue;
            live.Add(new([.. from.Ids, candidate.Id], all, candidate.Sum));
            goOn.Add(candidate);
        }
        search.Live = live;
        search.IsDone = isLast || live.Count == 0 || IsDecided(search, length);
        return search.IsDone ? [] : goOn;
    }

    /// <summary>The first 2B extensions: enough for B that go on, since each hypothesis ends in one way only.</summary>
    private List<Candidate> Best(List<Live> live, Tensor<T> logs, int first, int number)
    {
        int v = plan.Vocabulary, most = 2 * options.Beams;
        // The worst comes out first; of equal sums the later one is worse.
        var heap = new PriorityQueue<Candidate, (double Sum, int Place)>();
        for (int from = 0; from < live.Count; from++)
        {
            ReadOnlySpan<T> row = logs.Values.Slice((first + from) * v, v);
            for (int id = 0; id < v; id++)
            {
                double log = double.CreateChecked(row[id]), sum = live[from].Sum + log;
                if (double.IsNaN(log)) throw new InvalidOperationException($"The score of id {id} for source {number} after {live[from].Ids.Length} ids is NaN. Model.Trace(…).FirstNonFinite() says where it comes from.");
                if (double.IsNegativeInfinity(log)) continue;       // it has no probability at all
                (double, int) place = (sum, -(from * v + id));
                if (heap.Count < most) heap.Enqueue(new(from, id, log, sum), place);
                else if (heap.TryPeek(out _, out (double Sum, int Place) worst) && place.CompareTo(worst) > 0) heap.EnqueueDequeue(new(from, id, log, sum), place);
            }
        }
        var best = new List<Candidate>();
        while (heap.TryDequeue(out Candidate candidate, out _)) best.Add(candidate);
        best.Reverse();
        return best;
    }

    /// <summary>Keeps the finished in order: the greater score first, of equal ones the smaller ids.</summary>
    private void Finish(Search search, Hypothesis finished)
    {
        int place = search.Finished.FindIndex(other => finished.Score > other.Score || (finished.Score == other.Score && IsBefore(finished.Ids, other.Ids)));
        search.Finished.Insert(place < 0 ? search.Finished.Count : place, finished);
        if (search.Finished.Count > options.Best) search.Finished.RemoveAt(options.Best);
    }

    private static bool IsBefore(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
            if (a[i] != b[i]) return a[i] < b[i];
        return a.Count < b.Count;
    }

    /// <summary>Whether nothing in hand can still come before what is finished: a sum only falls, and the penalty is greatest or least at an end of the lengths to come.</summary>
    private bool IsDecided(Search search, int length)
    {
        if (search.Finished.Count < options.Best) return false;
        double nearest = options.LengthPenalty.Of(length + 1), farthest = options.LengthPenalty.Of(options.MaximumLength);
        double possible = search.Live.Max(live => Math.Max(live.Sum / nearest, live.Sum / farthest));
        return search.Finished[^1].Score > possible;
    }
}
