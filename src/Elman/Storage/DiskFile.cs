using Microsoft.Win32.SafeHandles;

namespace Elman.Storage;

/// <summary>Opening a file that may not be there, and replacing one so that at every moment the old or the new one is whole.</summary>
internal static class DiskFile
{
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new BadFileException(path, $"expected a file, found a folder. Name a file in it.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.None);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadFileException(path, $"there is no such file. Check the path; it is taken from the current folder unless it " +
                $"begins at the root.", null, error);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            throw new BadFileException(path, $"cannot be opened: {error.Message} Check its permissions, and that no program holds " +
                $"it.", null, error);
        }
    }

    /// <summary>Writes beside the file, flushes to the disk, renames, and flushes the folder: then the new file outlives a power cut.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new BadFileException(path, $"expected a file to write, found a folder. Name a file in it.");
        string target = path, beside = "";
        try
        {
            // A link stays a link: the file behind it is replaced.
            if (File.Exists(path)) target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            beside = $"{target}.{Guid.NewGuid():n}.part";
            using (FileStream stream = Create(beside, target))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, target, overwrite: true);
            FlushFolder(target);
        }
        catch (Exception error)
        {
            if (beside.Length > 0) Discard(beside);
            if (!IsRefusal(error)) throw;
            throw new BadFileException(path, $"cannot be written: {error.Message} What was there before is untouched.", null, error);
        }
    }

    /// <summary>With the permissions of the file that it will replace.</summary>
    private static FileStream Create(string beside, string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && File.Exists(target)) options.UnixCreateMode = File.GetUnixFileMode(target);
        return new FileStream(beside, options);
    }

    /// <summary>A name is in its folder, which is written to the disk by itself. Where a system opens no folders, it keeps that order on its own.</summary>
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            using SafeFileHandle folder = File.OpenHandle(Path.GetDirectoryName(Path.GetFullPath(path))!);
            RandomAccess.FlushToDisk(folder);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            // The file itself is whole and in its place.
        }
    }

    private static void Discard(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            // The error that brought us here is the one to tell.
        }
    }

    private static bool IsRefusal(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" };
}
