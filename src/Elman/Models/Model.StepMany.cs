namespace Elman.Models;

public sealed partial class Model<T>
{
    private readonly Lock _batchesGate = new();
    private readonly List<SessionBatch<T>> _batches = [];

    /// <summary>
    /// One step of many sessions of this model, their products made together: the bits are those of stepping each alone, the time is that of a batch. Any sessions
    /// may be together in a call, at any point of their ways, in any order. It allocates nothing but memory for more sessions than were ever stepped at once.
    /// </summary>
    /// <param name="sessions">None of them twice, all on the same output. Nobody else may use them meanwhile; other sessions of the model may be stepped by other threads.</param>
    /// <param name="x">(sessions, inputs): the numbers of the first session, then those of the second, …</param>
    /// <param name="y">(sessions, outputs); may be the memory of <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">A session is of another model or output, or there twice, or the sizes differ. No session was stepped.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using one of the sessions. No session was stepped.</exception>
    public void StepMany(ReadOnlySpan<Session<T>> sessions, ReadOnlySpan<T> x, Span<T> y) => StepMany(sessions, x, [], y);

    /// <summary>The same for a model that begins with an embedding.</summary>
    /// <param name="ids">One for each session.</param>
    public void StepMany(ReadOnlySpan<Session<T>> sessions, ReadOnlySpan<int> ids, Span<T> y) => StepMany(sessions, [], ids, y);

    private void StepMany(ReadOnlySpan<Session<T>> sessions, ReadOnlySpan<T> x, ReadOnlySpan<int> ids, Span<T> y)
    {
        if (sessions.IsEmpty && x.IsEmpty && ids.IsEmpty && y.IsEmpty) return;
        Enter(sessions);
        try
        {
            SessionBatch<T> batch = Take(sessions[0].Output);
            batch.Chain.CheckMany(sessions.Length, x.Length, ids, y.Length);
            if (ids.IsEmpty) batch.Step(sessions, x, y);
            else batch.Step(sessions, ids, y);
            foreach (Session<T> session in sessions) session.Count();
            lock (_batchesGate) _batches.Add(batch);
        }
        finally
        {
            foreach (Session<T> session in sessions) session.Leave();
        }
    }

    /// <summary>Enters all sessions, or none.</summary>
    private void Enter(ReadOnlySpan<Session<T>> sessions)
    {
        if (sessions.IsEmpty) throw new ArgumentException("There are numbers, and no session to step.");
        int entered = 0;
        try
        {
            for (; entered < sessions.Length; entered++)
            {
                Session<T> session = sessions[entered] ?? throw new ArgumentException($"sessions[{entered}] is null.");
                if (session.Model != this)
                    throw new ArgumentException($"sessions[{entered}] is of another model. Step the sessions of each model with its own {nameof(StepMany)}: they share one set of weights.");
                if (session.Output != sessions[0].Output)
                    throw new ArgumentException($"sessions[{entered}] is on output '{session.Output}', sessions[0] on '{sessions[0].Output}'. Step them apart.");
                if (session.TryEnter()) continue;
                if (sessions[..entered].Contains(session))
                    throw new ArgumentException($"sessions[{entered}] is also sessions[{sessions.IndexOf(session)}]. A session makes one step in a call.");
                session.Enter();
            }
        }
        catch
        {
            foreach (Session<T> session in sessions[..entered]) session.Leave();
            throw;
        }
    }

    private SessionBatch<T> Take(string output)
    {
        lock (_batchesGate)
        {
            for (int i = _batches.Count - 1; i >= 0; i--)
            {
                if (_batches[i].Chain.Output != output) continue;
                SessionBatch<T> batch = _batches[i];
                _batches.RemoveAt(i);
                return batch;
            }
        }
        return new(this, output);
    }
}
