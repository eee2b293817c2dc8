using System.Diagnostics;
using System.Globalization;
using Elman.Bench.Comparison;

namespace Elman.Bench.Peers;

/// <summary>A running peer. It waits for the next question without using the processor.</summary>
internal sealed class Worker(Peer peer, int threads) : IDisposable
{
    private readonly Process _process = Process.Start(peer.Start(threads))!;

    public string Name => peer.Name;

    /// <summary>Makes a case ready; false where the peer has no such thing.</summary>
    public bool Take(Case of) => Ask($"case {of}").StartsWith("none", StringComparison.Ordinal) is false;

    /// <summary>The median microseconds of a call of the case, measured for so long.</summary>
    public double Time(int milliseconds) => Number(string.Create(CultureInfo.InvariantCulture, $"time {milliseconds}"));

    public double Number(string question) => double.Parse(Ask(question), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended at '{question}'; its message is above.");
    }
}
