using System.Numerics;
using Elman.Layers;

namespace Elman.Models;

/// <summary>What <see cref="Model{T}.StepMany(ReadOnlySpan{Session{T}}, ReadOnlySpan{T}, Span{T})"/> works in: planes that grow to the most sessions seen, and a chain whose streams keep theirs. One caller at a time.</summary>
internal sealed class SessionBatch<T>(Model<T> model, string output) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SessionChain<T> _chain = new(model.Wiring, model.States, output);
    private LayerStream<T>[] _streams = [], _some = [];
    private T[] _source = [], _target = [], _someSource = [], _someTarget = [];
    private bool[] _isMasked = [];

    public SessionChain<T> Chain => _chain;

    /// <param name="x">(sessions, inputs)</param>
    /// <param name="y">(sessions, outputs), written at the end, so it may be the memory of x.</param>
    public void Step(ReadOnlySpan<Session<T>> sessions, ReadOnlySpan<T> x, Span<T> y)
    {
        Reserve(sessions.Length);
        for (int link = 0; link < _chain.Links.Length; link++)
        {
            Collect(sessions, link);
            int features = _chain.Links[link].Features * sessions.Length;
            Make(sessions.Length, _chain.Links[link], x, _target.AsSpan(0, features));
            x = Turn(features);
        }
        x.CopyTo(y);
        Forget(sessions.Length);
    }

    /// <param name="ids">One for each session.</param>
    public void Step(ReadOnlySpan<Session<T>> sessions, ReadOnlySpan<int> ids, Span<T> y)
    {
        Reserve(sessions.Length);
        int features = _chain.Links[0].Features;
        for (int i = 0; i < sessions.Length; i++)
        {
            LayerStream<T> stream = sessions[i].Chain.Links[0].Stream;
            stream.Step(ids[i], _target.AsSpan(i * features, features));
            _isMasked[i] = stream.IsMasked;
        }
        ReadOnlySpan<T> x = Turn(sessions.Length * features);
        for (int link = 1; link < _chain.Links.Length; link++)
        {
            Collect(sessions, link);
            features = _chain.Links[link].Features * sessions.Length;
            Make(sessions.Length, _chain.Links[link], x, _target.AsSpan(0, features));
            x = Turn(features);
        }
        x.CopyTo(y);
        Forget(sessions.Length);
    }

    private void Make(int count, SessionChain<T>.Link link, ReadOnlySpan<T> x, Span<T> y)
    {
        Span<bool> isMasked = _isMasked.AsSpan(0, count);
        if (link.PassesOver && isMasked.Contains(true)) PassOver(count, link, x, y);
        else link.Stream.StepMany(_streams.AsSpan(0, count), x, y);
        for (int i = 0; i < count; i++) isMasked[i] |= _streams[i].IsMasked;
    }

    /// <summary>Those that the mask passes over hold their output; the others are brought together, and put back.</summary>
    private void PassOver(int count, SessionChain<T>.Link link, ReadOnlySpan<T> x, Span<T> y)
    {
        int inputs = x.Length / count, outputs = link.Features, some = 0;
        for (int i = 0; i < count; i++)
        {
            if (_isMasked[i])
            {
                _streams[i].Hold(y.Slice(i * outputs, outputs));
                continue;
            }
            x.Slice(i * inputs, inputs).CopyTo(_someSource.AsSpan(some * inputs));
            _some[some++] = _streams[i];
        }
        if (some == 0) return;
        link.Stream.StepMany(_some.AsSpan(0, some), _someSource.AsSpan(0, some * inputs), _someTarget.AsSpan(0, some * outputs));
        for (int i = count - 1; i >= 0; i--)
            if (!_isMasked[i]) _someTarget.AsSpan(--some * outputs, outputs).CopyTo(y[(i * outputs)..]);
    }

    private void Collect(ReadOnlySpan<Session<T>> sessions, int link)
    {
        for (int i = 0; i < sessions.Length; i++) _streams[i] = sessions[i].Chain.Links[link].Stream;
    }

    /// <summary>What was written is read by the next link.</summary>
    private ReadOnlySpan<T> Turn(int numbers)
    {
        (_source, _target) = (_target, _source);
        return _source.AsSpan(0, numbers);
    }

    private void Reserve(int count)
    {
        if (count > _streams.Length)
        {
            int capacity = Math.Max(count, 2 * _streams.Length), widest = _chain.Inputs;
            bool passesOver = false;
            foreach (SessionChain<T>.Link link in _chain.Links) (widest, passesOver) = (Math.Max(widest, link.Features), passesOver | link.PassesOver);
            (_streams, _some, _isMasked) = (new LayerStream<T>[capacity], new LayerStream<T>[capacity], new bool[capacity]);
            (_source, _target) = (new T[capacity * widest], new T[capacity * widest]);
            if (passesOver) (_someSource, _someTarget) = (new T[capacity * widest], new T[capacity * widest]);
        }
        Array.Clear(_isMasked, 0, count);
    }

    /// <summary>A session that nobody uses any more is not kept alive by the batch that it was in.</summary>
    private void Forget(int count)
    {
        Array.Clear(_streams, 0, count);
        Array.Clear(_some, 0, count);
    }
}
