using System.Text.Json;

namespace Elman.Tests.Storage;

/// <summary>Where the frameworks' own files are: <c>tests/fixtures</c>, or the folder that ELMAN_FIXTURES names.</summary>
internal static class StorageFixtures
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("ELMAN_FIXTURES") is { Length: > 0 } named ? named : Repository.Path("tests", "fixtures");

    public static IEnumerable<JsonElement> Cases(string framework)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, framework, "manifest.json")));
        return [.. manifest.RootElement.GetProperty("cases").EnumerateArray().Select(element => element.Clone())];
    }

    public static string? Text(this JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
