using System.Globalization;

namespace Elman.Tests.Cli;

/// <summary>
/// Text that the command prints, compared with a file under <c>Expected</c> that one can read. After a change that is meant, run the tests
/// once with ELMAN_WRITE_EXPECTED=1, and look at the difference before you commit it.
/// </summary>
internal static class ExpectedText
{
    private static readonly bool _writes = Environment.GetEnvironmentVariable("ELMAN_WRITE_EXPECTED") == "1";

    public static void Is(string name, string found, params ReadOnlySpan<(string Found, string Shown)> varying)
    {
        string text = found.Replace(Repository.Root.Replace('\\', '/') + "/", "", StringComparison.Ordinal);
        foreach ((string value, string shown) in varying) text = text.Replace(value, shown, StringComparison.Ordinal);
        string path = Repository.Path("tests", "Elman.Tests", "Cli", "Expected", name + ".txt");
        if (_writes) File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    /// <summary>The command line and all that came of it, as one would see it.</summary>
    public static string Of(Answer answer, params string[] arguments) =>
        string.Create(CultureInfo.InvariantCulture, $"$ elman {string.Join(' ', arguments)}\n{answer.Output}{answer.Errors}[exit {answer.Exit}]\n");
}
