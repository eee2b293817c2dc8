using System.Globalization;
using System.Numerics;
using System.Text;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>The characters that a language model knows, each with its number: text to ids and back.</summary>
public sealed class Alphabet
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _ids = [];

    /// <param name="characters">Each character once, in the order of its id.</param>
    public Alphabet(string characters)
    {
        _characters = [.. characters.EnumerateRunes()];
        foreach ((int id, Rune character) in _characters.Index())
            if (!_ids.TryAdd(character, id)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The alphabet has '{character}' twice, as id {_ids[character]} and as {id}. Each character stands once."));
        if (_characters.Length == 0) throw new ArgumentException("An alphabet has at least one character; found none.");
    }

    /// <summary>The characters of a text, in the order of their code points.</summary>
    public static Alphabet Of(string text) => new(string.Concat(text.EnumerateRunes().Distinct().Order()));

    public int Count => _characters.Length;

    /// <summary>The ids of a text: shape (characters).</summary>
    public Tensor<int> Encode(string text)
    {
        var ids = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
            ids.Add(_ids.TryGetValue(character, out int id) ? id : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The text has '{character}' (U+{character.Value:X4}) at character {ids.Count}, which is not among the {Count} of the alphabet. Replace it, or make the alphabet from this text.")));
        return new(new Shape(ids.Count), [.. ids]);
    }

    /// <summary>The text of ids.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder(ids.Length);
        foreach (int id in ids)
            text.Append((uint)id < (uint)Count ? _characters[id].ToString() : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There is no character {id}; the alphabet has 0 to {Count - 1}.")));
        return text.ToString();
    }

    /// <summary>A text in so many equal parts side by side, each to be read from its start with the state carried; the target of a character is the next one.</summary>
    public CarriedWindows<T> Streams<T>(string text, int streams, int window) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        Tensor<int> ids = Encode(text);
        int steps = (ids.Values.Length - 1) / streams;
        if (steps < 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A text of {ids.Values.Length} characters gives no {streams} streams, each with a character after it. Take fewer streams."));
        Tensor<int> x = new(new Shape(streams, steps)), y = new(new Shape(streams, steps));
        for (int stream = 0; stream < streams; stream++)
        {
            ids.Values.Slice(stream * steps, steps).CopyTo(x.Span[(stream * steps)..]);
            ids.Values.Slice(stream * steps + 1, steps).CopyTo(y.Span[(stream * steps)..]);
        }
        return new CarriedWindows<T>(new Signal<T>(x), new Signal<T>(y), window);
    }

    public override string ToString() => string.Concat(_characters);
}
