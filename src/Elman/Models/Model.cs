using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>A small graph of named layers; a list is the usual case.</summary>
/// <remarks>Many threads may use a model at once, as long as nobody changes its parameters meanwhile.</remarks>
public sealed partial class Model<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Wiring<T> _wiring;
    private readonly Dictionary<string, ModelNode<T>> _nodes;
    private readonly Dictionary<string, Parameter<T>> _parameters = new(StringComparer.Ordinal);

    /// <summary>Checks the whole graph: names, circles, shapes. <see cref="Model.Sequential{T}"/> and <see cref="Model.Graph{T}"/> are shorter to write.</summary>
    public Model(IReadOnlyList<ModelInput> inputs, IReadOnlyList<ModelNode<T>> nodes, IReadOnlyList<ModelOutput> outputs)
    {
        _wiring = new(inputs, nodes, outputs);
        _nodes = Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        foreach (ModelNode<T> node in Nodes)
            foreach (Parameter<T> parameter in node.Layer.Parameters)
            {
                string name = $"{node.Name}.{parameter.Name}";
                if (!_parameters.TryAdd(name, parameter.Named(name)))
                    throw new ArgumentException($"Two parameters would be named '{name}'. Rename node '{node.Name}'.");
            }
        Parameters = [.. Nodes.SelectMany(node => node.Layer.Parameters.Select(parameter => _parameters[$"{node.Name}.{parameter.Name}"]))];
    }

    public IReadOnlyList<ModelInput> Inputs => _wiring.Inputs;

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<ModelNode<T>> Nodes => _wiring.Nodes;

    public IReadOnlyList<ModelOutput> Outputs => _wiring.Outputs;

    /// <summary>Named <c>node.parameter</c>, node by node; they share their numbers with those of the layers.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>What was assumed where a file did not say it, a sentence each; empty for a model that was built or saved here.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>How the framework that wrote the file saw the model; null for one that was built here, and where a file does not say.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>Text by key that goes with the model into files of ours, such as on what it was trained; nothing that changes what it computes.</summary>
    public IDictionary<string, string> Notes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The graph as data: enough to build it again with fresh parameters.</summary>
    public ModelDescription Description => new(
        Inputs, [.. Nodes.Select(node => new NodeDescription(node.Name, node.Layer.Description, node.Inputs))], Outputs);

    internal Wiring<T> Wiring => _wiring;

    internal Fingerprint<T> Fingerprint => field ??= new(this);

    /// <summary>The layer of a node.</summary>
    public Layer<T> this[string node] => _nodes.TryGetValue(node, out ModelNode<T>? found)
        ? found.Layer
        : throw new KeyNotFoundException($"The model has no node '{node}'. It has: {string.Join(", ", _nodes.Keys)}.");

    /// <summary>A parameter by its name, such as <c>fc.weight</c>.</summary>
    public Parameter<T> Parameter(string name) => _parameters.TryGetValue(name, out Parameter<T>? found)
        ? found
        : throw new KeyNotFoundException($"The model has no parameter '{name}'. It has: {string.Join(", ", _parameters.Keys)}.");

    /// <summary>Shapes, parameters and true multiply-adds of every node.</summary>
    public ModelSummary Summary() => SummaryOf.Model(this);

    /// <summary>The same as another framework or tool shows it.</summary>
    public StyledSummary Summary(SummaryStyle style, StyleOptions? options = null)
    {
        options ??= new();
        options.Check(style);
        return style.Write(StyledModel.Of(this), options);
    }

    /// <summary>The model one step at a time, its state carried from step to step. Refused by name where a node needs the future.</summary>
    /// <param name="output">Which output a step gives; may be left out where the model has one.</param>
    public Session<T> OpenSession(string? output = null) => new(this, output);

    /// <summary>Computes all outputs of a batch; differentiable, unless a <see cref="NoGradient"/> scope is open. For training: it takes batches only, and all of them at once.</summary>
    public IReadOnlyDictionary<string, Signal<T>> Forward(IReadOnlyDictionary<string, Signal<T>> inputs, Pass pass)
    {
        CheckedInputs<T> given = InputCheck.Check(_wiring.Inputs, inputs, null);
        if (given.Unbatched)
            throw new ArgumentException($"{nameof(Forward)} takes batches; input '{Inputs[0].Name}' has no axis of sequences (N). Use {nameof(Predict)}, or add the axis.");
        CheckIds(given);
        Signal<T>[] outputs = Evaluation.Run<T>(_wiring, given.Signals, pass);
        return Outputs.Zip(outputs).ToDictionary(row => row.First.Name, row => row.Second, StringComparer.Ordinal);
    }

    /// <summary>The same for a model of one input and one output.</summary>
    public Signal<T> Forward(Signal<T> input, Pass pass)
    {
        if (Outputs.Count != 1) throw new InvalidOperationException($"The model has {Outputs.Count} outputs ({string.Join(", ", Outputs.Select(output => output.Name))}); call {nameof(Forward)} with named inputs.");
        return Forward(Single(input), pass)[Outputs[0].Name];
    }
}

/// <summary>Ways to make a model.</summary>
public static class Model
{
    /// <summary>A list of layers, each taking what the one before gives; the output is named <c>y</c>.</summary>
    public static Model<T> Sequential<T>(ModelInput input, params ReadOnlySpan<(string Name, Layer<T> Layer)> layers) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var nodes = new List<ModelNode<T>>();
        string before = input.Name;
        foreach ((string name, Layer<T> layer) in layers)
        {
            nodes.Add(new(name, layer, [before]));
            before = name;
        }
        return new([input], nodes, [new ModelOutput(ModelOutput.Usual, before)]);
    }

    /// <summary>A graph, node by node.</summary>
    public static ModelGraph<T> Graph<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => new();
}
