using System.CommandLine;

namespace Elman.Cli.Commands;

/// <summary>The option that every command has which a program may want to read.</summary>
internal static class JsonOption
{
    public static Option<bool> New() => new("--json") { Description = "print JSON instead of text" };
}
