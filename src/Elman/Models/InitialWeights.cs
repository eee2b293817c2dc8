using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Layers.Initializers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>A rule for the first values of every parameter of a model. A framework's defaults are one of these, filled from that framework's stream.</summary>
public sealed record InitialWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>For a weight or bias of a recurrent cell.</summary>
    public required Func<DirectedCell<T>, Parameter<T>, Initializer<T>> Recurrent { get; init; }

    /// <summary>For the weight or bias of a dense layer.</summary>
    public required Func<Dense<T>, Parameter<T>, Initializer<T>> Dense { get; init; }

    public required Initializer<T> Embedding { get; init; }

    /// <summary>For the weight or bias of a convolution, drawn as (outputs, inputs of a group, size); null to leave them.</summary>
    public Func<Convolution<T>, Parameter<T>, Initializer<T>>? Convolution { get; init; }

    /// <summary>What PyTorch's modules give themselves: with <c>new TorchRandom(s)</c> the weights that <c>manual_seed(s)</c> and the same modules in the same order give, bit for bit.</summary>
    public static InitialWeights<T> PyTorch { get; } = new()
    {
        Recurrent = (cell, _) => TorchDefaults.Recurrent<T>(cell.Hidden),
        Dense = (layer, parameter) => parameter == layer.Bias ? TorchDefaults.LinearBias<T>(layer.Inputs) : TorchDefaults.LinearWeight<T>(),
        Embedding = TorchDefaults.Embedding<T>(),
        Convolution = (layer, parameter) => parameter == layer.Bias ? TorchDefaults.LinearBias<T>(layer.Inputs / layer.Groups * layer.Windows.Size) : TorchDefaults.LinearWeight<T>(),
    };

    /// <summary>
    /// What the forget gate of an LSTM has as its bias, both biases together, whatever the rule says (Jozefowicz et al. 2015); null for what the rule says.
    /// Keras's <c>unit_forget_bias</c> is 1. Cells without a forget gate of their own have none.
    /// </summary>
    public double? ForgetBias { get; init; }

    /// <summary>IRNN (Le, Jaitly and Hinton 2015): the identity as recurrent weight, small normal numbers elsewhere, biases zero; for an Elman cell with relu.</summary>
    public static InitialWeights<T> Irnn { get; } = Named("zeros", "identity") with
    {
        Recurrent = (cell, parameter) => parameter.Shape.Rank == 1 ? Initializer.Named<T>("zeros") : parameter == cell.Parameters.RecurrentWeight ? Initializer.Named<T>("identity") : new NormalInitializer<T>(0, 0.001),
        Dense = (layer, parameter) => parameter == layer.Bias ? Initializer.Named<T>("zeros") : new NormalInitializer<T>(0, 0.001),
    };

    /// <summary>Fills one direction of a recurrent layer.</summary>
    internal void Fill(DirectedCell<T> cell, RandomStream random)
    {
        RecurrentParameters<T> parameters = cell.Parameters;
        foreach (Parameter<T> parameter in parameters.All.Except(parameters.Norms)) Recurrent(cell, parameter).Fill(parameter, random);
        int forget = cell.Cell.Shape.States > 1 ? cell.Cell.Spec.Gates.IndexOf("forget") : -1;
        if (ForgetBias is not { } bias || forget < 0) return;
        parameters.InputBias?.Value.Span.Slice(forget * cell.Hidden, cell.Hidden).Fill(T.CreateTruncating(bias));
        parameters.RecurrentBias?.Value.Span.Slice(forget * cell.Hidden, cell.Hidden).Clear();
    }

    /// <summary>One rule for all weights, another for the recurrent ones where one is given, such as <c>glorot_uniform</c> and <c>orthogonal</c>; biases zero.</summary>
    public static InitialWeights<T> Named(string weights, string? recurrent = null)
    {
        Initializer<T> all = Initializer.Named<T>(weights), between = recurrent is null ? all : Initializer.Named<T>(recurrent), zeros = Initializer.Named<T>("zeros");
        return new()
        {
            Recurrent = (cell, parameter) => parameter.Shape.Rank == 1 ? zeros : parameter == cell.Parameters.RecurrentWeight ? between : all,
            Dense = (layer, parameter) => parameter == layer.Bias ? zeros : all,
            Embedding = all,
            Convolution = (layer, parameter) => parameter == layer.Bias ? zeros : all,
        };
    }
}

/// <summary>Fills models with their first values.</summary>
public static class ModelInitialization
{
    extension<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Gives the model the weights that the framework gives the same layers after its seed is set.</summary>
        public Model<T> Initialize(Profile profile, long seed)
        {
            profile.Fill(model, profile.Random(seed));
            return model;
        }

        /// <summary>
        /// Overwrites the parameters of recurrent, dense, convolution and embedding layers, node by node, each layer's in the order in which it lists them.
        /// Others keep what their layer gave them: a layer norm one and zero.
        /// </summary>
        public Model<T> Initialize(InitialWeights<T> rule, RandomStream random)
        {
            foreach (ModelNode<T> node in model.Nodes)
            {
                switch (node.Layer)
                {
                    case RecurrentStack<T> stack:
                        foreach (DirectedCell<T> cell in stack.Layers.SelectMany(layer => new[] { layer.Forward, layer.Backward }).OfType<DirectedCell<T>>())
                            rule.Fill(cell, random);
                        foreach (Dense<T> past in stack.Layers.SelectMany(layer => layer.Connection.Layers))
                            foreach (Parameter<T> parameter in past.Parameters) rule.Dense(past, parameter).Fill(parameter, random);
                        break;
                    case AttentionDecoder<T> decoder:
                        foreach (DirectedCell<T> cell in decoder.Layers.Layers.SelectMany(layer => layer.Cells)) rule.Fill(cell, random);
                        foreach (Dense<T> product in decoder.Layers.Layers.SelectMany(layer => layer.Connection.Layers).Concat(decoder.Products))
                            foreach (Parameter<T> parameter in product.Parameters) rule.Dense(product, parameter).Fill(parameter, random);
                        break;
                    case Dense<T> dense:
                        foreach (Parameter<T> parameter in dense.Parameters) rule.Dense(dense, parameter).Fill(parameter, random);
                        break;
                    case Embedding<T> embedding:
                        rule.Embedding.Fill(embedding.Weight, random);
                        break;
                    case Convolution<T> convolution when rule.Convolution is { } ruleOf:
                        Draw(convolution.Weight, ruleOf(convolution, convolution.Weight), random);
                        if (convolution.Bias is { } bias) ruleOf(convolution, bias).Fill(bias, random);
                        break;
                }
            }
            return model;
        }
    }

    /// <summary>Draws (outputs, inputs, size) as the frameworks whose fans these are have it, and lays it out as (outputs, size, inputs).</summary>
    private static void Draw<T>(Parameter<T> weight, Initializer<T> rule, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int outputs, int size, int inputs) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        var drawn = new Tensor<T>(new Shape(outputs, inputs, size));
        rule.Fill(drawn, random);
        Span<T> ours = weight.Value.Span;
        for (int i = 0; i < ours.Length; i++) ours[i] = drawn.Values[(i / (size * inputs) * inputs + i % inputs) * size + i / inputs % size];
    }
}
