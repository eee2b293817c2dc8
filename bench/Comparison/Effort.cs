namespace Elman.Bench.Comparison;

/// <summary>How long and how often.</summary>
/// <param name="Processes">Of each program, one after another.</param>
/// <param name="Rounds">Measurements in each process, the programs taking turns.</param>
internal sealed record Effort(string Name, int Processes, int Rounds, int Milliseconds)
{
    public static readonly IReadOnlyList<Effort> All = [new("quick", 1, 2, 60), new("usual", 3, 1, 80), new("full", 3, 2, 200)];

    public static Effort Named(string name) => All.FirstOrDefault(one => one.Name == name) ?? throw new FormatException($"--effort is '{name}'; known: {string.Join(", ", All.Select(one => one.Name))}.");
}
