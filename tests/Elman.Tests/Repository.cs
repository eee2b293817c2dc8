namespace Elman.Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] _folders = [".ci", "bench", "docs", "samples", "src", "tests", "tools"];
    private static readonly string[] _made = ["bin", "obj", "build", "TestResults"];
    private static readonly string[] _kindsAtRoot = [".md", ".props", ".targets", ".json", ".slnx", ".config", ".editorconfig", ".gitattributes", ".gitignore"];

    /// <summary>Found upwards from the test program, because a deterministic build hides the path of its sources.</summary>
    public static string Root { get; } = Upwards(AppContext.BaseDirectory) ?? Upwards(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Elman.slnx; run the tests from a clone.");

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>
    /// Every file that belongs to the repository, as paths from the root with forward slashes: all in the folders of the house, and at
    /// the root those of known kinds, because a log that somebody lets fall there is none of ours.
    /// </summary>
    public static IEnumerable<string> Files =>
        _folders.Select(folder => new DirectoryInfo(Path(folder))).Where(folder => folder.Exists).SelectMany(Below)
            .Concat(new DirectoryInfo(Root).EnumerateFiles().Where(file => _kindsAtRoot.Contains(file.Extension) || file.Name == "LICENSE"))
            .Select(file => System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => !_made.Contains(inner.Name)).SelectMany(Below));

    private static string? Upwards(string from)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Elman.slnx"))) return folder.FullName;
        return null;
    }
}
