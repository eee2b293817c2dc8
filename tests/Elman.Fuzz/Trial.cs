using System.Diagnostics;
using Elman.Formats;
using Elman.Models;
using Elman.Storage;

namespace Elman.Fuzz;

/// <summary>How the reading of one damaged file ended.</summary>
/// <param name="Fault">What is wrong with the reader; null where it did as it should.</param>
/// <param name="IsRead">Whether the file was read, damage and all.</param>
internal readonly record struct Outcome(string? Fault, bool IsRead, double Seconds, long Allocated);

/// <summary>Reads one file as its format and as a model, and holds the reader to its promises.</summary>
internal static class Trial
{
    /// <summary>What a reader may take for a file, whatever stands in it: docs/files.md.</summary>
    private const long MostAllocated = 64 << 20, MostPerByte = 500;

    private const double MostSeconds = 1;

    public static Outcome Run(ModelFormat format, string path)
    {
        Outcome outcome = Once(format, path);
        // A busy machine is slow now and then; a slow reader always.
        for (int again = 0; again < 2 && outcome is { Fault: null, Seconds: > MostSeconds }; again++) outcome = Once(format, path);
        if (outcome.Fault is not null) return outcome;
        long size = new FileInfo(path).Length;
        if (outcome.Seconds > MostSeconds) return outcome with { Fault = FormattableString.Invariant($"took {outcome.Seconds:F1} s") };
        return outcome.Allocated > MostAllocated + MostPerByte * size ? outcome with { Fault = FormattableString.Invariant($"took {outcome.Allocated:#,##0} bytes of memory for a file of {size:#,##0}") } : outcome;
    }

    private static Outcome Once(ModelFormat format, string path)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        double start = Processor;
        bool isRead = false;
        string? fault = Fault(() =>
        {
            ArrayFile file = format.Open(path, null);
            ModelFile.Read<float>(file);
            isRead = true;
        }) ?? Fault(() => FormatTable.Of(path));
        return new(fault, isRead, Processor - start, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static double Processor => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (BadFileException error)
        {
            return error.Message.Length > 20_000 ? FormattableString.Invariant($"said {error.Message.Length:#,##0} characters") : null;
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }
}
