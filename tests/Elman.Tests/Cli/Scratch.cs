using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Cli;

/// <summary>A folder of files for one test, gone after it; its path is shown as <c>TEMP</c>.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-cli-").FullName;

    public string this[string name] => $"{_folder}/{name}".Replace('\\', '/');

    /// <summary>How the folder is shown in expected text.</summary>
    public (string, string) Shown => (this[""], "TEMP/");

    public string Arrays(string name, params ReadOnlySpan<(string Name, Tensor<float> Values)> arrays)
    {
        var file = new ArrayFile();
        foreach ((string array, Tensor<float> values) in arrays) file.Add(array, values);
        file.Save(this[name]);
        return this[name];
    }

    public string Text(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
