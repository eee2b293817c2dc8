using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Elman.Numerics;

/// <summary>Work in phases, each of which needs all of the one before; a phase may be shared between members.</summary>
internal interface IPhasedWork
{
    /// <summary>One share of a phase; which shares there are may change from phase to phase, what they write together may not.</summary>
    void Run(int phase, int part, int parts);
}

/// <summary>
/// Runs phases by several threads that wait for each other after each one. The first member starts at once; the others join at the end of a phase
/// when they have come, if they come, so nobody waits for a thread that the pool does not give.
/// </summary>
internal sealed class Lockstep : IParallelWork
{
    /// <summary>Longs between two words, so that each has a pair of cache lines of its own.</summary>
    private const int Apart = 16;
    private const int PartsBits = 8;

    /// <summary>What the first member writes when there is nothing more to do.</summary>
    private const long Ended = long.MaxValue;

    /// <summary>How long a member may spin before it gives way.</summary>
    private static readonly long _spin = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly int _phases;
    private readonly IPhasedWork _work;

    /// <summary>Word 0, of the first member: phases that it has ended, and in the low bits how many share the next. Word m, of member m: phases that it has ended.</summary>
    private readonly long[] _words;
    private ExceptionDispatchInfo? _error;
    private int _arrived;

    private Lockstep(int phases, int members, IPhasedWork work) => (_phases, _work, _words) = (phases, work, new long[(members + 1) * Apart]);

    /// <summary>Phases 0 … phases − 1, each by up to so many members. An error ends the work and is thrown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int phases, int members, IPhasedWork work)
    {
        if (members > 1) Crew.Run(members, new Lockstep(phases, members, work));
        else for (int phase = 0; phase < phases; phase++) work.Run(phase, 0, 1);
    }

    public void Run(int part)
    {
        if (part == 0) Lead();
        else Follow();
    }

    private ref long Word(int member) => ref _words[(member + 1) * Apart - 1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Lead()
    {
        try
        {
            int parts = 1;
            for (int phase = 0; phase < _phases; phase++)
            {
                _work.Run(phase, 0, parts);
                _error?.Throw();
                parts = 1 + Volatile.Read(ref _arrived);
                Volatile.Write(ref Word(0), (phase + 1L) << PartsBits | (uint)parts);
                AwaitOthers(0, parts, phase + 1);
            }
            _error?.Throw();
        }
        finally
        {
            Volatile.Write(ref Word(0), Ended);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Follow()
    {
        int member = Interlocked.Increment(ref _arrived);
        long start = Stopwatch.GetTimestamp(), plan;
        while ((int)((plan = Volatile.Read(ref Word(0))) & ((1 << PartsBits) - 1)) <= member && plan != Ended) Pause(start);
        try
        {
            for (long phase = plan >> PartsBits; plan != Ended && phase < _phases; phase++)
            {
                int parts = (int)(plan & ((1 << PartsBits) - 1));
                Volatile.Write(ref Word(member), phase);
                AwaitOthers(member, parts, phase);
                _work.Run((int)phase, member, parts);
                Volatile.Write(ref Word(member), phase + 1);
                start = Stopwatch.GetTimestamp();
                while ((plan = Volatile.Read(ref Word(0))) >> PartsBits <= phase) Pause(start);
            }
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }
        finally
        {
            Volatile.Write(ref Word(member), Ended);
        }
    }

    /// <summary>Waits until the other members, the first aside, have ended so many phases.</summary>
    private void AwaitOthers(int member, int parts, long phases)
    {
        for (int other = 1; other < parts; other++)
        {
            if (other == member || Volatile.Read(ref Word(other)) >= phases) continue;
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref Word(other)) < phases) Pause(start);
        }
    }

    /// <summary>For a while no pause at all: the others are at the same work, and every nanosecond of a pause is lost at each phase.</summary>
    private static void Pause(long start)
    {
        if (Stopwatch.GetTimestamp() - start > _spin) Thread.Yield();
    }
}
