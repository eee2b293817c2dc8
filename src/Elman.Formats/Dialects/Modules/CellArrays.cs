using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;
using static Elman.Formats.Dialects.CellForm;

namespace Elman.Formats.Dialects;

/// <summary>Between a framework's arrays of one layer in one direction and our parameters, whose rows are the gates one above the other.</summary>
internal static class CellArrays
{
    /// <summary>What shapes tell: the inputs and the units, or why they do not fit the class.</summary>
    public static (int Inputs, int Units, string? Misfit) Measure(CellForm form, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        int units = 0, inputs = 0;
        foreach (ArrayPlace place in form.Places.Where(place => arrays.ContainsKey(place.Theirs)).OrderByDescending(place => place.Ours == RecurrentWeight))
        {
            NamedArray array = arrays[place.Theirs];
            (int rows, int columns, string? misfit) = place.Measure(array.Shape);
            if (misfit is not null) return (0, 0, $"'{array.Name}' {misfit}");
            if (units == 0) units = rows;
            if (place.Ours == InputWeight && inputs == 0) inputs = columns;
            int expected = place.Ours == RecurrentWeight ? units : place.Ours == InputWeight ? inputs : 1;
            if (rows != units || columns != expected) return (0, 0, $"'{array.Name}' has shape {array.Shape}, which does not fit {units} units{(place.Ours == InputWeight ? $" and {inputs} inputs" : "")} of a {form.Class}");
        }
        return (inputs, units, null);
    }

    /// <summary>Our parameters, each filled from its places.</summary>
    /// <param name="gates">In our order.</param>
    /// <param name="arrays">By the name below the module's path.</param>
    public static IEnumerable<(string Ours, NamedArray Array)> ToOurs(CellForm form, IReadOnlyList<string> gates, BiasKind bias, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        foreach (IGrouping<string, ArrayPlace> places in (bias == BiasKind.None ? form.Weights : form.Places).GroupBy(place => place.Ours))
            yield return (places.Key, Joined([.. places], gates, arrays));
        // The framework has one place for the sum; the second bias is zero.
        if (bias == BiasKind.Two && form.Kind(hasBias: true) == BiasKind.One) yield return (RecurrentBias, KerasBias.Zero(Joined([.. form.Bias], gates, arrays)));
    }

    private static NamedArray Joined(ArrayPlace[] places, IReadOnlyList<string> gates, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        NamedArray first = arrays[places[0].Theirs];
        (int units, int columns, _) = places[0].Measure(first.Shape);
        int block = units * columns * first.Type.Size;
        var bytes = new byte[gates.Count * block];
        foreach (ArrayPlace place in places)
        {
            NamedArray array = arrays[place.Theirs];
            if (array.Type != first.Type) throw array.Bad($"is {array.Type}, and '{first.Name}' of the same layer is {first.Type}; expected one type.");
            ReadOnlySpan<byte> rows = place.Oriented(array).Bytes;
            for (int i = 0; i < place.Gates.Count; i++)
                if (place.Gates[i].Length > 0) rows.Slice(i * block, block).CopyTo(bytes.AsSpan(At(gates, place.Gates[i]) * block));
        }
        return new(first.Name, first.Type, places[0].IsMatrix ? new Shape(gates.Count * units, columns) : new Shape(gates.Count * units), bytes, first.Source);
    }

    /// <summary>One of the framework's arrays, taken from our parameters.</summary>
    /// <param name="own">Our parameter of that name in this layer and direction; null where there is none.</param>
    public static NamedArray ToTheirs(CellForm form, ArrayPlace place, IReadOnlyList<string> gates, Func<string, NamedArray?> own, string name)
    {
        NamedArray? array = own(place.Ours), other = place.IsMatrix ? null : own(place.Ours == InputBias ? RecurrentBias : InputBias);
        NamedArray shaped = array ?? other ?? Empty(gates, own);
        NamedArray sum = array is null || other is null ? shaped : KerasBias.Sum(array, other);
        int block = shaped.Bytes.Length / gates.Count, units = shaped.Shape[0] / gates.Count;
        var bytes = new byte[place.Gates.Count * block];
        for (int i = 0; i < place.Gates.Count; i++)
        {
            string gate = place.Gates[i];
            if (gate.Length == 0) continue;
            NamedArray? source = place.IsMatrix || !form.Sums(gate) || form.IsInner(gate) ? array : sum;
            source?.Bytes.Slice(At(gates, gate) * block, block).CopyTo(bytes.AsSpan(i * block));
        }
        int rows = units * place.Gates.Count;
        if (!place.IsMatrix) return new(name, shaped.Type, new Shape(rows), bytes);
        int columns = shaped.Shape[1];
        if (!place.Turned) return new(name, shaped.Type, new Shape(rows, columns), bytes);
        var turned = new Shape(columns, rows);
        return new(name, shaped.Type, turned, ByteOrder.RowMajor(bytes, turned, shaped.Type.Size));
    }

    /// <summary>Whether a bias inside the reset gate would be lost, since the class has no place for it.</summary>
    public static bool LosesInnerBias(CellForm form, IReadOnlyList<string> gates, NamedArray? recurrentBias)
    {
        if (recurrentBias is null) return false;
        int block = recurrentBias.Bytes.Length / gates.Count;
        foreach (string gate in gates.Where(gate => form.IsInner(gate) && form.Sums(gate)))
            if (recurrentBias.Bytes.Slice(At(gates, gate) * block, block).ContainsAnyExcept((byte)0)) return true;
        return false;
    }

    /// <summary>Biases of zero, for a class that always has them.</summary>
    private static NamedArray Empty(IReadOnlyList<string> gates, Func<string, NamedArray?> own)
    {
        NamedArray weight = own(RecurrentWeight)!;
        return new(InputBias, weight.Type, new Shape(weight.Shape[0]), new byte[weight.Shape[0] * weight.Type.Size]);
    }

    private static int At(IReadOnlyList<string> gates, string gate) => gates.Index().First(row => row.Item == gate).Index;
}
