using System.Text;

namespace Elman.Storage;

/// <summary>Makes the error for a byte of the text that is parsed.</summary>
internal delegate BadFileException ErrorAt(int at, InvariantText problem);

/// <summary>Reads the dictionary in a <c>.npy</c> header: the few words of Python that NumPy writes there, and nothing else.</summary>
internal ref struct NpyHeaderParser(ReadOnlySpan<byte> text, ErrorAt bad)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    public NpyHeader Parse()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        ElementType? type = null;
        bool bigEndian = false;
        bool? fortran = null;
        long[]? dimensions = null;
        Expect('{', "a dictionary");
        while (Next() != '}')
        {
            int start = _at;
            string key = Quoted();
            Expect(':', "a value");
            if (!keys.Add(key)) throw bad(start, $"the key '{BadFileException.Shown(key)}' stands twice.");
            switch (key)
            {
                case "descr": (type, bigEndian) = Descriptor(); break;
                case "fortran_order": fortran = Truth(); break;
                case "shape": dimensions = Dimensions(); break;
                default: throw bad(start, $"expected the keys descr, fortran_order and shape, found '{BadFileException.Shown(key)}'.");
            }
            if (Next() != '}') Expect(',', "a comma or the end of the dictionary");
        }
        _at++;
        if (Next() >= 0) throw bad(_at, $"expected nothing but spaces after the dictionary, found {Found()}.");
        string? missing = type is null ? "descr" : fortran is null ? "fortran_order" : dimensions is null ? "shape" : null;
        if (missing is not null) throw bad(0, $"expected the keys descr, fortran_order and shape, found none named {missing}.");
        return new NpyHeader(type!, bigEndian, fortran!.Value, dimensions!);
    }

    private (ElementType, bool) Descriptor()
    {
        int start = SkipSpaces();
        if (Next() is '[' or '(' or '{')
            throw bad(start, $"expected one type of number, found a structured one (a table of fields). Save each field as an array " +
                $"of its own.");
        string descriptor = Quoted();
        (ElementType? type, bool big, string wrong) = NpyHeader.Descriptor(descriptor);
        return type is null ? throw bad(start, $"the element type '{BadFileException.Shown(descriptor)}' is refused: " +
            $"{wrong}.") : (type, big);
    }

    private bool Truth()
    {
        int start = SkipSpaces();
        foreach (bool value in (ReadOnlySpan<bool>)[true, false])
        {
            ReadOnlySpan<byte> word = value ? "True"u8 : "False"u8;
            if (!_text[_at..].StartsWith(word)) continue;
            _at += word.Length;
            return value;
        }
        throw bad(start, $"expected True or False for fortran_order, found {Found()}.");
    }

    private long[] Dimensions()
    {
        int start = SkipSpaces();
        var dimensions = new List<long>();
        bool comma = false;
        Expect('(', "the shape, a tuple of whole numbers");
        while (Next() != ')')
        {
            if (dimensions.Count == Extent.MostDimensions) throw bad(_at, $"expected at most {Extent.MostDimensions} dimensions, " +
                $"found more.");
            dimensions.Add(Dimension());
            comma = Next() == ',';
            if (comma) _at++;
            else if (Next() != ')') throw bad(_at, $"expected a comma or the end of the shape, found {Found()}.");
        }
        _at++;
        if (dimensions.Count == 1 && !comma) throw bad(start, $"expected a tuple, such as (3,), for the shape, found a number in " +
            $"parentheses.");
        return [.. dimensions];
    }

    private long Dimension()
    {
        int start = SkipSpaces();
        UInt128 value = 0;
        while (_at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9')
        {
            value = value * 10 + (UInt128)(_text[_at++] - '0');
            if (value > long.MaxValue) throw bad(start, $"a dimension is larger than {long.MaxValue}, which no file can hold.");
        }
        if (_at == start && Next() == '-') throw bad(start, $"a dimension is negative; expected 0 or more.");
        if (_at == start) throw bad(start, $"expected a whole number as dimension, found {Found()}.");
        if (_at - start > 1 && _text[start] == '0') throw bad(start, $"a dimension begins with 0; expected a plain whole number.");
        if (_at < _text.Length && _text[_at] == 'L') _at++;   // Python 2 marked its long integers so.
        return (long)value;
    }

    private string Quoted()
    {
        int quote = Next();
        if (quote is not ('\'' or '"')) throw bad(_at, $"expected a quoted word, found {Found()}.");
        ReadOnlySpan<byte> rest = _text[(_at + 1)..];
        int length = rest.IndexOf((byte)quote);
        if (length < 0) throw bad(_at, $"a quoted word has no end.");
        if (rest[..length].IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 || rest[..length].Contains((byte)'\\'))
            throw bad(_at, $"expected a word of plain letters, found one with escapes or other bytes.");
        _at += length + 2;
        return Encoding.ASCII.GetString(rest[..length]);
    }

    private void Expect(char mark, string what)
    {
        if (Next() != mark) throw bad(_at, $"expected '{mark}' and {what}, found {Found()}.");
        _at++;
    }

    private int SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r') _at++;
        return _at;
    }

    /// <summary>The byte that comes next after spaces; -1 at the end.</summary>
    private int Next() => SkipSpaces() < _text.Length ? _text[_at] : -1;

    private readonly string Found() =>
        _at >= _text.Length ? "the end of the header"
        : _text[_at] is > 32 and < 127 ? $"'{(char)_text[_at]}'"
        : FormattableString.Invariant($"the byte 0x{_text[_at]:x2}");
}
