using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>The whole of one member of a zip, with its checksum checked.</summary>
internal static class ZipContents
{
    public static byte[] Read(ByteSource source, ZipMember member)
    {
        using Incoming incoming = member.Open(source, out Window window);
        byte[] bytes = incoming.Take(member.Size);
        incoming.End();
        if (window.Untouched > 0) throw source.Bad(member.End - window.Untouched, $"{incoming.Where}its compressed data end before their declared {member.Packed} bytes; something is hidden behind them.");
        return bytes;
    }
}
