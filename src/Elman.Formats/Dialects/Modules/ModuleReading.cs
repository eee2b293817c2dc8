using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>How one framework's modules are found in the names of a file, and their arrays taken.</summary>
/// <param name="habits">What the framework does where a file says nothing.</param>
internal abstract class ModuleReading(ModuleHabits habits)
{
    public ModuleHabits Habits => habits;

    /// <summary>For each module, in the order of the file, what it can be, the likeliest first; one error for all that is wrong.</summary>
    public abstract List<FileModule[]> Find(ArrayFile file, LoadOptions options);

    /// <summary>The arrays of nodes by our parameters, each node's modules being named with its prefix.</summary>
    public abstract IReadOnlyDictionary<string, NamedArray> Arrays(IReadOnlyList<(NodeDescription Node, string Prefix)> nodes, ArrayFile file);
}

/// <summary>The modules of a <c>state_dict</c>.</summary>
internal sealed class TorchReading(ModuleHabits habits) : ModuleReading(habits)
{
    public override List<FileModule[]> Find(ArrayFile file, LoadOptions options) => TorchModules.Of(file, (options.Activation ?? Habits.Recurrent).ToString(), options.LayerNormEpsilon ?? Habits.Epsilon);

    public override IReadOnlyDictionary<string, NamedArray> Arrays(IReadOnlyList<(NodeDescription Node, string Prefix)> nodes, ArrayFile file) =>
        TorchDialect.Match(nodes.SelectMany(row => TorchDialect.Pairs(row.Node, row.Prefix)), file);
}
