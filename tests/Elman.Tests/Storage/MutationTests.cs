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
            byte[] changed = MutatedBytes.Changed(valid, random);
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
}
