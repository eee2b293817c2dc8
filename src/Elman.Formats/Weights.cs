using System.Numerics;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>The weights of a model, to be seen under the names, orders and shapes of any framework.</summary>
public sealed class Weights
{
    private readonly ArrayFile _own;

    internal Weights(ModelDescription description, ArrayFile own) => (Description, _own) = (description, own);

    /// <summary>The model that they are of.</summary>
    public ModelDescription Description { get; }

    /// <summary>A copy of the arrays as a framework has them.</summary>
    /// <exception cref="NotSupportedException">The framework has no such layer, or could hold it only rounded; it says which and why.</exception>
    public ArrayFile As(Dialect dialect) => dialect.Write(Description, _own);
}

/// <summary><c>model.Weights().As(Dialect.PyTorch)</c>.</summary>
public static class ModelWeights
{
    extension<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>A copy of the weights as they are now.</summary>
        public Weights Weights() => new(model.Description, ModelArrays.Write(model));
    }
}
