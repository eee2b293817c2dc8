using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit;

namespace Elman.Tests;

/// <summary>
/// The whole suite runs under a culture that writes 0,5 for ½, and so do the programs that it starts: whoever formats or parses a number
/// without naming the invariant culture is found by the test that reads it. ELMAN_TEST_CULTURE names another culture.
/// </summary>
public sealed class TestCulture
{
    private static readonly string _name = Environment.GetEnvironmentVariable("ELMAN_TEST_CULTURE") is { Length: > 0 } asked ? asked : "de-DE";
    private static readonly bool _isKnown = CultureInfo.GetCultures(CultureTypes.AllCultures).Any(culture => culture.Name == _name);

    // The language of messages stays: the runner's own report is read by .ci/run.
    [ModuleInitializer]
    internal static void Set()
    {
        if (!_isKnown) return;
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(_name);
        Environment.SetEnvironmentVariable("LC_ALL", _name.Replace('-', '_') + ".UTF-8");
    }

    [Fact]
    public void The_suite_runs_under_the_culture_that_was_asked_for()
    {
        SkipWithoutCultures();
        Assert.Equal(_name, CultureInfo.CurrentCulture.Name);
        if (_name == "de-DE") Assert.Equal("0,5", 0.5.ToString());
    }

    [Fact]
    public async Task New_threads_and_tasks_have_it_too()
    {
        SkipWithoutCultures();
        Assert.Equal(_name, await Task.Run(() => CultureInfo.CurrentCulture.Name, TestContext.Current.CancellationToken));
        string found = "";
        var thread = new Thread(() => found = CultureInfo.CurrentCulture.Name);
        thread.Start();
        thread.Join();
        Assert.Equal(_name, found);
    }

    private static void SkipWithoutCultures() =>
        Assert.SkipUnless(_isKnown, $"This machine's runtime has no culture '{_name}': install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
}
