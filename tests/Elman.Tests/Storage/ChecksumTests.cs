using Elman.Storage;

namespace Elman.Tests.Storage;

public sealed class ChecksumTests
{
    [Fact]
    public void A_checksum_is_that_of_its_definition_at_every_length_and_in_pieces()
    {
        var bytes = new byte[700];
        new Random(3).NextBytes(bytes);
        for (int length = 0; length < bytes.Length; length++)
        {
            uint whole = Crc32.Append(0, bytes.AsSpan(0, length));
            Assert.Equal(Forged.Crc(bytes[..length]), whole);
            int cut = length * 2 / 3;
            Assert.Equal(whole, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut, length - cut)));
        }
    }
}
