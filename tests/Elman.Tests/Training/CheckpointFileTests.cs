using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Files of checkpoints: whole or refused, and the last whole one is used.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-checkpoints-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_newest_are_kept_and_the_newest_is_read()
    {
        Checkpoints checkpoints = Written(new(_folder) { Keep = 2 }, 1, 7, 30, 1_000_000_001);
        Assert.Equal(["step-000000030.safetensors", "step-1000000001.safetensors"], checkpoints.Files.Select(path => Path.GetFileName(path)));
        Assert.Equal(1_000_000_001, StepOf(checkpoints, out List<string> passed));
        Assert.Empty(passed);
    }

    [Fact]
    public void Where_there_is_no_checkpoint_there_is_none() =>
        Assert.Null(new Checkpoints(Path.Combine(_folder, "never")).Newest(_ => { }, []));

    [Fact]
    public void Whatever_bit_is_changed_and_wherever_it_is_cut_the_one_before_is_used()
    {
        Checkpoints checkpoints = Written(new(_folder), 1, 2);
        string newest = checkpoints.Files[^1];
        byte[] whole = File.ReadAllBytes(newest);
        var random = new Random(5);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] damaged = [.. whole];
            if (trial % 4 == 0) damaged = damaged[..random.Next(damaged.Length)];
            else damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(newest, damaged);
            Assert.Equal(1, StepOf(checkpoints, out List<string> passed));
            Assert.Contains(newest, Assert.Single(passed), StringComparison.Ordinal);
        }
        File.WriteAllBytes(newest, whole);
        Assert.Equal(2, StepOf(checkpoints, out _));
    }

    [Fact]
    public void A_file_of_another_kind_and_a_checkpoint_of_another_training_are_passed_over_with_the_reason()
    {
        Checkpoints checkpoints = Written(new(_folder), 1, 2);
        new ArrayFile { { "a", Tensor.Scalar(1f) } }.Save(Path.Combine(_folder, "step-000000003.safetensors"));
        File.WriteAllText(Path.Combine(_folder, "step-000000004.safetensors"), "no arrays at all");
        Assert.Equal(2, StepOf(checkpoints, out List<string> passed));
        Assert.Equal(2, passed.Count);
        Assert.Contains("holds arrays but no checkpoint", passed[1], StringComparison.Ordinal);

        passed = [];
        ArrayFile? found = checkpoints.Newest(file => _ = file["step"].As<double>()[0] < 2 ? 0 : throw new BadFileException(file.Source!, $"belongs to another training."), passed);
        Assert.Equal(1, found!["step"].As<double>()[0]);
        Assert.Contains("another training", passed[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_can_be_used_the_error_says_why_of_each()
    {
        Checkpoints checkpoints = Written(new(_folder), 1, 2);
        foreach (string path in checkpoints.Files) File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        BadFileException error = Assert.Throws<BadFileException>(() => StepOf(checkpoints, out _));
        Assert.Contains("none of the 2 checkpoints", error.Message, StringComparison.Ordinal);
        Assert.Contains("step-000000001", error.Message, StringComparison.Ordinal);
        Assert.Contains("step-000000002", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_has_left_is_no_checkpoint_and_goes_with_the_next()
    {
        Checkpoints checkpoints = Written(new(_folder), 1);
        string part = Path.Combine(_folder, $"step-000000002.safetensors.{Guid.NewGuid():n}.part"), foreign = Path.Combine(_folder, "notes.part");
        File.WriteAllText(part, "half of it");
        File.WriteAllText(foreign, "not ours");
        Assert.Equal(1, StepOf(checkpoints, out _));
        Written(checkpoints, 3);
        Assert.False(File.Exists(part));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_last_checkpoint_as_it_was()
    {
        string path = Written(new(_folder), 1).Files[0];
        byte[] before = File.ReadAllBytes(path);
        BadFileException error = Assert.Throws<BadFileException>(() => DiskFile.Replace(path, stream =>
        {
            stream.Write(before.AsSpan(0, before.Length / 2));
            throw new IOException("No space left on device");
        }));
        Assert.Contains("cannot be written: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_by_name()
    {
        string blocked = Path.Combine(_folder, "a-file");
        File.WriteAllText(blocked, "");
        BadFileException error = Assert.Throws<BadFileException>(() => Written(new(Path.Combine(blocked, "inside")), 1));
        Assert.Contains("the folder for checkpoints cannot be made", error.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsLinux()) return;
        error = Assert.Throws<BadFileException>(() => Written(new("/proc"), 1));     // a folder in which nobody can make a file, the superuser included
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }

    private static Checkpoints Written(Checkpoints checkpoints, params long[] steps)
    {
        foreach (long step in steps) checkpoints.Write(step, new ArrayFile { { "step", Tensor.From([(double)step]) }, { "rnn.weight", Tensor.From(new[,] { { 1f, 2f }, { 3f, float.NaN } }) } });
        return checkpoints;
    }

    private static double? StepOf(Checkpoints checkpoints, out List<string> passed) => checkpoints.Newest(_ => { }, passed = [])?["step"].As<double>()[0];
}
