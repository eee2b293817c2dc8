using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>One operation of a graph: what went in, what came out, and the derivative.</summary>
internal sealed class Node<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _versions;
    private Derivative<T>? _derivative;

    public Node(string name, ReadOnlySpan<Tensor<T>> inputs, ReadOnlySpan<Tensor<T>> results, Derivative<T> derivative)
    {
        (Name, _derivative) = (name, derivative);
        (Inputs, Results) = (inputs.ToArray(), results.ToArray());
        _versions = Versions();
    }

    public string Name { get; }
    public Tensor<T>[] Inputs { get; private set; }
    public Tensor<T>[] Results { get; private set; }

    /// <summary>Refuses a node whose derivative has run or whose tensors are no longer what the derivative was promised.</summary>
    public void Check()
    {
        if (_derivative is null)
            throw new InvalidOperationException(
                $"Backward has already gone through '{Name}', and a graph serves one Backward. Compute the result again, or add the losses and call Backward once.");
        int[] now = Versions();
        for (int i = 0; i < now.Length; i++)
            if (now[i] != _versions[i])
                throw new InvalidOperationException(
                    $"{Place(i)} of '{Name}' was changed after it was computed with, so its gradient would be wrong. Call Backward before the change, or change a copy.");
    }

    /// <summary>Runs the derivative and lets go of everything it kept.</summary>
    public void Run(Gradients<T> gradients)
    {
        Derivative<T> derivative = _derivative!;
        _derivative = null;
        derivative(gradients);
        (Inputs, Results) = ([], []);
    }

    private int[] Versions()
    {
        var versions = new int[Inputs.Length + Results.Length];
        for (int i = 0; i < versions.Length; i++) versions[i] = At(i).Version;
        return versions;
    }

    private Tensor<T> At(int i) => i < Inputs.Length ? Inputs[i] : Results[i - Inputs.Length];

    private string Place(int i) =>
        i < Inputs.Length ? $"Input {i}, of shape {Inputs[i].Shape}," : $"Result {i - Inputs.Length}, of shape {Results[i - Inputs.Length].Shape},";
}
