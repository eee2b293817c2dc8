using System.Diagnostics;
using System.Globalization;
using Elman.Bench.Peers;

namespace Elman.Bench.Comparison;

/// <summary>Bytes that a call of ours takes beyond its result, measured in a process of its own.</summary>
/// <param name="First">Of the first call: packed weights, and all working memory that is in use at the same time.</param>
/// <param name="Later">Of a later call, which finds that memory again.</param>
internal sealed record Memory(double First, double Later)
{
    public static Memory Of(Peer ours, Case one, int threads)
    {
        ProcessStartInfo start = ours.Start(threads);
        start.ArgumentList.Clear();
        foreach (string argument in (string[])["--memory", one.ToString(), threads.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string[] words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        if (process.ExitCode != 0 || words.Length != 2) throw new InvalidOperationException($"The memory of '{one}' could not be measured; the message is above.");
        return new(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
