using System.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>
/// What PyTorch's modules give their parameters. Filled in the order of registration from one <see cref="Elman.Numerics.TorchRandom"/>,
/// they are the weights that <c>manual_seed</c> and the same modules give, bit for bit.
/// </summary>
public static class TorchDefaults
{
    /// <summary>Every weight and bias of RNN, LSTM and GRU: uniform in ±1/√hidden, projected or not.</summary>
    public static Initializer<T> Recurrent<T>(int hidden) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new UniformInitializer<T>(1.0 / Math.Sqrt(hidden));

    public static Initializer<T> LinearWeight<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => new KaimingInitializer<T>(slope: Math.Sqrt(5));

    /// <summary>Uniform in ±1/√inputs.</summary>
    public static Initializer<T> LinearBias<T>(int inputs) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new UniformInitializer<T>(1.0 / Math.Sqrt(inputs));

    public static Initializer<T> Embedding<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => new NormalInitializer<T>(0, 1);
}
