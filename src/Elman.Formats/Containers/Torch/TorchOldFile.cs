using System.Buffers.Binary;
using System.Numerics;
using Elman.Formats.Containers.Pickle;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>A file of <c>torch.save</c> before 1.6: five pickles (a magic number, a version, the machine, the value, the keys of the storages), then the storages.</summary>
internal static class TorchOldFile
{
    private const int Version = 1001, LengthField = 8;

    private static readonly BigInteger _magic = BigInteger.Parse("01950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
    private static readonly byte[] _magicBytes = _magic.ToByteArray();

    /// <summary>Whether the magic number stands among the first bytes.</summary>
    public static bool Begins(byte[] bytes) => bytes.Length > 2 && bytes[0] == 0x80 && bytes.AsSpan(0, Math.Min(bytes.Length, 40)).IndexOf(_magicBytes) > 0;

    public static TorchContents Open(ByteSource source)
    {
        var input = new PickleInput(source, 0);
        if (PickleMachine.Read(input) is not PickleInteger magic || magic.Value != _magic) throw source.Bad(0, $"expected the magic number of PyTorch's old files, found another value.");
        if (PickleMachine.Read(input) is not PickleInteger version || version.Value != Version) throw source.Bad(input.Position, $"expected version {Version} of PyTorch's old files, found another. Save it again with a newer PyTorch.");
        bool isBig = IsBig(PickleMachine.Read(input));
        PickleValue value = PickleMachine.Read(input);
        long keysAt = input.Position;
        if (PickleMachine.Read(input) is not PickleList keys) throw source.Bad(keysAt, $"expected a list of the keys of storages, found something else. The file is cut short or damaged.");
        return new(source, value, Storages(source, keys, Named(source, value), input.Position, isBig), "PyTorch before 1.6, or its old format", IsScript: false);
    }

    private static bool IsBig(PickleValue machine) =>
        PickleForms.Pairs(machine)?.Any(pair => pair.Key is PickleText { Value: "little_endian" } && pair.Value is PickleFlag { Value: false }) ?? false;

    /// <summary>The types of all storages, without which nothing tells where the next begins.</summary>
    private static Dictionary<string, TorchStorage> Named(ByteSource source, PickleValue root)
    {
        var named = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        foreach (PicklePersistent persistent in PickleWalk.Persistent(root))
        {
            try
            {
                if (TorchValues.Storage(persistent) is { } storage) named[storage.Key] = storage;
            }
            catch (FormatException error)
            {
                throw source.Bad(null, $"a tensor cannot be read: {error.Message}", error);
            }
        }
        return named;
    }

    /// <summary>In the order of the keys: how many numbers, in eight bytes, and the numbers.</summary>
    private static TorchStretches Storages(ByteSource source, PickleList keys, Dictionary<string, TorchStorage> named, long at, bool isBig)
    {
        var stretches = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        Span<byte> field = stackalloc byte[LengthField];
        foreach (PickleValue item in keys.Items)
        {
            if (item is not PickleText { Value: var key }) throw source.Bad(at, $"expected texts as keys of storages, found {item.Words}.");
            if (!named.TryGetValue(key, out TorchStorage? storage)) throw source.Bad(at, $"the storage '{BadFileException.Shown(key)}' belongs to no tensor, so nothing tells how long it is.");
            source.Read(at, field);
            long count = BinaryPrimitives.ReadInt64LittleEndian(field);
            at += LengthField;
            if (count < 0 || count > (source.Length - at) / storage.Type.Size) throw source.Bad(at - LengthField, $"the storage '{BadFileException.Shown(key)}' is declared with {count} numbers, and {source.Length - at} bytes follow. The file is cut short or damaged.");
            if (!stretches.TryAdd(key, (at, count * storage.Type.Size))) throw source.Bad(at, $"the storage '{BadFileException.Shown(key)}' stands twice; expected each once.");
            at += count * storage.Type.Size;
        }
        if (at != source.Length) throw source.Bad(at, $"the storages end here, but {source.Length - at} bytes follow that belong to none.");
        return new(source, stretches, isBig);
    }
}
