using System.Numerics;
using Elman.Layers;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>A model one step at a time: its state is carried from step to step, and a step allocates nothing.</summary>
/// <remarks>
/// One caller at a time; two at once are refused. A change of a parameter is seen by the next step. A node that takes the last step of a
/// sequence (<see cref="LastStep{T}"/>, <c>rnn.last</c>) gives the step at hand: every step is the last one so far, so the outputs are those
/// that <see cref="Model{T}.Predict(Elman.Numerics.Tensor{T}, PredictOptions?)"/> gives for the sequence up to here.
/// </remarks>
public sealed class Session<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Idle = 0, Busy = 1, Disposed = 2;

    private readonly SessionChain<T> _chain;
    private int _use = Idle;
    private long _steps;

    internal Session(Model<T> model, string? output) => (Model, _chain) = (model, new(model.Wiring, model.States, output));

    public Model<T> Model { get; }

    /// <summary>Numbers that a step takes; 0 where it takes an id.</summary>
    public int Inputs => _chain.Inputs;

    /// <summary>Numbers that a step gives.</summary>
    public int Outputs => _chain.Outputs;

    /// <summary>The name of the output that a step gives.</summary>
    public string Output => _chain.Output;

    /// <summary>Steps made since the start, or since <see cref="Reset"/>; a restored or forked session goes on counting.</summary>
    public long Steps => _steps;

    /// <summary>One step: <see cref="Inputs"/> numbers in, <see cref="Outputs"/> numbers out.</summary>
    public void Step(ReadOnlySpan<T> x, Span<T> y)
    {
        Enter();
        try
        {
            _chain.Step(x, y);
            _steps++;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>One step of a model that begins with an embedding.</summary>
    public void Step(int id, Span<T> y)
    {
        Enter();
        try
        {
            _chain.Step(id, y);
            _steps++;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Back to the start: all states zero.</summary>
    public void Reset()
    {
        Enter();
        try
        {
            _chain.Reset();
            _steps = 0;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>A second session that stands where this one stands and goes its own way from here.</summary>
    public Session<T> Fork()
    {
        Enter();
        try
        {
            var fork = new Session<T>(Model, Output) { _steps = _steps };
            fork._chain.CopyFrom(_chain);
            return fork;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The state as the bytes of a <c>.safetensors</c>, to be restored here, in another process or on another machine.</summary>
    public byte[] Save()
    {
        Enter();
        try
        {
            return SessionState.Write(Model, _chain, _steps);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Goes on from a saved state. Nothing changes unless all of it fits.</summary>
    /// <param name="allowOtherWeights">Whether the state may come from a model of the same architecture with other weights, such as one trained further.</param>
    /// <exception cref="Storage.BadFileException">The bytes are damaged or no saved state.</exception>
    /// <exception cref="ArgumentException">The state is that of another model.</exception>
    public void Restore(ReadOnlySpan<byte> state, bool allowOtherWeights = false)
    {
        Enter();
        try
        {
            _steps = SessionState.Read(Model, _chain, state, allowOtherWeights);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _use, Disposed);

    internal SessionChain<T> Chain => _chain;

    /// <summary>One step was made by <see cref="Model{T}.StepMany(ReadOnlySpan{Session{T}}, ReadOnlySpan{T}, Span{T})"/>.</summary>
    internal void Count() => _steps++;

    internal bool TryEnter() => Interlocked.CompareExchange(ref _use, Busy, Idle) == Idle;

    internal void Enter()
    {
        int before = Interlocked.CompareExchange(ref _use, Busy, Idle);
        if (before == Idle) return;
        ObjectDisposedException.ThrowIf(before == Disposed, this);
        throw new InvalidOperationException("Another thread is using this session. A session is one stream of steps: open one for each thread, or take turns.");
    }

    /// <summary>A session that was disposed meanwhile stays so.</summary>
    internal void Leave() => Interlocked.CompareExchange(ref _use, Idle, Busy);
}
