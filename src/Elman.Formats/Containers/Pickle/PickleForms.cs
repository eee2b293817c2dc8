using System.Numerics;

namespace Elman.Formats.Containers.Pickle;

/// <summary>What the plain data of a pickle stand for, as far as it needs no code to say: dictionaries, lists, numbers, texts.</summary>
internal static class PickleForms
{
    private static readonly string[] _dictionaries = ["collections.OrderedDict", "collections.defaultdict", "builtins.dict", "__builtin__.dict"];

    /// <summary>The pairs of a dictionary, an OrderedDict or a defaultdict; null where it is something else.</summary>
    public static IEnumerable<KeyValuePair<PickleValue, PickleValue>>? Pairs(PickleValue value) => value switch
    {
        PickleMap map => map.Pairs,
        PickleCall call when IsDictionary(call) => Given(call).Concat(call.Pairs?.Pairs ?? []),
        _ => null,
    };

    /// <summary>The items of a list or a tuple; null where it is something else.</summary>
    public static IReadOnlyList<PickleValue>? Items(PickleValue value) => value switch
    {
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        PickleCall { Function: PickleGlobal { FullName: "torch.Size" }, Arguments: [PickleTuple tuple], IsBare: true } => tuple.Items,
        // How TorchScript writes a list of numbers.
        PickleCall { Function: PickleGlobal { FullName: "torch.jit._pickle.build_intlist" }, Arguments: [PickleList list], IsBare: true } => list.Items,
        _ => null,
    };

    /// <summary>A whole number from 0 on that is small enough for a place in a file; null where it is something else.</summary>
    public static long? Count(PickleValue value) =>
        value is PickleInteger { Value: var number } && number >= 0 && number <= _largest ? (long)number : null;

    /// <summary>Whole numbers from 0 on; null where there is anything else.</summary>
    public static long[]? Counts(PickleValue value)
    {
        if (Items(value) is not { } items) return null;
        long?[] counts = [.. items.Select(Count)];
        return counts.Contains(null) ? null : [.. counts.Select(count => count!.Value)];
    }

    /// <summary>Bytes, also where protocol 2 had to write them as text and a call that turns it back.</summary>
    public static byte[]? Bytes(PickleValue value) => value switch
    {
        PickleBytes { Value: var bytes } => bytes,
        PickleText { Value: var text } => Latin(text),
        PickleCall { Function: PickleGlobal { FullName: "_codecs.encode" }, Arguments: [PickleText { Value: var text }, PickleText { Value: "latin1" or "latin-1" }], IsBare: true } => Latin(text),
        PickleCall { Function: PickleGlobal { FullName: "builtins.bytearray" or "builtins.bytes" or "__builtin__.bytearray" or "__builtin__.bytes" }, Arguments: [], IsBare: true } => [],
        PickleCall { Function: PickleGlobal { FullName: "builtins.bytearray" or "__builtin__.bytearray" }, Arguments: [PickleBytes { Value: var bytes }], IsBare: true } => bytes,
        _ => null,
    };

    /// <summary>No file has that many of anything, and products of a few of these fit 128 bits.</summary>
    private static readonly BigInteger _largest = 1L << 50;

    private static bool IsDictionary(PickleCall call) => call.Function is PickleGlobal global && _dictionaries.Contains(global.FullName) && call.Items is null;

    /// <summary>Python 2 gave an OrderedDict its pairs as an argument.</summary>
    private static IEnumerable<KeyValuePair<PickleValue, PickleValue>> Given(PickleCall call) =>
        call.Arguments is [PickleList list]
            ? list.Items.Select(Items).Where(pair => pair is { Count: 2 }).Select(pair => new KeyValuePair<PickleValue, PickleValue>(pair![0], pair[1]))
            : [];

    private static byte[]? Latin(string text)
    {
        var bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (text[i] > byte.MaxValue) return null;
            bytes[i] = (byte)text[i];
        }
        return bytes;
    }
}
