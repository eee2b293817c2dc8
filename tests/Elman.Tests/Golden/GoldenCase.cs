using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>One case of a manifest that a framework's script wrote.</summary>
/// <param name="Folder">The folder of the manifest: the framework.</param>
internal sealed record GoldenCase(string Directory, string Folder, string Name, JsonObject Config, string? Arrays, IReadOnlyList<string> Files)
{
    /// <summary>Where the manifests are: <c>ELMAN_FIXTURES</c>, or the tests' own.</summary>
    public static string Root => Environment.GetEnvironmentVariable("ELMAN_FIXTURES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Repository.Root, "tests", "fixtures");

    /// <summary>Every case of every manifest below the root, in order.</summary>
    public static IReadOnlyList<GoldenCase> All { get; } = [.. System.IO.Directory.GetDirectories(Root).Order(StringComparer.Ordinal)
        .Where(directory => File.Exists(Path.Combine(directory, "manifest.json"))).SelectMany(Read)];

    public ArrayFile Load() => ArrayFile.Load(Path.Combine(Directory, Arrays!));

    public string PathOf(string file) => Path.Combine(Directory, file);

    public int Number(string key) => (int)Config[key]!;
    public bool Flag(string key) => Config[key] is { } value && (bool)value;
    public string Text(string key) => (string)Config[key]!;

    public override string ToString() => $"{Folder}/{Name}";

    private static IEnumerable<GoldenCase> Read(string directory)
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "manifest.json")))!;
        foreach (JsonNode? entry in manifest["cases"]!.AsArray())
            yield return new(directory, Path.GetFileName(directory), (string)entry!["name"]!, entry["config"]!.AsObject(), (string?)entry["arrays"],
                [.. (entry["files"] as JsonArray ?? []).Select(file => (string)file!)]);
    }
}

/// <summary>How near a number must be to the framework's.</summary>
internal static class Tolerance
{
    /// <summary>|difference| ≤ 1e-6 + 1e-5·|expected| in float, 1e-12·max(1, |expected|) in double.</summary>
    public static void Near<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> found, string what) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double e = double.CreateChecked(expected[i]), f = double.CreateChecked(found[i]);
            double bound = typeof(T) == typeof(float) ? 1e-6 + 1e-5 * Math.Abs(e) : 1e-12 * Math.Max(1, Math.Abs(e));
            Hold(Math.Abs(f - e) <= bound, what, i, e, f, bound);
        }
    }

    /// <summary>Gradients: within 1e-5 (1e-12 in double) of the largest entry, and exactly zero where all are zero.</summary>
    public static void NearGradient<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> found, string what) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, found.Length);
        double largest = 0;
        foreach (T value in expected) largest = Math.Max(largest, Math.Abs(double.CreateChecked(value)));
        double bound = (typeof(T) == typeof(float) ? 1e-5 : 1e-12) * largest;
        for (int i = 0; i < expected.Length; i++)
        {
            double e = double.CreateChecked(expected[i]), f = double.CreateChecked(found[i]);
            Hold(Math.Abs(f - e) <= bound, what, i, e, f, bound);
        }
    }

    private static void Hold(bool near, string what, int i, double expected, double found, double bound) =>
        Assert.True(near, FormattableString.Invariant($"{what}: entry {i} is {found:R}, expected {expected:R} ± {bound:R}"));
}
