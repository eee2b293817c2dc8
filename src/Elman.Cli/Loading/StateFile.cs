using System.Numerics;
using Elman.Models;
using Elman.Storage;

namespace Elman.Cli.Loading;

/// <summary>The file in which a session's state waits for the next call.</summary>
internal sealed class StateFile(string path)
{
    /// <summary>Leaves the session at its start where the file is not there yet.</summary>
    public void Restore<T>(Session<T> session) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Directory.Exists(path)) throw new BadFileException(path, $"expected a file for the state, found a folder. Name a file in it.");
        if (!File.Exists(path)) return;
        try
        {
            session.Restore(File.ReadAllBytes(path));
        }
        catch (BadFileException error)
        {
            throw new BadFileException(path, $"holds no state that can be restored: {error.Message} Give another file, or remove it to start anew.", inner: error);
        }
        catch (ArgumentException error)
        {
            throw new WrongUseException($"--state '{path}': {error.Message}");
        }
    }

    /// <summary>Beside the file first and then in its place, so that the old state or the new one is whole at every moment.</summary>
    public void Save<T>(Session<T> session) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string beside = path + ".part";
        File.WriteAllBytes(beside, session.Save());
        File.Move(beside, path, overwrite: true);
    }
}
