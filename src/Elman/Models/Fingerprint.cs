using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Elman.Autograd;

namespace Elman.Models;

/// <summary>Short texts that differ when what they stand for differs.</summary>
internal sealed class Fingerprint<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Hashed? _weights;

    /// <summary>Of everything but the numbers: nodes, options, inputs, outputs.</summary>
    public string Architecture => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Description.ToJson().ToJsonString())));

    /// <summary>Of the parameters: names, element type, bits. Computed anew after every change.</summary>
    public string Weights
    {
        get
        {
            // The versions are read first: a change while hashing is seen by the next call.
            long versions = model.Parameters.Sum(parameter => (long)parameter.Version);
            Hashed? hashed = _weights;
            if (hashed?.Versions != versions) _weights = hashed = new Hashed(versions, Hash());
            return hashed.Text;
        }
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter<T> parameter in model.Parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name} {SummaryOf.ElementOf<T>()} {parameter.Shape}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Value.Values));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Hashed(long Versions, string Text);
}
