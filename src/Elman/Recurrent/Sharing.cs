namespace Elman.Recurrent;

/// <summary>From which size on threads share rows, or the units of a step.</summary>
internal static class Sharing
{
    /// <summary>Multiply-adds of a whole call below which a second thread costs more than it brings.</summary>
    public const long CallWorthSharing = 300_000;

    /// <summary>Multiply-adds of a whole call below which layers that run behind each other lose more at the beginning and the end than they win: some 60 µs of one core's work.</summary>
    public const long LayersWorthSharing = 3_000_000;

    /// <summary>
    /// Steps that a layer takes from the one below it at a time, where layers run behind each other: at each handing over one waits for the other, and the first of them
    /// is all that the upper layer has to wait for at the beginning.
    /// </summary>
    public const int StepsHandedOver = 16;

    /// <summary>
    /// Multiply-adds of a step below which threads lose more by waiting for each other, and for what the other has just written, than they win: some 2 µs of one core's work.
    /// A variable for tests alone, which share small steps too.
    /// </summary>
    public static long StepWorthSharing { get; set; } = 130_000;
}
