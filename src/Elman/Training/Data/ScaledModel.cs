using System.Numerics;
using Elman.Layers;
using Elman.Models;

namespace Elman.Training;

/// <summary>A scaling that goes with a model: it stands at its border as two nodes, so whoever runs the model gives and gets unscaled numbers.</summary>
public static class ScaledModel
{
    private const string Before = "scale", After = "unscale";

    extension<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>
        /// The model with a scaling before its input and one behind its output. It shares its layers with the model, and so every number that is trained: train the model, save this one.
        /// </summary>
        /// <param name="inputs">Of each feature of the only input.</param>
        /// <param name="outputs">Of each feature of the only output; null where the output is no scaled quantity, such as a class.</param>
        public Model<T> WithScaling(Scaling inputs, Scaling? outputs)
        {
            if (model.Inputs.Count != 1 || model.Outputs.Count != 1 || model.Inputs[0].Shape.IsIds)
                throw new ArgumentException($"A scaling stands before one input of numbers and behind one output; the model has inputs {string.Join(", ", model.Inputs)} and {model.Outputs.Count} outputs.");
            if (model.Nodes.FirstOrDefault(node => node.Name is Before or After) is { } taken)
                throw new ArgumentException($"The model has a node '{taken.Name}' already. Scale the model that was trained, or rename the node.");
            ModelInput input = model.Inputs[0];
            ModelOutput output = model.Outputs[0];
            List<ModelNode<T>> nodes = [new(Before, Layer<T>(Scale<T>.Down, inputs), [input.Name])];
            foreach (ModelNode<T> node in model.Nodes) nodes.Add(node with { Inputs = [.. node.Inputs.Select(name => name == input.Name ? Before : name)] });
            if (outputs is not null)
            {
                nodes.Add(new(After, Layer<T>(Scale<T>.Up, outputs), [output.Source]));
                output = output with { Source = After };
            }
            return Copy(model, nodes, output);
        }

        /// <summary>The model within the scaling, to be trained further, and the scaling; the model itself and none where it has none.</summary>
        public (Model<T> Model, Scaling? Inputs, Scaling? Outputs) WithoutScaling()
        {
            if (model.Nodes.FirstOrDefault(node => node.Name == Before)?.Layer is not Scale<T> before) return (model, null, null);
            ModelNode<T>? last = model.Nodes.FirstOrDefault(node => node.Name == After && node.Layer is Scale<T>);
            List<ModelNode<T>> nodes = [];
            foreach (ModelNode<T> node in model.Nodes)
                if (node.Name != Before && node != last) nodes.Add(node with { Inputs = [.. node.Inputs.Select(name => name == Before ? model.Inputs[0].Name : name)] });
            ModelOutput output = last is null ? model.Outputs[0] : model.Outputs[0] with { Source = last.Inputs[0] };
            return (Copy(model, nodes, output), Of(before), last is null ? null : Of((Scale<T>)last.Layer));
        }
    }

    private static Model<T> Copy<T>(Model<T> model, List<ModelNode<T>> nodes, ModelOutput output) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var copy = new Model<T>(model.Inputs, nodes, [output]) { Assumptions = model.Assumptions };
        foreach ((string key, string text) in model.Notes) copy.Notes[key] = text;
        return copy;
    }

    private static Scale<T> Layer<T>(string kind, Scaling scaling) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layer = new Scale<T>(kind, scaling.Columns);
        for (int i = 0; i < scaling.Columns; i++) (layer.Center.Value[i], layer.Width.Value[i]) = (T.CreateTruncating(scaling.Center[i]), T.CreateTruncating(scaling.Width[i]));
        return layer;
    }

    private static Scaling Of<T>(Scale<T> layer) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new([.. layer.Center.Value.Values.ToArray().Select(double.CreateChecked)], [.. layer.Width.Value.Values.ToArray().Select(double.CreateChecked)]);
}
