using Elman.Formats.Containers.Pickle;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>NumPy's arrays as a pickle describes them: the closed list of the calls that it writes. None of them is called.</summary>
internal static class NumPyValues
{
    // The private modules were renamed in NumPy 2.
    private static readonly string[] _rebuilding = ["numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"];
    private static readonly string[] _fromBuffer = ["numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"];
    private static readonly string[] _scalars = ["numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar"];

    private const string Advice = "Save it in NumPy: np.savez('model.npz', **arrays)";

    public static bool IsArray(PickleValue value) =>
        value is PickleCall { Function: PickleGlobal { FullName: var name } } && (_rebuilding.Contains(name) || _fromBuffer.Contains(name) || _scalars.Contains(name));

    /// <exception cref="FormatException">It is not what NumPy writes, or its numbers are not held here.</exception>
    public static NamedArray Array(string name, PickleCall call, string source)
    {
        string function = ((PickleGlobal)call.Function).FullName;
        if (call.Pairs is not null || call.Items is not null) throw new FormatException("it is an array into which something is to be put; NumPy writes no such thing.");
        return _rebuilding.Contains(function) ? Rebuilt(name, call, source) : _scalars.Contains(function) ? Scalar(name, call, source) : FromBuffer(name, call, source);
    }

    /// <summary><c>_reconstruct(ndarray, (0,), b'b')</c> with the state (version, shape, dtype, column-major, bytes).</summary>
    private static NamedArray Rebuilt(string name, PickleCall call, string source)
    {
        if (call.Arguments is not [PickleGlobal { Module: "numpy", Name: "ndarray" }, ..]) throw new FormatException($"it is {(call.Arguments.Count > 0 ? BadFileException.Shown(call.Arguments[0].Words) : "nothing")} and no numpy.ndarray. {Advice}.");
        if (call.State is not PickleTuple { Items: [_, var shape, var type, PickleFlag columnMajor, var data] }) throw new FormatException("its state is not a version, a shape, a type, an order and bytes.");
        return Made(name, shape, type, data, columnMajor.Value, source);
    }

    /// <summary><c>_frombuffer(bytes, dtype, shape, 'C')</c>, as protocol 5 writes it.</summary>
    private static NamedArray FromBuffer(string name, PickleCall call, string source)
    {
        if (call.State is not null || call.Arguments is not [var data, var type, var shape, PickleText { Value: "C" or "F" } order]) throw new FormatException("it is not bytes, a type, a shape and an order.");
        return Made(name, shape, type, data, order.Value == "F", source);
    }

    private static NamedArray Scalar(string name, PickleCall call, string source) =>
        call.State is null && call.Arguments is [var type, var data] ? Made(name, PickleTuple.Empty, type, data, false, source) : throw new FormatException("it is not a type and bytes.");

    private static NamedArray Made(string name, PickleValue shape, PickleValue type, PickleValue data, bool isColumnMajor, string source)
    {
        if (PickleForms.Counts(shape) is not { } dimensions || dimensions.Length > Extent.MostDimensions) throw new FormatException("its shape is not a few whole numbers from 0 on.");
        (ElementType element, bool isBig) = Type(type);
        if (PickleForms.Bytes(data) is not { } bytes) throw new FormatException($"its numbers are {BadFileException.Shown(data.Words)} and not bytes.");
        if (Extent.Bytes(dimensions, element) != (UInt128)bytes.Length || Extent.Holdable(dimensions, element) is not { } held)
            throw new FormatException(FormattableString.Invariant($"{Extent.Text(dimensions)} of {element} takes {Extent.Bytes(dimensions, element)} bytes, and it has {bytes.Length}."));
        if (isBig && element.Size > 1)
        {
            bytes = [.. bytes];      // the pickle may refer to them again
            ByteOrder.Swap(bytes, element.Size);
        }
        return new(name, element, held, isColumnMajor && held.Rank > 1 ? ByteOrder.RowMajor(bytes, held, element.Size) : bytes, source);
    }

    /// <summary><c>dtype('f4', …)</c> with the state (version, byte order, …).</summary>
    private static (ElementType Type, bool IsBig) Type(PickleValue value)
    {
        if (value is not PickleCall { Function: PickleGlobal { Module: "numpy", Name: "dtype" }, Arguments: [PickleText { Value: var code }, ..] } call)
            throw new FormatException($"its type is {BadFileException.Shown(value.Words)} and no numpy.dtype.");
        string order = call.State is PickleTuple { Items: [_, PickleText { Value: var text }, ..] } ? text : "|";
        ElementType? element = ElementType.All.FirstOrDefault(type => type.Npy == code);
        if (element is null) throw new FormatException($"numbers of type '{BadFileException.Shown(code)}' are not held{(code.StartsWith('O') ? " (Python objects, which would have to be built)" : "")}. {Advice} with numbers of float32.");
        return (element, order == ">");
    }
}
