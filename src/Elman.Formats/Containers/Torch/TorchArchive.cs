using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elman.Formats.Containers.Pickle;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>A file of <c>torch.save</c> since 1.6, or of <c>torch.jit.save</c>: a zip of one pickle and the bytes of its storages.</summary>
internal static class TorchArchive
{
    private const string Pickle = "data.pkl", Data = "data/", Code = "code/", Constants = "constants.pkl", Order = "byteorder", Version = "version";

    /// <summary>A pickle that is packed, and that large beyond its packed size, is made to fill the memory.</summary>
    private const int FreePickle = 1 << 20;

    private const int MostMetadata = 16 << 20;

    /// <summary>What stands, after the name of the root folder, first in such files.</summary>
    private static readonly string[] _first = ["/data.pkl", "/data/", "/code/", "/constants", "/version", "/byteorder", "/.format_version", "/.data/"];

    /// <summary>Whether the first member of a zip is one that PyTorch writes.</summary>
    public static bool Begins(byte[] bytes)
    {
        if (bytes.Length <= 30 || !bytes.AsSpan().StartsWith("PK\x03\x04"u8)) return false;
        string name = Encoding.Latin1.GetString(bytes, 30, Math.Min(LittleEndian.Short(bytes, 26), bytes.Length - 30));
        return Array.Exists(_first, part => name.Contains(part, StringComparison.Ordinal));
    }

    public static TorchContents Open(ByteSource source)
    {
        Dictionary<string, ZipMember> members = ZipDirectory.Read(source).ToDictionary(member => member.Name, StringComparer.Ordinal);
        string[] roots = [.. members.Keys.Where(name => name.EndsWith("/" + Pickle, StringComparison.Ordinal) && name.Count(c => c == '/') == 1).Select(name => name[..^Pickle.Length])];
        if (roots is not [var root]) throw source.Bad(null, $"expected one folder with {Pickle} in the zip, found {roots.Length}. It is no file of PyTorch, or a damaged one.");
        ZipMember pickle = members[root + Pickle];
        if (pickle.Size > Math.Max(FreePickle, source.Length)) throw source.Bad(pickle.Header, $"{Pickle} is declared with {pickle.Size} bytes in a file of {source.Length}. It is made to fill the memory; if it is not, save it uncompressed.");
        PickleValue value = Value(source, pickle);
        bool isScript = members.ContainsKey(root + Constants) || members.Keys.Any(name => name.StartsWith(root + Code, StringComparison.Ordinal));
        var storages = new TorchMembers(source, members, root + Data, IsBig(source, members, root));
        string version = members.TryGetValue(root + Version, out ZipMember? number) ? Text(source, number) : "unknown";
        string producer = isScript ? $"TorchScript, archive version {version}" : $"PyTorch 1.6 or later, archive version {version}";
        return new(source, value, storages, producer, isScript) { Metadata = members.TryGetValue(root + TorchWriter.MetadataMember, out ZipMember? own) ? Metadata(source, own) : [] };
    }

    private static PickleValue Value(ByteSource source, ZipMember member)
    {
        byte[] bytes = ZipContents.Read(source, member);
        using var stream = new MemoryStream(bytes, writable: false);
        var input = new PickleInput(new ByteSource(stream, source.Name), 0, member.Data);
        PickleValue value = PickleMachine.Read(input);
        if (input.Position != bytes.Length) throw source.Bad(member.Data, $"{Pickle} ends after {input.Position} bytes, and {bytes.Length - input.Position} follow. Something is hidden behind it.");
        return value;
    }

    private static bool IsBig(ByteSource source, Dictionary<string, ZipMember> members, string root)
    {
        if (!members.TryGetValue(root + Order, out ZipMember? member)) return false;
        string order = Text(source, member);
        return order switch
        {
            "little" => false,
            "big" => true,
            _ => throw source.Bad(member.Data, $"expected the byte order little or big, found '{BadFileException.Shown(order)}'."),
        };
    }

    /// <summary>What we ourselves wrote beside the weights: an object of texts.</summary>
    private static Dictionary<string, string> Metadata(ByteSource source, ZipMember member)
    {
        if (member.Size > MostMetadata) throw source.Bad(member.Data, $"expected at most {MostMetadata} bytes in '{BadFileException.Shown(member.Name)}', found {member.Size}.");
        try
        {
            return JsonSerializer.Deserialize(ZipContents.Read(source, member), TextJson.Default.DictionaryStringString) ?? [];
        }
        catch (JsonException error)
        {
            throw source.Bad(member.Data, $"'{BadFileException.Shown(member.Name)}' is no object of texts: {error.Message}", error);
        }
    }

    private static string Text(ByteSource source, ZipMember member)
    {
        const int longest = 64;
        if (member.Size > longest) throw source.Bad(member.Data, $"expected a word in '{BadFileException.Shown(member.Name)}', found {member.Size} bytes.");
        return BadFileException.Shown(Encoding.Latin1.GetString(ZipContents.Read(source, member)).Trim());
    }
}

/// <summary>Texts by key as JSON, without looking at types while the program runs.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextJson : JsonSerializerContext;
