namespace Elman.Cli;

/// <summary>What the exit code of the command means.</summary>
internal enum Exit
{
    Fine = 0,
    CheckFailed = 1,
    WrongUse = 2,
    BadFile = 3,
    Fault = 4,
    Diverged = 5,
    Cancelled = 130,
}

/// <summary>The exit codes as the help lists them.</summary>
internal static class ExitCodes
{
    public static IReadOnlyList<(Exit Code, string Meaning)> All { get; } =
    [
        (Exit.Fine, "all is well"),
        (Exit.CheckFailed, "a check failed: numbers differ by more than the tolerance, or bits differ"),
        (Exit.WrongUse, "wrong use: an argument, an option, or an input that does not fit the model"),
        (Exit.BadFile, "a file is missing, unreadable or damaged"),
        (Exit.Fault, "a fault of elman itself"),
        (Exit.Diverged, "a training met a number that is NaN or infinite"),
        (Exit.Cancelled, "cancelled by Ctrl-C"),
    ];
}
