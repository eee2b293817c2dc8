namespace Elman.Bench.Startup;

/// <summary>How long a published command takes to answer for the first time.</summary>
/// <param name="Rows">One for each question.</param>
/// <param name="Empty">Milliseconds of a whole process that does nothing, published alike.</param>
/// <param name="Published">How both were published.</param>
internal sealed record StartTimes(IReadOnlyList<StartRow> Rows, double Empty, string Published);

/// <param name="Name">What is asked.</param>
/// <param name="Answer">Milliseconds from <c>Main</c> to the end of the answer.</param>
/// <param name="Whole">Milliseconds of the whole process.</param>
internal sealed record StartRow(string Name, double Answer, double Whole);
