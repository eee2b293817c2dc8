namespace Elman.Models;

/// <summary>How far a model that runs both ways looks ahead when it is given a sequence bit by bit.</summary>
/// <param name="Chunk">Steps whose outputs are made together, C.</param>
/// <param name="Context">Steps behind them that the way back begins with, R.</param>
public sealed record LookAhead(int Chunk, int Context)
{
    /// <summary>Steps that must have been given beyond a step before its output is there, at most: C + R − 1.</summary>
    public int Delay => Chunk + Context - 1;

    internal void Check()
    {
        if (Chunk < 1) throw new ArgumentOutOfRangeException(nameof(Chunk), $"A look-ahead has chunks of at least 1 step, found {Chunk}.");
        if (Context < 0) throw new ArgumentOutOfRangeException(nameof(Context), $"A look-ahead has a context of 0 steps or more, found {Context}.");
        if ((long)Chunk + Context > int.MaxValue) throw new ArgumentOutOfRangeException(nameof(Context), $"A chunk of {Chunk} steps and a context of {Context} are more than a sequence can have.");
    }
}
