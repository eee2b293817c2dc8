using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Formats;

/// <summary>Files of weights as PyTorch would name them, in the order of the calls.</summary>
internal sealed class TorchNames
{
    private readonly List<NamedArray> _arrays = [];
    private readonly Random _random = new(5);

    public TorchNames Rnn(string prefix, int gates, int inputs, int hidden, int layers = 1, bool bothWays = false, bool bias = true)
    {
        for (int k = 0; k < layers; k++)
            foreach (string way in bothWays ? new[] { "", "_reverse" } : [""])
            {
                int width = k == 0 ? inputs : hidden * (bothWays ? 2 : 1);
                With($"{prefix}weight_ih_l{k}{way}", gates * hidden, width).With($"{prefix}weight_hh_l{k}{way}", gates * hidden, hidden);
                if (bias) With($"{prefix}bias_ih_l{k}{way}", gates * hidden).With($"{prefix}bias_hh_l{k}{way}", gates * hidden);
            }
        return this;
    }

    public TorchNames Linear(string path, int inputs, int outputs, bool bias = true)
    {
        With($"{path}.weight", outputs, inputs);
        return bias ? With($"{path}.bias", outputs) : this;
    }

    public TorchNames Norm(string path, int features) => With($"{path}.weight", features).With($"{path}.bias", features);

    public TorchNames With(string name, params int[] shape)
    {
        var values = new Tensor<float>(new Shape(shape));
        foreach (ref float value in values.Span) value = _random.NextSingle() - 0.5f;
        return With(NamedArray.From(name, values));
    }

    public TorchNames With(NamedArray array)
    {
        _arrays.Add(array);
        return this;
    }

    public TorchNames Without(string name)
    {
        Assert.Equal(1, _arrays.RemoveAll(array => array.Name == name));
        return this;
    }

    /// <summary>In the order of the calls, as a <c>state_dict</c> is.</summary>
    public ArrayFile AsDefined() => ArrayFile.Read(new ArrayFile(_arrays).ToBytes(".npz"), "m.npz");

    /// <summary>By name, as safetensors' own library writes.</summary>
    public ArrayFile Sorted() => ArrayFile.Read(new ArrayFile(_arrays.OrderBy(array => array.Name, StringComparer.Ordinal)).ToBytes(".safetensors"), "m.safetensors");
}
