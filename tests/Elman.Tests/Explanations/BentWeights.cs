using System.Numerics;
using Elman.Autograd;
using Elman.Models;
using Elman.Recurrent;

namespace Elman.Tests.Explanations;

/// <summary>Ways to spoil the weights of a recurrent layer: a gate removed, two swapped, a square matrix transposed.</summary>
internal static class BentWeights
{
    /// <summary>What is done, and doing it to the parameters of one direction.</summary>
    public static IEnumerable<(string Name, Action<RecurrentParameters<T>> Bend)> Of<T>(CellSpec spec) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int gate = 0; gate < spec.Gates.Length; gate++)
        {
            int a = gate;
            yield return ($"without {spec.Gates[a]}", parameters => EachRowBlock(parameters, blocks => blocks(a).Clear()));
            yield return ($"U of {spec.Gates[a]} transposed", parameters => Transpose(Block(parameters.RecurrentWeight, parameters.Hidden, a), parameters.Hidden));
            yield return ($"W of {spec.Gates[a]} transposed", parameters => Transpose(Block(parameters.InputWeight, parameters.Hidden, a), parameters.Hidden));
            for (int other = gate + 1; other < spec.Gates.Length; other++)
            {
                int b = other;
                yield return ($"{spec.Gates[a]} and {spec.Gates[b]} swapped", parameters => EachRowBlock(parameters, blocks =>
                {
                    T[] kept = blocks(a).ToArray();
                    blocks(b).CopyTo(blocks(a));
                    kept.CopyTo(blocks(b));
                }));
            }
        }
    }

    public delegate Span<T> Blocks<T>(int gate);

    /// <summary>The rows of a gate in each parameter; every gate of the library's cells has a recurrent product.</summary>
    private static void EachRowBlock<T>(RecurrentParameters<T> parameters, Action<Blocks<T>> change) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Parameter<T> parameter in parameters.All) change(gate => Block(parameter, parameters.Hidden, gate));
    }

    private static Span<T> Block<T>(Parameter<T> parameter, int hidden, int gate) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = hidden * parameter.Shape.CountFrom(1);
        return parameter.Value.Span.Slice(gate * rows, rows);
    }

    public static void Transpose<T>(Span<T> square, int size)
    {
        for (int row = 0; row < size; row++)
            for (int column = 0; column < row; column++) (square[row * size + column], square[column * size + row]) = (square[column * size + row], square[row * size + column]);
    }
}
