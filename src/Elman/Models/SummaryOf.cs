using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Models;

/// <summary>Makes the summary of a model.</summary>
internal static class SummaryOf
{
    public static ModelSummary Model<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Wiring<T> wiring = model.Wiring;
        return new(
            ElementOf<T>(),
            [.. wiring.Inputs.Select(input => new SummaryRow(input.Name, input.Shape.IsIds ? "ids" : "numbers", input.Shape.ToString(), 0, 0, input.Shape.HasSteps, []))],
            [.. wiring.Nodes.Select((_, index) => Node(wiring, index))],
            [.. wiring.Outputs.Zip(wiring.OutputSources, (output, source) => (output.Name, wiring.ShapeOf(source).ToString()))],
            model.Assumptions);
    }

    /// <summary>As NumPy and PyTorch call it.</summary>
    public static string ElementOf<T>() where T : unmanaged => typeof(T) == typeof(float) ? "float32" : typeof(T) == typeof(double) ? "float64" : typeof(T).Name;

    private static SummaryRow Node<T>(Wiring<T> wiring, int index) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ModelNode<T> node = wiring.Nodes[index];
        LayerPlan plan = wiring.Plans[index];
        bool hasSteps = wiring.NodeSources[index].Any(source => wiring.ShapeOf(source).HasSteps);
        SummaryRow[] parts = node.Layer is RecurrentStack<T> stack ? [.. stack.Layers.Select(Part)] : [];
        return new(node.Name, Words(node.Layer), plan.Output.ToString(), node.Layer.Parameters.Sum(parameter => (long)parameter.Shape.Count), plan.MultiplyAdds, hasSteps, parts)
        {
            Steps = steps => StepCounts.Of(wiring.Inputs.Select(input => input.Name), wiring.Nodes.Select((other, place) => (other.Name, other.Layer.Description, wiring.NameOf(wiring.NodeSources[place][0]))), steps)[node.Name],
        };
    }

    private static SummaryRow Part<T>(RecurrentLayer<T> layer, int index) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long parameters = layer.Cells.Sum(cell => cell.Parameters.All.Sum(parameter => (long)parameter.Shape.Count));
        string way = layer.Spec.Direction switch { Direction.Forward => "forward", Direction.Reverse => "reverse", _ => "both ways" };
        string words = string.Create(CultureInfo.InvariantCulture, $"{Cell(layer.Spec.Cell)}, {way}, {layer.Inputs} → {layer.Features}");
        string output = new SignalShape(layer.Features, HasSteps: true).ToString();
        return new(index.ToString(CultureInfo.InvariantCulture), words, output, parameters, layer.MultiplyAdds, true, []);
    }

    /// <summary>The name of a cell, and those of its options that are not the usual ones.</summary>
    private static string Cell(Cell cell)
    {
        JsonObject usual = CellCatalog.Names.Contains(cell.Spec.Name) ? CellCatalog.Build(cell.Spec.Name, []).Options : [];
        string[] unusual = [.. cell.Options.Where(option => usual[option.Key]?.ToJsonString() != option.Value?.ToJsonString()).Select(option => $"{option.Key} {option.Value}")];
        return unusual.Length == 0 ? cell.Spec.Name : $"{cell.Spec.Name} ({string.Join(", ", unusual)})";
    }

    /// <summary>What a layer says of itself; the name of its kind where it says nothing.</summary>
    private static string Words<T>(Layer<T> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        layer.ToString() is { } words && words != layer.GetType().ToString() ? words : layer.Description.Kind;
}
