using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>
/// A named tensor that is trained or, such as a moving mean, kept beside what is trained. Whatever is packed from it remembers <see cref="Version"/> and packs anew
/// when it has changed.
/// </summary>
public sealed class Parameter<T> where T : unmanaged
{
    private readonly bool _takesGradient = true;

    public Parameter(string name, Shape shape) : this(name, new Tensor<T>(shape) { RequiresGradient = true }) { }

    public Parameter(string name, Tensor<T> value)
    {
        if (!value.RequiresGradient && !value.IsFrozen) value = new Tensor<T>(value.Shape, value.Array) { RequiresGradient = true };
        (Name, Value) = (name, value);
    }

    private Parameter(string name, Tensor<T> value, bool isTrained) => (Name, Value, _takesGradient) = (name, value, isTrained);

    /// <summary>One that has no gradient and that no optimiser changes: the layer itself keeps it.</summary>
    public static Parameter<T> Kept(string name, Shape shape) => new(name, new Tensor<T>(shape), isTrained: false);

    /// <summary>The same numbers under another name.</summary>
    public Parameter<T> Named(string name) => new(name, Value, _takesGradient);

    /// <summary>The name within its layer, such as <c>weight</c>.</summary>
    public string Name { get; }
    public Tensor<T> Value { get; }
    public Shape Shape => Value.Shape;

    /// <summary>Whether it is trained: whether <c>Backward</c> leaves a gradient here.</summary>
    public bool IsTrained => _takesGradient && !IsFrozen;

    /// <summary>Whether it stays as it is: no gradient is computed for it from the next forward pass on, and no optimiser changes it. Its gradient, if it has one, goes.</summary>
    /// <remarks>It holds for every parameter of the same numbers, such as that of a layer and of the model around it.</remarks>
    public bool IsFrozen
    {
        get => Value.IsFrozen;
        set
        {
            Value.IsFrozen = value;
            if (value) Value.Gradient = null;
        }
    }

    /// <summary>Grows with every change of the values.</summary>
    public int Version => Value.Version;

    public static implicit operator Tensor<T>(Parameter<T> parameter) => parameter.Value;
}
