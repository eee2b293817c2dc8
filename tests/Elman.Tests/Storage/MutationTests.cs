using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>Valid files with a few bytes changed, removed or repeated, from a seed: no exception but ours.</summary>
public sealed class MutationTests
{
    private const int Rounds = 3000;

    public static IEnumerable<TheoryDataRow<string>> Kinds => SmallFiles.All.Keys.Select(kind => new TheoryDataRow<string>(kind));

    [Theory, MemberData(nameof(Kinds))]
    public void A_changed_file_is_read_or_refused_and_nothing_else(string kind)
    {
        byte[] valid = SmallFiles.All[kind];
        var random = new Random(20_251_124);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] changed = Changed(valid, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (NamedArray array in ArrayFile.Read(changed, "changed." + kind)) array.As<double>();
            }
            catch (BadFileException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{kind}, round {round}: {error}\n{Convert.ToHexString(changed)}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 512 * 1024, $"{kind}, round {round}: {allocated} bytes\n{Convert.ToHexString(changed)}");
        }
        Assert.InRange(refused, Rounds / 4, Rounds);
    }

    private static byte[] Changed(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count), length = random.Next(1, Math.Min(24, bytes.Count - at + 1));
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }
}
