using System.Buffers.Binary;

namespace Elman.Numerics;

/// <summary>
/// What the next draw of a stream depends on, word by word: a stream goes through it once, by one method, whether it is being saved or restored.
/// Each word is given as it is, and comes back as it shall be.
/// </summary>
internal sealed class RandomState
{
    private readonly List<ulong> _words = [];
    private readonly bool _isRestored;
    private int _next;

    /// <summary>To save.</summary>
    public RandomState() { }

    /// <summary>To restore.</summary>
    public RandomState(ReadOnlySpan<byte> bytes)
    {
        _isRestored = true;
        if (bytes.Length % sizeof(ulong) != 0) throw Bad($"{bytes.Length} bytes");
        for (int i = 0; i < bytes.Length; i += sizeof(ulong)) _words.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
    }

    public ulong Word(ulong word)
    {
        if (!_isRestored) _words.Add(word);
        else if (_next == _words.Count) throw Bad($"{_words.Count} words");
        else word = _words[_next++];
        return word;
    }

    public int Count(int count) => (int)Word((ulong)count);

    public UInt128 Wide(UInt128 word) => new(Word((ulong)(word >> 64)), Word((ulong)word));

    /// <summary>A word that stays, such as what a constructor was given: a stream made otherwise is refused.</summary>
    public void Same(ulong word)
    {
        if (Word(word) != word) throw new ArgumentException("The state belongs to a stream of another kind or another seed of its own. Restore it into one that was made the same way.");
    }

    public double? Optional(double? number)
    {
        bool isThere = Count(number is null ? 0 : 1) == 1;
        return isThere ? BitConverter.UInt64BitsToDouble(Word(BitConverter.DoubleToUInt64Bits(number ?? 0))) : null;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[_words.Count * sizeof(ulong)];
        for (int i = 0; i < _words.Count; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _words[i]);
        return bytes;
    }

    /// <summary>Refuses words that nobody asked for.</summary>
    public void End()
    {
        if (_next != _words.Count) throw Bad($"{_words.Count} words, of which {_next} belong to it");
    }

    private static ArgumentException Bad(string found) => new($"The state of a random stream is damaged or that of another kind: found {found}. Give what Save of the same kind of stream gave.");
}
