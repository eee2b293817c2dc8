using System.Diagnostics;
using System.Globalization;
using System.Text;
using Elman.Training;

namespace Elman.Tests.Cli;

/// <summary>A training whose process is killed at random moments, also while it writes, and resumed each time.</summary>
public sealed class KilledTrainingTests
{
    /// <summary>How often; ELMAN_KILLS sets another number, such as 30.</summary>
    private static readonly int _kills = int.Parse(Environment.GetEnvironmentVariable("ELMAN_KILLS") ?? "6", CultureInfo.InvariantCulture);

    /// <summary>60 values, a fifth of them not trained on, in windows of 6 and batches of 16: 42 windows.</summary>
    private const int StepsOfAnEpoch = 3;

    [Fact]
    public void A_training_killed_at_random_moments_and_resumed_has_the_bits_of_one_left_alone()
    {
        using var files = new Scratch();
        var series = new StringBuilder("wave\n");
        for (int i = 0; i < 60; i++) series.Append(CultureInfo.InvariantCulture, $"{Math.Sin(i * 0.7) + 0.1 * (i * 37 % 11):0.###}\n");
        string[] settings = ["train", "--data", files.Text("wave.csv", series.ToString()), "--window", "6", "--cell", "gru", "--hidden", "4", "--dropout", "0.1", "--batch", "16", "--checkpoint-every", "1", "--learning-rate", "0.001"];
        string killed = files["killed"], alone = files["alone"];

        var random = new Random(Environment.TickCount);
        var threads = new Dictionary<string, string>();
        for (int kill = 0; kill < _kills; kill++)
        {
            threads["ELMAN_THREADS"] = $"{1 + kill % 3}";
            using Process process = Answer.Start(threads, kill == 0 ? [.. settings, "--folder", killed, "--epochs", "1000000"] : ["train", "--folder", killed, "--resume"]);
            using var isTraining = new ManualResetEventSlim();
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data?.StartsWith("epoch", StringComparison.Ordinal) == true) isTraining.Set();
            };
            process.BeginErrorReadLine();
            Assert.True(isTraining.Wait(TimeSpan.FromMinutes(1)), $"The training did not begin within a minute after {kill} kills.");
            Thread.Sleep(random.Next(30));
            process.Kill();
            process.WaitForExit();
        }

        // Two epochs more, here, and as many as that in all for the one that is left alone.
        long step = new Checkpoints(killed).Files.Select(path => long.Parse(Path.GetFileNameWithoutExtension(path)["step-".Length..], CultureInfo.InvariantCulture)).Max();
        string epochs = $"{step / StepsOfAnEpoch + 2}";
        Answer last = Answer.Of("train", "--folder", killed, "--resume", "--epochs", epochs);
        Answer whole = Answer.Of([.. settings, "--folder", alone, "--epochs", epochs]);
        Assert.Equal((0, 0), (last.Exit, whole.Exit));
        foreach (string file in (string[])["model.safetensors", "history.csv", "loss.svg"])
            Assert.True(File.ReadAllBytes(Path.Combine(alone, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(killed, file))), $"{file} differs after {_kills} kills, the last at step {step}.");
    }
}
