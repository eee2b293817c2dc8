namespace Elman.Tests.Storage;

/// <summary>A file that must be refused.</summary>
/// <param name="Extension">Of the name under which it is read.</param>
/// <param name="Make">Its bytes.</param>
/// <param name="Says">What the error must say.</param>
internal sealed record HostileFile(string Name, string Extension, Func<byte[]> Make, params string[] Says);
