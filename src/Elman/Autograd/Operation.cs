using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>Adds to the gradients of an operation's inputs what the gradients of its results say. Runs at most once.</summary>
public delegate void Derivative<T>(Gradients<T> gradients) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The door through which every operation enters the graph, those of this library and those of its users alike.</summary>
/// <example>
/// The square, with d(x²) = 2x·dx:
/// <code>
/// static Tensor&lt;double&gt; Square(Tensor&lt;double&gt; x)
/// {
///     var y = new Tensor&lt;double&gt;(x.Shape, [.. x.Values.ToArray().Select(v => v * v)]);
///     return Operation.Apply("Square", [x], y, gradients =>
///     {
///         ReadOnlySpan&lt;double&gt; dy = gradients.OfResult();
///         Span&lt;double&gt; dx = gradients.OfInput(0);
///         for (int i = 0; i &lt; dx.Length; i++) dx[i] += 2 * x.Values[i] * dy[i];
///     });
/// }
/// </code>
/// </example>
public static class Operation
{
    /// <summary>Whether an operation of these inputs will be recorded: whether one of them leads to a gradient and no <see cref="NoGradient"/> scope is open.</summary>
    /// <remarks>An operation that would keep much for its derivative asks first.</remarks>
    public static bool IsRecorded<T>(params ReadOnlySpan<Tensor<T>> inputs) where T : unmanaged
    {
        foreach (Tensor<T> input in inputs)
            if (LeadsToGradient(input)) return !NoGradient.IsActive;
        return false;
    }

    /// <summary>Records that the result was computed from the inputs, and returns it.</summary>
    /// <param name="name">What errors call the operation.</param>
    /// <param name="inputs">What the result depends on, in the order in which the derivative asks for their gradients.</param>
    /// <param name="result">A tensor that was made for this call and is not changed afterwards.</param>
    /// <param name="derivative">Adds dx to <see cref="Gradients{T}.OfInput"/>, given <see cref="Gradients{T}.OfResult"/>.</param>
    public static Tensor<T> Apply<T>(string name, ReadOnlySpan<Tensor<T>> inputs, Tensor<T> result, Derivative<T> derivative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Apply(name, inputs, [result], derivative);
        return result;
    }

    /// <summary>Records an operation of several results. Its derivative runs once, when all that was computed from any of them has been gone through.</summary>
    public static void Apply<T>(string name, ReadOnlySpan<Tensor<T>> inputs, ReadOnlySpan<Tensor<T>> results, Derivative<T> derivative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Tensor<T> result in results)
            if (result.Origin is not null)
                throw new ArgumentException($"{name}: a result of shape {result.Shape} already comes from another operation; a result must be a new tensor.");
        if (!IsRecorded(inputs)) return;
        var node = new Node<T>(name, inputs, results, derivative);
        foreach (Tensor<T> result in results) result.Origin = node;
    }

    internal static bool LeadsToGradient<T>(Tensor<T> tensor) where T : unmanaged => tensor.RequiresGradient || tensor.Origin is not null;
}
