using System.Text;

namespace Elman.Tests.Storage;

internal static class HostileSafetensors
{
    private const string A = """ "a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]} """;
    private static readonly byte[] _floats = Forged.Floats;

    public static IEnumerable<HostileFile> All =>
    [
        Of("one byte", [0], "8 bytes", "file of 1"),
        Of("seven bytes", new byte[7], "8 bytes", "file of 7"),
        Of("a length of 0", new byte[8], "JSON"),
        Of("a length beyond the file", Forged.Safetensors("{}", [], 60), "60 bytes", "2 follow"),
        Of("a length beyond the limit", Forged.Safetensors("{}", [], 100_000_001), "at most 100000000", "100000001"),
        Of("a length of all ones", Forged.Safetensors("{}", [], ulong.MaxValue), "18446744073709551615"),
        Of("a negative length", Forged.Safetensors("{}", [], 1ul << 63), "9223372036854775808"),
        Of("a header cut short", Forged.Safetensors("{" + A, _floats), "JSON"),
        Of("a brace alone", Forged.Safetensors("{", []), "JSON"),
        Of("no UTF-8", Forged.Safetensors([.. "{\"a"u8, 0xff, .. "\":1}"u8], []), "not UTF-8"),
        Of("half a surrogate pair", Forged.Safetensors("""{"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", _floats),
            "Unicode"),
        Of("a byte order mark", Forged.Safetensors([0xef, 0xbb, 0xbf, .. "{}"u8], []), "JSON"),
        Of("a NUL in the header", Forged.Safetensors("{\0}", []), "JSON"),
        Of("a list", Forged.Safetensors("[]", []), "object of arrays"),
        Of("a number", Forged.Safetensors("1", []), "object of arrays"),
        Of("null", Forged.Safetensors("null", []), "object of arrays"),
        Of("two objects", Forged.Safetensors("{}{}", []), "JSON"),
        Of("a comma behind the last", Forged.Safetensors("{" + A + ",}", _floats), "JSON"),
        Of("a comment", Forged.Safetensors("{" + A + "/* */}", _floats), "JSON"),
        Of("brackets ten thousand deep", Forged.Safetensors("{\"a\":" + new string('[', 10_000), []), "object with dtype"),
        Of("braces ten thousand deep", Forged.Safetensors(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), []), "'a'"),
        Of("an array twice", Forged.Safetensors("{" + A + "," + A + "}", _floats), "'a' stands twice"),
        Of("an array twice, once escaped", Forged.Safetensors("{" + A + "," + A.Replace("\"a\"", "\"\\u0061\"",
            StringComparison.Ordinal) + "}", _floats), "'a' stands twice"),
        Of("metadata twice", Forged.Safetensors("""{"__metadata__":{},"__metadata__":{}}""", []), "'__metadata__' stands twice"),
        Of("a metadata key twice", Forged.Safetensors("""{"__metadata__":{"k":"1","k":"2"}}""", []), "'k' stands twice"),
        Of("a number as metadata", Forged.Safetensors("""{"__metadata__":{"k":1}}""", []), "text", "'k'"),
        Of("null as metadata", Forged.Safetensors("""{"__metadata__":null}""", []), "object of texts"),
        Of("deep metadata", Forged.Safetensors("""{"__metadata__":{"k":{"l":{}}}}""", []), "text", "'k'"),
        Entry("no dtype", """ "shape":[3],"data_offsets":[0,12] """, "none named dtype"),
        Entry("no shape", """ "dtype":"F32","data_offsets":[0,12] """, "none named shape"),
        Entry("no offsets", """ "dtype":"F32","shape":[3] """, "none named data_offsets"),
        Entry("another key", """ "dtype":"F32","shape":[3],"data_offsets":[0,12],"device":"cpu" """, "'device'"),
        Entry("a key twice", """ "dtype":"F32","shape":[3],"shape":[3],"data_offsets":[0,12] """, "'shape' stands twice"),
        Entry("one offset", """ "dtype":"F32","shape":[3],"data_offsets":[12] """, "found 1"),
        Entry("three offsets", """ "dtype":"F32","shape":[3],"data_offsets":[0,12,12] """, "at most 2"),
        Entry("offsets turned round", """ "dtype":"F32","shape":[3],"data_offsets":[12,0] """, "before they begin"),
        Entry("a negative offset", """ "dtype":"F32","shape":[3],"data_offsets":[-12,0] """, "-12"),
        Entry("minus nought", """ "dtype":"F32","shape":[3],"data_offsets":[-0,12] """, "-0"),
        Entry("an offset with a point", """ "dtype":"F32","shape":[3],"data_offsets":[0,12.0] """, "12.0"),
        Entry("an offset with an exponent", """ "dtype":"F32","shape":[3],"data_offsets":[0,1e999] """, "1e999"),
        Entry("an offset as text", """ "dtype":"F32","shape":[3],"data_offsets":[0,"12"] """, "String"),
        Entry("an offset beyond 64 bits", """ "dtype":"F32","shape":[3],"data_offsets":[0,99999999999999999999] """, "below 2^63"),
        Entry("an end beyond the file", """ "dtype":"F32","shape":[4],"data_offsets":[0,16] """, "16", "12 bytes follow"),
        Entry("an end at 2^63 - 1", """ "dtype":"F32","shape":[4],"data_offsets":[0,9223372036854775807] """, "12 bytes follow"),
        Entry("offsets that do not fit the shape", """ "dtype":"F32","shape":[2],"data_offsets":[0,12] """, "takes 8 bytes", "hold 12"),
        Entry("a negative dimension", """ "dtype":"F32","shape":[-3],"data_offsets":[0,12] """, "0 or more as dimension"),
        Entry("a product beyond 64 bits", """ "dtype":"F32","shape":[2,18446744073709551614],"data_offsets":[0,12] """, "below 2^63"),
        Entry("a product that turns over", """ "dtype":"F32","shape":[2,9223372036854775807],"data_offsets":[0,12] """, "hold 12"),
        Entry("a product that turns over to 12", """ "dtype":"F32","shape":[4611686018427387907],"data_offsets":[0,12] """, "hold 12"),
        Entry("65 dimensions", $""" "dtype":"F32","shape":[3{string.Concat(Enumerable.Repeat(",1", 64))}],"data_offsets":[0,12] """,
            "at most 64"),
        Entry("a type there is not", """ "dtype":"F31","shape":[3],"data_offsets":[0,12] """, "'F31'", "F32"),
        Entry("a type in small letters", """ "dtype":"f32","shape":[3],"data_offsets":[0,12] """, "'f32'"),
        Entry("complex numbers", """ "dtype":"C64","shape":[3],"data_offsets":[0,12] """, "complex"),
        Entry("8-bit floats", """ "dtype":"F8_E4M3","shape":[12],"data_offsets":[0,12] """, "8-bit"),
        Entry("4-bit floats", """ "dtype":"F4","shape":[24],"data_offsets":[0,12] """, "4-bit"),
        Of("nothing, of a huge dimension", Forged.Safetensors("""{"a":{"dtype":"F32","shape":[0,9000000000],"data_offsets":[0,0]}}""",
            []), "more than one array can hold"),
        Of("data cut short", Forged.Safetensors("{" + A + "}", _floats[..10]), "cut short"),
        Of("something behind the data", Forged.Safetensors("{" + A + "}", [.. _floats, 1, 2]), "2 bytes follow"),
        Of("nothing but data", Forged.Safetensors("{}", _floats), "12 bytes follow"),
        Of("a hole at the beginning", Forged.Safetensors("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", _floats),
            "belong to none"),
        Of("a hole between", Two("[0,4]", 1, "[8,12]", 1), "'b'", "belong to none"),
        Of("arrays that overlap", Two("[0,8]", 2, "[4,12]", 2), "overlap"),
        Of("arrays that overlap, with bytes to spare", Forged.Safetensors(Pair("[0,8]", 2, "[4,8]", 1), _floats), "overlap"),
        Of("an array inside another", Two("[0,12]", 3, "[4,8]", 1), "overlap"),
        Of("an empty array inside another", Two("[0,12]", 3, "[4,4]", 0), "overlap"),
        Of("a hundred thousand arrays of the same bytes", Forged.Safetensors(Many(100_000), _floats), "overlap"),
        Of("a name of a million letters", Forged.Safetensors($$"""{"{{new string('x', 1_000_000)}}":1}""", []), "1000000 characters"),
    ];

    private static HostileFile Of(string name, byte[] bytes, params string[] says) => new($"safetensors: {name}", ".safetensors",
        () => bytes, says);

    private static HostileFile Entry(string name, string entry, params string[] says) =>
        Of(name, Forged.Safetensors("{\"a\":{" + entry + "}}", _floats), [.. says, "'a'"]);

    private static byte[] Two(string first, int firstCount, string second, int secondCount) =>
        Forged.Safetensors(Pair(first, firstCount, second, secondCount), _floats);

    private static string Pair(string first, int firstCount, string second, int secondCount) =>
        $$$"""{"a":{"dtype":"F32","shape":[{{{firstCount}}}],"data_offsets":{{{first}}} },""" +
        $$$""" "b":{"dtype":"F32","shape":[{{{secondCount}}}],"data_offsets":{{{second}}} } }""";

    private static string Many(int count)
    {
        var text = new StringBuilder("{");
        for (int i = 0; i < count; i++) text.Append(i == 0 ? "" : ",").Append($$"""
            "{{i}}":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}
            """);
        return text.Append('}').ToString();
    }
}
