namespace Elman.Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] _made = ["bin", "obj", "artifacts", "TestResults", "node_modules"];

    /// <summary>Found upwards from the test program, because a deterministic build hides the path of its sources.</summary>
    public static string Root { get; } = Upwards(AppContext.BaseDirectory) ?? Upwards(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds Elman.slnx; run the tests from a clone.");

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>Every file that is written by hand or kept, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files => Below(new DirectoryInfo(Root)).Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(IsKept).SelectMany(Below));

    private static bool IsKept(DirectoryInfo folder) => !_made.Contains(folder.Name) && (folder.Name is ".ci" or ".config" || folder.Name[0] != '.');

    private static string? Upwards(string from)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Elman.slnx"))) return folder.FullName;
        return null;
    }
}
