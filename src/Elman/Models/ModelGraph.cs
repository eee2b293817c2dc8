using System.Numerics;
using Elman.Layers;

namespace Elman.Models;

/// <summary>Collects the nodes of a graph; <see cref="Build"/> checks them all.</summary>
/// <example><code>
/// Model.Graph&lt;float&gt;()
///     .Input(ModelInput.Sequences(3))
///     .Node("rnn", new RecurrentStack&lt;float&gt;(3, new LayerSpec(CellCatalog.Lstm(), 16)), "x")
///     .Node("fc", new Dense&lt;float&gt;(16, 2), "rnn.last")
///     .Output("fc")
///     .Build()
/// </code></example>
public sealed class ModelGraph<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<ModelInput> _inputs = [];
    private readonly List<ModelNode<T>> _nodes = [];
    private readonly List<ModelOutput> _outputs = [];

    internal ModelGraph() { }

    public ModelGraph<T> Input(ModelInput input)
    {
        _inputs.Add(input);
        return this;
    }

    /// <param name="inputs">Names of inputs, nodes, or further results of recurrent nodes (<c>rnn.last</c>, <c>rnn.0.forward.h</c>); nodes may come later.</param>
    public ModelGraph<T> Node(string name, Layer<T> layer, params string[] inputs)
    {
        _nodes.Add(new(name, layer, inputs));
        return this;
    }

    /// <param name="source">A node, or a further result of a recurrent node.</param>
    /// <param name="name">What the output is called; the source's name where null.</param>
    public ModelGraph<T> Output(string source, string? name = null)
    {
        _outputs.Add(new(name ?? source, source));
        return this;
    }

    public Model<T> Build() => new(_inputs, _nodes, _outputs);
}
