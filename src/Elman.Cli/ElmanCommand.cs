using System.CommandLine;

namespace Elman.Cli;

/// <summary>One command: what it takes, an example, and what it does.</summary>
internal abstract class ElmanCommand(string name, string purpose) : Command(name, purpose)
{
    /// <summary>What one would type, and what comes of it.</summary>
    public abstract IReadOnlyList<(string Line, string Purpose)> Examples { get; }

    public abstract Exit Run(ParseResult arguments, Surroundings here);
}
