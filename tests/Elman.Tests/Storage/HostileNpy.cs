namespace Elman.Tests.Storage;

internal static class HostileNpy
{
    private const string Good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n";

    public static IEnumerable<HostileFile> All =>
    [
        Of("magic alone", Forged.Npy()[..6], "6 bytes", "too few"),
        Of("no length of the header", Forged.Npy()[..8], "8 bytes", "too few"),
        Of("cut inside the header", Forged.Npy()[..30], "header claims", "follow"),
        Of("cut inside the data", Forged.Npy()[..^1], "12 bytes", "11 follow"),
        Of("no data", Forged.Npy(Good, []), "12 bytes", "0 follow"),
        Of("something behind the data", [.. Forged.Npy(), 0], "12 bytes", "13 follow"),
        Of("two arrays in one file", [.. Forged.Npy(), .. Forged.Npy()], ".npz"),
        Of("version 0", Forged.Npy(Good, Forged.Floats, 0), "version", "0.0"),
        Of("version 4", Forged.Npy(Good, Forged.Floats, 4), "version", "4.0"),
        Of("version 1.1", With(Forged.Npy(), 7, 1), "version", "1.1"),
        Of("wrong magic", With(Forged.Npy(), 1, (byte)'n'), "93 'NUMPY'"),
        Of("header longer than the file", Forged.Npy(Good, Forged.Floats, length: 9000), "header claims 9000"),
        Of("header of 65535 bytes", Forged.Npy(Good.PadRight(65535), Forged.Floats), "65535", "at most 10000"),
        Of("header of 4 GiB", Forged.Npy(Good, Forged.Floats, 2, -1), "4294967295", "at most 10000"),
        Of("empty header", Forged.Npy("", Forged.Floats), "dictionary", "end of the header"),
        Of("empty dictionary", Forged.Npy("{}", Forged.Floats), "descr", "none named"),
        Of("not a dictionary", Forged.Npy("[1, 2]", Forged.Floats), "dictionary", "'['"),
        Of("unfinished dictionary", Forged.Npy("{'descr': '<f4', ", Forged.Floats), "quoted word", "end of the header"),
        Of("code instead of a value", Forged.Npy("{'descr': __import__('os').system('true'), }", []), "quoted word", "'_'"),
        Of("code behind the dictionary", Forged.Npy(Good.Trim() + " or exit()", Forged.Floats), "nothing but spaces", "'o'"),
        Of("no shape", Forged.Npy("{'descr': '<f4', 'fortran_order': False}", Forged.Floats), "none named shape"),
        Of("no order", Forged.Npy("{'descr': '<f4', 'shape': (3,)}", Forged.Floats), "none named fortran_order"),
        Of("another key", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'x': 1}", Forged.Floats), "'x'"),
        Of("a key twice", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'shape': (3,)}", Forged.Floats),
            "'shape' stands twice"),
        Of("order as a number", Forged.Npy("{'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}", Forged.Floats), "True or False", "'0'"),
        Of("bytes that are no text", Forged.Npy([.. "{'descr"u8, 0xff, 0xfe], Forged.Floats), "no end"),
        Of("a NUL in a key", Forged.Npy("{'de\0scr': '<f4'}", Forged.Floats), "plain letters"),
        Of("an escape in a key", Forged.Npy("{'\\x64escr': '<f4'}", Forged.Floats), "plain letters"),
        Of("a deep header", Forged.Npy(new string('(', 5000), Forged.Floats), "dictionary"),
        Of("a shape nested", Shape("((3,),)"), "whole number as dimension"),
        Of("a shape that is a number", Shape("3"), "tuple"),
        Of("a shape without its comma", Shape("(3)"), "(3,)"),
        Of("a negative dimension", Shape("(-3,)"), "negative"),
        Of("two negative dimensions", Shape("(-1, -3)"), "negative"),
        Of("a dimension with a point", Shape("(3.0,)"), "comma or the end", "'.'"),
        Of("a dimension of 2^63", Shape("(9223372036854775808,)"), "larger than 9223372036854775807"),
        Of("a dimension of a thousand digits", Shape($"({new string('9', 1000)},)"), "larger than"),
        Of("a dimension that begins with 0", Shape("(03,)"), "begins with 0"),
        Of("a product that is 0 in 64 bits", Shape("(4294967296, 4294967296)"), "(4294967296, 4294967296)", "12 follow"),
        Of("a product that is 12 in 64 bits", Shape("(4611686018427387907,)"), "12 follow"),
        Of("a product beyond 128 bits", Shape("(9223372036854775807, 9223372036854775807, 9223372036854775807)"), "12 follow"),
        Of("a shape of 8 TB", Shape("(2000000000000,)"), "8000000000000 bytes", "12 follow"),
        Of("nothing, of a huge dimension", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9000000000)}", []),
            "more than one array can hold"),
        Of("65 dimensions", Shape($"({string.Concat(Enumerable.Repeat("1, ", 65))})"), "at most 64 dimensions"),
        Type("objects", "'|O'", "pickle", "save it as"),
        Type("a table of fields", "[('a', '<f4'), ('b', '<i4')]", "structured", "each field"),
        Type("a nested type", "('<f4', (3,))", "structured"),
        Type("complex numbers", "'<c8'", "complex", ".real"),
        Type("text", "'<U3'", "text"),
        Type("bytes as text", "'|S12'", "text"),
        Type("raw bytes", "'|V12'", "raw bytes"),
        Type("dates", "'<M8[s]'", "dates"),
        Type("durations", "'<m8[s]'", "durations"),
        Type("long double", "'<f16'", "save it as float64"),
        Type("the writer's own byte order", "'=f4'", "byte order"),
        Type("no byte order", "'f4'", "byte order"),
        Type("wide numbers without byte order", "'|f4'", "byte order"),
        Type("a size there is not", "'<i3'", "i4"),
        Type("no type at all", "''", "byte order"),
        Type("a type of ten thousand letters", $"'{new string('f', 9000)}'", "9000 characters"),
    ];

    private static HostileFile Of(string name, byte[] bytes, params string[] says) => new($"npy: {name}", ".npy", () => bytes, says);

    private static byte[] Shape(string shape) => Forged.Npy($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n",
        Forged.Floats);

    private static HostileFile Type(string name, string descriptor, params string[] says) =>
        Of(name, Forged.Npy($"{{'descr': {descriptor}, 'fortran_order': False, 'shape': (3,), }}\n", Forged.Floats), says);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }
}
