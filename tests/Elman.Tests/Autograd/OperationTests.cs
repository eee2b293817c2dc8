using System.Reflection;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

public sealed class OperationTests
{
    public static TheoryData<string> EveryUse => [.. OperationTable.Names];

    [Theory, MemberData(nameof(EveryUse))]
    public void The_gradient_is_the_limit_of_central_differences(string use)
    {
        OperationRow<double> row = OperationTable.Row<double>(use);
        Tensor<double>[] leaves = [.. row.Inputs.Select(Draw.Leaf)];
        CentralDifference.Check(leaves, () => row.Call(leaves));
    }

    [Theory, MemberData(nameof(EveryUse))]
    public void An_input_that_requires_no_gradient_gets_none_and_changes_no_other(string use)
    {
        OperationRow<double> row = OperationTable.Row<double>(use);
        double[][] all = Gradients(row, _ => true);
        for (int i = 0; i < row.Inputs.Length && row.Inputs.Length > 1; i++)
        {
            double[][] others = Gradients(row, input => input != i);
            for (int j = 0; j < others.Length; j++) Assert.Equal(j == i ? [] : all[j], others[j]);
        }
    }

    [Fact]
    public void Every_public_operation_has_a_row()
    {
        string[] operations =
        [
            .. typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Where(method => method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Tensor<>))
                .Select(method => method.Name).Distinct(),
        ];
        Assert.Contains("MatMul", operations);
        Assert.Empty(operations.Except(OperationTable.Rows<double>().Select(row => row.Method)));
    }

    private static double[][] Gradients(OperationRow<double> row, Func<int, bool> requires)
    {
        Tensor<double>[] leaves = [.. row.Inputs.Select((x, i) => new Tensor<double>(x.Shape, x.Values.ToArray()) { RequiresGradient = requires(i) })];
        Tensor<double> y = row.Call(leaves);
        y.Backward(Draw.Tensor<double>(98, [.. y.Shape]));
        return [.. leaves.Select(leaf => leaf.Gradient?.Values.ToArray() ?? [])];
    }
}
