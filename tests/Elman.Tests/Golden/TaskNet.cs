using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The network of one task out of our layers, with its weights by PyTorch's names: embeddings, one or two recurrent modules or an encoder and a decoder, and a head.</summary>
internal sealed class TaskNet<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, Layer<T>> _parts = [];
    private readonly List<Parameter<T>> _parameters = [];
    private readonly ArrayFile _weights;
    private readonly string _kind;

    public TaskNet(JsonObject model, ArrayFile weights)
    {
        (_weights, _kind) = (weights, (string)model["kind"]!);
        int hidden = (int)model["hidden"]!, input = (int)model["input"]!;
        foreach (string name in new[] { "embed", "embed_in", "embed_out" })
            if (weights.Contains(name + ".weight")) Embed(name);
        bool both = (bool?)model["bidirectional"] ?? false;
        foreach (string name in new[] { "encoder", "decoder" })
            if (weights.Contains(name + ".weight_ih_l0")) Recurrent(name, input, hidden, 1, false);
        if (weights.Contains("rnn.weight_ih_l0")) Recurrent("rnn", input, hidden, (int?)model["layers"] ?? 1, both);
        if (weights.Contains("rnn2.weight_ih_l0")) Recurrent("rnn2", hidden, hidden, 1, false);
        Shape head = weights["head.weight"].Shape;
        var dense = new Dense<T>(head[1], head[0]);
        Take(dense.Weight, "head.weight");
        Take(dense.Bias!, "head.bias");
        _parts["head"] = dense;
    }

    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    public bool Has(string part) => _parts.ContainsKey(part);

    public Tensor<T> Head(Tensor<T> x) => _parts["head"].Forward([x], Pass.Inference).Numbers!;

    public Tensor<T> Embedded(string part, Tensor<int> ids) => _parts[part].Forward([ids], Pass.Inference).Numbers!;

    public RecurrentResult<T> Run(string part, Tensor<T> x, int[]? lengths = null, StackState<T>? state = null) => ((RecurrentStack<T>)_parts[part]).Run(x, lengths: lengths, initial: state);

    /// <summary>First weights of our own, as PyTorch draws them.</summary>
    public void Draw(RandomStream random)
    {
        foreach ((string name, Layer<T> layer) in _parts)
        {
            ModelInput input = layer switch
            {
                Embedding<T> => ModelInput.Ids(),
                RecurrentStack<T> stack => ModelInput.Sequences(stack.Inputs),
                _ => ModelInput.Sequences(((Dense<T>)layer).Inputs),
            };
            Model.Sequential<T>(input, (name, layer)).Initialize(InitialWeights<T>.PyTorch, random);
        }
    }

    private void Embed(string name)
    {
        Shape shape = _weights[name + ".weight"].Shape;
        var embedding = new Embedding<T>(shape[0], shape[1]);
        Take(embedding.Weight, name + ".weight");
        _parts[name] = embedding;
    }

    private void Recurrent(string name, int inputs, int hidden, int layers, bool both)
    {
        Cell cell = _kind switch
        {
            "rnn" => CellCatalog.Elman(),
            "lstm" => CellCatalog.Lstm(),
            "gru" => CellCatalog.Gru(),
            _ => throw new InvalidDataException($"kind '{_kind}'"),
        };
        var stack = new RecurrentStack<T>(inputs, [.. Enumerable.Repeat(new LayerSpec(cell, hidden, both ? Direction.Bidirectional : Direction.Forward), layers)]);
        foreach ((int i, RecurrentLayer<T> layer) in stack.Layers.Index())
            foreach ((DirectedCell<T>? directed, string suffix) in new[] { (layer.Forward, ""), (layer.Backward, "_reverse") })
            {
                if (directed is null) continue;
                Take(directed.Parameters.InputWeight, $"{name}.weight_ih_l{i}{suffix}");
                Take(directed.Parameters.RecurrentWeight, $"{name}.weight_hh_l{i}{suffix}");
                Take(directed.Parameters.InputBias!, $"{name}.bias_ih_l{i}{suffix}");
                Take(directed.Parameters.RecurrentBias!, $"{name}.bias_hh_l{i}{suffix}");
            }
        _parts[name] = stack;
    }

    private void Take(Parameter<T> parameter, string name)
    {
        Assert.Equal(_weights[name].Shape, parameter.Shape);
        _weights[name].As<T>().Values.CopyTo(parameter.Value.Span);
        _parameters.Add(parameter.Named(name));
    }
}
