using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations;
using Elman.Models.Explanations.Witness;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Models;

namespace Elman.Tests.Explanations;

/// <summary>The engine against the witness, and what an explanation says.</summary>
public sealed class ExplainTests
{
    public static TheoryData<string> Models => [.. ModelTable.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_equals_its_witness_in_both_types_and_with_lengths(string name)
    {
        Holds(ModelTable.Row<float>(name).Model());
        Holds(ModelTable.Row<double>(name).Model());
    }

    private static void Holds<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, Signal<T>> inputs = ModelRow<T>.Inputs(model);
        Assert.True(model.Explain(inputs) is { Holds: true } whole, model.Explain(inputs).ToString());
        if (model.Inputs.All(input => input.Shape.HasSteps))
            Assert.True(model.Explain(inputs, new() { Lengths = ModelRow<T>.Lengths }).Holds, model.Explain(inputs, new() { Lengths = ModelRow<T>.Lengths }).ToString());
    }

    [Fact]
    public void Every_cell_has_equations_of_its_own_that_say_what_the_cell_says_of_itself()
    {
        foreach (string name in CellEquationTable.Names)
        {
            CellSpec spec = CellCatalog.Build(name, []).Spec;
            Assert.Equal(EquationReader.Read(spec.Equations).Select(EquationText.Of), CellEquationTable.Find(name)!.Equations.Select(EquationText.Of));
        }
        Assert.Equal(CellCatalog.Names.Order(), CellEquationTable.Names.Order());
    }
}
