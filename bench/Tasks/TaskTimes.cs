using System.Diagnostics;
using System.Globalization;
using Elman.Bench.Peers;

namespace Elman.Bench.Tasks;

/// <summary>Whole trainings by the clock on the wall, on one thread: each in a process of its own, in turns, the best of some times.</summary>
internal static class TaskTimes
{
    private const int Times = 2;

    /// <summary>One training in this process: its seconds, and the loss of its last epoch.</summary>
    public static void Train(string folder, string name, TextWriter output)
    {
        Numerics.Compute.Threads = 1;
        TrainingTask task = TrainingTask.All(folder).Single(task => task.Name == name);
        var watch = Stopwatch.StartNew();
        double loss = task.Train();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:R} {loss:R}"));
    }

    public static void Compare(string folder, string peers, TextWriter output)
    {
        string[] names = [Peer.Ours, "pytorch", "pytorch-tuned"];
        Peer[] rows = [.. new PeerList(peers, null).Rows.Where(row => names.Contains(row.Name) && row.Missing is null)];
        output.WriteLine($"{"task",-24}{"hidden",8}{string.Concat(rows.Select(row => $"{row.Name,16}"))}{string.Concat(rows.Skip(1).Select(row => $"{"× " + row.Name,18}"))}  loss of the last epoch");
        foreach (TrainingTask task in TrainingTask.All(folder))
        {
            var best = rows.ToDictionary(row => row, _ => (Seconds: double.PositiveInfinity, Loss: double.NaN));
            for (int time = 0; time < Times; time++)
                foreach (Peer row in rows)
                    if (Run(row, folder, task.Name) is var (seconds, loss) && seconds < best[row].Seconds) best[row] = (seconds, loss);
            double ours = best[rows[0]].Seconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{task.Name,-24}{task.Hidden,8}{string.Concat(rows.Select(row => Text($"{best[row].Seconds:0.00} s", 16)))}{string.Concat(rows.Skip(1).Select(row => Text($"{best[row].Seconds / ours:0.0}", 18)))}  {string.Join(" ", rows.Select(row => Text($"{best[row].Loss:0.0000}", 0)))}"));
            output.Flush();
        }
    }

    private static string Text(FormattableString text, int width) => text.ToString(CultureInfo.InvariantCulture).PadLeft(width);

    private static (double Seconds, double Loss) Run(Peer peer, string folder, string task)
    {
        ProcessStartInfo start = peer.Start(1);
        start.ArgumentList.Clear();
        foreach (string argument in peer.Name == Peer.Ours ? (string[])["--train", folder, task] : [Path.Combine(AppContext.BaseDirectory, "train.py"), folder, task]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string[] words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return words is [var seconds, var loss]
            ? (double.Parse(seconds, CultureInfo.InvariantCulture), double.Parse(loss, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{peer.Name} gave no time for '{task}'; its message is above.");
    }
}
