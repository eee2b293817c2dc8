namespace Elman.Recurrent;

/// <summary>From which size on threads share rows, or the units of a step.</summary>
internal static class Sharing
{
    /// <summary>Multiply-adds of a whole call below which a second thread costs more than it brings.</summary>
    public const long CallWorthSharing = 300_000;

    /// <summary>
    /// Multiply-adds of a step below which threads lose more by waiting for each other, and for what the other has just written, than they win: some 2 µs of one core's work.
    /// A variable for tests alone, which share small steps too.
    /// </summary>
    public static long StepWorthSharing { get; set; } = 130_000;
}
