using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Elman.Autograd;

namespace Elman.Models;

/// <summary>Short texts that differ when what they stand for differs.</summary>
internal static class Fingerprint
{
    /// <summary>Of everything but the numbers: nodes, options, inputs, outputs.</summary>
    public static string OfArchitecture<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Description.ToJson().ToJsonString())));

    /// <summary>Of the parameters: names, element type, bits.</summary>
    public static string OfWeights<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter<T> parameter in model.Parameters)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name} {SummaryOf.ElementOf<T>()} {parameter.Shape}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Value.Values));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
