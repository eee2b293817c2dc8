using System.Diagnostics;

namespace Elman.Recurrent;

/// <summary>How many steps one thread has written, for another that reads them.</summary>
internal sealed class StepGate
{
    /// <summary>How long a reader may spin before it gives way.</summary>
    private static readonly long _spin = Stopwatch.Frequency * 50 / 1_000_000;

    private int _steps;

    /// <summary>So many steps are there.</summary>
    public void Open(int steps) => Volatile.Write(ref _steps, steps);

    /// <summary>Nothing more will come: nobody waits any longer.</summary>
    public void End() => Open(int.MaxValue);

    /// <summary>Waits until so many steps are there.</summary>
    public void Await(int steps)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _steps) < steps)
            if (Stopwatch.GetTimestamp() - start > _spin) Thread.Yield();
    }
}
