using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Cli;

/// <summary>
/// One hash over a computation that uses everything whose bits the library promises: every cell in both types, forwards and backwards,
/// mixed lengths, every activation, softmax and sums. Two machines that print the same hash compute alike.
/// </summary>
internal static class BitsOfThisMachine
{
    public static string Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        All<float>(hash);
        All<double>(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static void All<T>(IncrementalHash hash) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Cell cell in (Cell[])[CellCatalog.Elman(), CellCatalog.Lstm(), CellCatalog.Gru(), CellCatalog.GruResetBefore()])
            Recurrent(new RecurrentStack<T>(5, new LayerSpec(cell, 19, Direction.Bidirectional), new LayerSpec(cell, 7)), hash);
        Tensor<T> x = Draw<T>(11, 6, 67, scale: 8);
        foreach (ActivationRow row in ActivationCatalog.Rows) Add(hash, x.Activate(Activation.Parse(row.Name)));
        Add(hash, x.Softmax(1));
        Add(hash, x.Sum(1));
    }

    private static void Recurrent<T>(RecurrentStack<T> stack, IncrementalHash hash) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int i, Parameter<T> parameter) in stack.Parameters.Index()) Draw<T>(i + 1, [.. parameter.Shape]).Values.CopyTo(parameter.Value.Span);
        int[] lengths = [9, 0, 4, 9, 1, 7];
        Tensor<T> x = Draw<T>(100, lengths.Length, 9, 5);
        RecurrentResult<T> result = stack.Run(x, lengths: lengths);
        (result.Output * result.Output).Sum().Backward();
        Add(hash, result.Output);
        foreach (Parameter<T> parameter in stack.Parameters) Add(hash, parameter.Value.Gradient!);
    }

    private static Tensor<T> Draw<T>(int seed, params ReadOnlySpan<int> dimensions) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Draw<T>(seed, new Shape(dimensions), 1);

    private static Tensor<T> Draw<T>(int seed, int rows, int columns, double scale) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Draw<T>(seed, new Shape(rows, columns), scale);

    private static Tensor<T> Draw<T>(int seed, Shape shape, double scale) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new float[shape.Count];
        new TorchRandom(seed).Uniform<float>(values, -scale, scale);
        return new Tensor<T>(shape, [.. values.Select(value => T.CreateChecked(value))]);
    }

    private static void Add<T>(IncrementalHash hash, Tensor<T> tensor) where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(tensor.Values));
}
