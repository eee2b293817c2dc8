using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>A named tensor that is trained. Whatever is packed from it remembers <see cref="Version"/> and packs anew when it has changed.</summary>
public sealed class Parameter<T> where T : unmanaged
{
    public Parameter(string name, Shape shape) : this(name, new Tensor<T>(shape) { RequiresGradient = true }) { }

    public Parameter(string name, Tensor<T> value)
    {
        if (!value.RequiresGradient) value = new Tensor<T>(value.Shape, value.Array) { RequiresGradient = true };
        (Name, Value) = (name, value);
    }

    /// <summary>The name within its layer, such as <c>weight</c>.</summary>
    public string Name { get; }
    public Tensor<T> Value { get; }
    public Shape Shape => Value.Shape;

    /// <summary>Grows with every change of the values.</summary>
    public int Version => Value.Version;

    public static implicit operator Tensor<T>(Parameter<T> parameter) => parameter.Value;
}
