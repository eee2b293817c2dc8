using System.Text;
using System.Text.Json;

namespace Elman.Storage;

/// <summary>Reads the JSON of a safetensors header: one object, of objects with exactly dtype, shape and data_offsets; nothing twice,
/// nothing else.</summary>
/// <param name="dataLength">Bytes behind the header.</param>
internal ref struct SafetensorsHeader(byte[] json, ByteSource source, long dataLength)
{
    /// <summary>Types of the format that are not numbers of ours, and what to do about each.</summary>
    private static readonly (string Prefix, string What)[] _refused =
    [
        ("C", "complex numbers are not held; save the real and imaginary parts as two arrays"),
        ("F8", "8-bit floating-point numbers are not held; save it as F16 or F32"),
        ("F6", "6-bit floating-point numbers are not held; save it as F16 or F32"),
        ("F4", "4-bit floating-point numbers are not held; save it as F16 or F32"),
    ];

    private readonly long _dataLength = dataLength;
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
    private long _claimed;

    /// <summary>The arrays in the order of the header; its metadata goes into the dictionary.</summary>
    public List<SafetensorsEntry> Parse(OrderedDictionary<string, string> metadata)
    {
        try
        {
            return Root(metadata);
        }
        catch (JsonException error)
        {
            throw Bad($"the header is no proper JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)   // from GetString: an escaped half of a surrogate pair
        {
            throw Bad($"the header has text that is no Unicode: {error.Message}", error);
        }
    }

    private List<SafetensorsEntry> Root(OrderedDictionary<string, string> metadata)
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "an object of arrays");
        while (NextKey("an array's name or the end") is string name)
        {
            if (!names.Add(name)) throw Bad($"'{BadFileException.Shown(name)}' stands twice; expected each name once.");
            if (name == SafetensorsReader.MetadataKey) Metadata(metadata);
            else entries.Add(Entry(name));
        }
        if (_reader.Read()) throw Bad($"expected nothing after the object of arrays.");
        return entries;
    }

    private void Metadata(OrderedDictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject, $"an object of texts for {SafetensorsReader.MetadataKey}");
        while (NextKey("a key of the metadata or the end") is string key)
        {
            Expect(JsonTokenType.String, $"text for the metadata '{BadFileException.Shown(key)}'");
            if (!metadata.TryAdd(key, _reader.GetString()!)) throw Bad($"the metadata '{BadFileException.Shown(key)}' stands twice; " +
                $"expected each key once.");
        }
    }

    private SafetensorsEntry Entry(string name)
    {
        long at = SafetensorsReader.LengthField + _reader.TokenStartIndex;
        string shown = $"array '{BadFileException.Shown(name)}'";
        ElementType? type = null;
        long[]? dimensions = null, offsets = null;
        Expect(JsonTokenType.StartObject, $"an object with dtype, shape and data_offsets for {shown}");
        while (NextKey($"a key of {shown} or its end") is string key)
        {
            if (key == "dtype" && type is null) type = Type(shown);
            else if (key == "shape" && dimensions is null) dimensions = Numbers(shown, "dimension", Extent.MostDimensions);
            else if (key == "data_offsets" && offsets is null) offsets = Numbers(shown, "offset", 2);
            else if (key is "dtype" or "shape" or "data_offsets") throw Bad($"{shown}: the key '{key}' stands twice.");
            else throw Bad($"{shown}: expected the keys dtype, shape and data_offsets, found '{BadFileException.Shown(key)}'.");
        }
        string? missing = type is null ? "dtype" : dimensions is null ? "shape" : offsets is null ? "data_offsets" : null;
        if (missing is not null) throw Bad($"{shown}: expected the keys dtype, shape and data_offsets, found none named {missing}.");
        if (offsets!.Length != 2) throw Bad($"{shown}: expected two data_offsets, a begin and an end, found {offsets.Length}.");
        return Checked(new SafetensorsEntry(name, type!, dimensions!, offsets[0], offsets[1], at), shown);
    }

    private SafetensorsEntry Checked(SafetensorsEntry entry, string shown)
    {
        if (entry.End < entry.Begin) throw Bad($"{shown}: its data end at {entry.End}, before they begin at {entry.Begin}.");
        if (entry.End > _dataLength) throw Bad($"{shown}: its data are declared to end at {entry.End}, but {_dataLength} bytes " +
            $"follow the header. The file is cut short or damaged.");
        UInt128 bytes = Extent.Bytes(entry.Dimensions, entry.Type);
        if (bytes != (UInt128)(entry.End - entry.Begin))
            throw Bad($"{shown}: {Extent.Text(entry.Dimensions)} of {entry.Type} takes {bytes} bytes, but its data_offsets " +
                $"[{entry.Begin}, {entry.End}] hold {entry.End - entry.Begin}.");
        // Arrays that share bytes would make much memory of a small file; here they are found before the list of them grows.
        _claimed += entry.End - entry.Begin;
        if (_claimed > _dataLength) throw Bad($"{shown}: with it the arrays take {_claimed} bytes, but {_dataLength} follow the " +
            $"header: arrays overlap.");
        return entry;
    }

    private ElementType Type(string shown)
    {
        Expect(JsonTokenType.String, $"a name as dtype of {shown}");
        string name = _reader.GetString()!;
        ElementType? type = ElementType.All.FirstOrDefault(type => type.Safetensors == name);
        if (type is not null) return type;
        string why = Array.Find(_refused, row => name.StartsWith(row.Prefix, StringComparison.Ordinal)).What
            ?? $"expected one of {string.Join(", ", ElementType.All.Select(known => known.Safetensors))}";
        throw Bad($"{shown}: the element type '{BadFileException.Shown(name)}' is refused: {why}.");
    }

    private long[] Numbers(string shown, string what, int most)
    {
        var numbers = new List<long>();
        Expect(JsonTokenType.StartArray, $"a list of whole numbers in {shown}");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == most) throw Bad($"{shown}: expected at most {most} numbers as {what}s, found more.");
            if (_reader.TokenType != JsonTokenType.Number) throw Bad($"{shown}: expected a whole number as {what}, found " +
                $"{_reader.TokenType}.");
            string text = Encoding.ASCII.GetString(_reader.ValueSpan[..Math.Min(_reader.ValueSpan.Length, 40)]);
            if (text[0] == '-') throw Bad($"{shown}: expected 0 or more as {what}, found {text}.");
            if (!_reader.TryGetInt64(out long number)) throw Bad($"{shown}: expected a whole number below 2^63 as {what}, found {text}.");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    /// <summary>The next key of an object; null at its end.</summary>
    private string? NextKey(string expected)
    {
        if (!_reader.Read() || _reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject))
            throw Bad($"expected {expected}, found {_reader.TokenType}.");
        return _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString() : null;
    }

    private void Expect(JsonTokenType token, string what)
    {
        if (!_reader.Read() || _reader.TokenType != token) throw Bad($"expected {what}, found {_reader.TokenType}.");
    }

    private readonly BadFileException Bad(InvariantText problem, Exception? inner = null) =>
        source.Bad(SafetensorsReader.LengthField + _reader.TokenStartIndex, problem, inner);
}
