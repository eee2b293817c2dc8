using System.Globalization;
using System.Text.RegularExpressions;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Where a training leaves what it needs to go on after it was interrupted, and how often.</summary>
/// <param name="folder">It is made where it is not there; it belongs to one training.</param>
public sealed partial class Checkpoints(string folder)
{
    public string Folder { get; } = folder;

    /// <summary>How many of the newest stay; at least 1. An older one is deleted when the newer one is whole on the disk.</summary>
    public int Keep
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least 1 checkpoint is kept.");
    } = 3;

    /// <summary>Steps of the optimiser from one checkpoint to the next; null, which is usual, for one at the end of every epoch.</summary>
    public int? EverySteps
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Checkpoints are 1 step or more apart.");
    }

    /// <summary>The checkpoints that are there, oldest first, whole or not.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateFiles(Folder).Select(path => (Path: path, Match: Name.Match(Path.GetFileName(path)))).Where(row => row.Match.Success)
            .OrderBy(row => long.Parse(row.Match.Groups[1].Value, CultureInfo.InvariantCulture)).Select(row => row.Path)];

    internal string PathOf(long step) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:d9}.safetensors"));

    /// <summary>Writes the checkpoint of a step, and deletes what is then too old.</summary>
    internal void Write(long step, ArrayFile file)
    {
        MakeFolder();
        CheckpointFile.Write(PathOf(step), file);
        string[] unfinished = [.. Directory.EnumerateFiles(Folder).Where(path => Unfinished.IsMatch(Path.GetFileName(path)))];
        foreach (string old in Files.SkipLast(Keep).Concat(unfinished)) File.Delete(old);
    }

    /// <summary>The newest checkpoint that is whole and that the training accepts as its own.</summary>
    /// <param name="accept">Throws a <see cref="BadFileException"/> for one of another training.</param>
    /// <param name="passed">What was wrong with newer ones, a sentence each.</param>
    /// <exception cref="BadFileException">There are checkpoints, and none of them can be used.</exception>
    /// <returns>Null where there is none at all.</returns>
    internal ArrayFile? Newest(Action<ArrayFile> accept, List<string> passed)
    {
        foreach (string path in Files.Reverse())
        {
            try
            {
                ArrayFile file = CheckpointFile.Read(path);
                accept(file);
                return file;
            }
            catch (BadFileException error)
            {
                passed.Add(error.Message);
            }
        }
        if (passed.Count == 0) return null;
        throw new BadFileException(Folder, $"none of the {passed.Count} checkpoints in this folder can be used: {string.Join(" ", passed)} Put a whole one there, or begin anew with another folder.");
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException(Folder, $"the folder for checkpoints cannot be made: {error.Message} Name one that can be written.", null, error);
        }
    }

    [GeneratedRegex(@"^step-(\d{9,})\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    /// <summary>What a process that was killed while writing has left.</summary>
    [GeneratedRegex(@"^step-\d{9,}\.safetensors\.[0-9a-f]{32}\.part$", RegexOptions.CultureInvariant)]
    private static partial Regex Unfinished { get; }
}
