using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>What a derivative reads and adds to: the gradients of one operation's results and inputs, each in the shape of its tensor.</summary>
public sealed class Gradients<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Node<T> _node;
    private readonly Dictionary<Tensor<T>, T[]> _sums;

    internal Gradients(Node<T> node, Dictionary<Tensor<T>, T[]> sums) => (_node, _sums) = (node, sums);

    /// <summary>Whether anything came back to this result; where not, its gradient is zero.</summary>
    public bool Reaches(int result) => _sums.ContainsKey(_node.Results[result]);

    /// <summary>The gradient of a result.</summary>
    public ReadOnlySpan<T> OfResult(int result = 0) => Sum(_node.Results[result]);

    /// <summary>Whether the gradient of this input is of use to anyone; a derivative may save itself the others.</summary>
    public bool Wants(int input) => Operation.LeadsToGradient(_node.Inputs[input]);

    /// <summary>The gradient of an input so far, zero at first: add to it. Only for an input that is <see cref="Wants">wanted</see>.</summary>
    public Span<T> OfInput(int input)
    {
        if (!Wants(input))
            throw new InvalidOperationException($"Input {input} of shape {_node.Inputs[input].Shape} needs no gradient; ask {nameof(Wants)} before {nameof(OfInput)}.");
        return Sum(_node.Inputs[input]);
    }

    /// <summary>Adds a whole gradient to that of an input; nothing happens where it is not wanted.</summary>
    public void Add(int input, ReadOnlySpan<T> gradient)
    {
        if (!Wants(input)) return;
        Tensor<T> x = _node.Inputs[input];
        if (gradient.Length != x.Shape.Count)
            throw new ArgumentException($"Input {input} of shape {x.Shape} has {x.Shape.Count} gradients, found {gradient.Length}.");
        Zip.Add(gradient, OfInput(input));
    }

    /// <summary>The same for an array that was made for this gradient and is used for nothing else: it is taken itself where there is none yet.</summary>
    internal void Give(int input, T[] gradient)
    {
        if (Wants(input))
        {
            if (_sums.TryAdd(_node.Inputs[input], gradient)) return;
            Add(input, gradient);
        }
        Arrays<T>.Return(gradient);
    }

    private T[] Sum(Tensor<T> tensor)
    {
        if (!_sums.TryGetValue(tensor, out T[]? sum)) _sums.Add(tensor, sum = Arrays<T>.Take(tensor.Shape.Count));
        return sum;
    }
}
