using Elman.Storage;

namespace Elman.Cli;

/// <summary>The command was asked for something that cannot be done: what was expected, what was found, and what to do next.</summary>
internal sealed class WrongUseException(InvariantText problem) : Exception(problem.ToString());
