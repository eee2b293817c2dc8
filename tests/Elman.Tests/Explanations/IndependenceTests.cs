using Elman.Models.Explanations;
using Elman.Models.Explanations.Witness;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Explanations;

/// <summary>A witness that leans on the engine, or on what the engine says of itself, confirms nothing.</summary>
public sealed class IndependenceTests
{
    private const string Witness = "Elman.Models.Explanations.Witness";

    [Fact]
    public void The_compiled_witness_names_no_type_of_the_engine()
    {
        Type[] own = [.. typeof(WitnessModel).Assembly.GetTypes().Where(type => type.Namespace == Witness)];
        Assert.Contains(own, type => type.Name == "StepWitness");
        Assert.Equal([], Foreign(own));
        // The same search finds the engine where it is used.
        Assert.Contains(Foreign([typeof(Explainer)]), line => line.StartsWith("Elman.Models.Wiring", StringComparison.Ordinal));
        Assert.Contains(Foreign([typeof(AllClose)]), line => line.StartsWith("Elman.Numerics.Tensor", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cell_of_the_library_has_equations_that_are_not_its_own_words() =>
        Assert.Empty(CellCatalog.Names.Except(CellEquationTable.Names));

    /// <summary>Types outside of the witness; those that the compiler writes for arrays and texts begin with a bracket.</summary>
    private static string[] Foreign(IEnumerable<Type> types) =>
        [.. CompiledReferences.Of(types).Where(row => row.Named.Namespace != Witness && !row.Named.Name.StartsWith('<')).Select(row => $"{row.Named} named by {row.By}").Distinct()];
}
