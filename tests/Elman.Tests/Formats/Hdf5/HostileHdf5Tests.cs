using System.Diagnostics;
using Elman.Formats.Containers.Hdf5;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Formats.Hdf5;

/// <summary>Files made to harm readers of HDF5, and good files with changed bytes: read or refused with the one exception, at once, in bounded memory.</summary>
public sealed class HostileHdf5Tests
{
    private static readonly TimeSpan _most = TimeSpan.FromSeconds(1);

    /// <summary>What one reading may allocate: the stated allowance for numbers, twice for what unpacking passes through, and the structures.</summary>
    private const long FreeBytes = 160L << 20, BytesPerByte = 300;

    public static IEnumerable<TheoryDataRow<string>> Attacks =>
        Directory.EnumerateFiles(Repository.Path("tests", "fixtures", "hdf5-attacks"), "*.h5").Select(path => new TheoryDataRow<string>(Path.GetFileName(path)!));

    [Theory, MemberData(nameof(Attacks))]
    public void A_file_of_a_known_attack_is_read_or_refused(string name)
    {
        byte[] bytes = File.ReadAllBytes(Repository.Path("tests", "fixtures", "hdf5-attacks", name));
        Harmless(bytes, name);
    }

    [Fact]
    public void There_are_132_of_them() => Assert.Equal(132, Attacks.Count());

    public static IEnumerable<TheoryDataRow<string>> Valid => Hdf5ReadingTests.Readable;

    [Theory, MemberData(nameof(Valid))]
    public void A_changed_file_is_read_or_refused_and_nothing_else(string name)
    {
        const int rounds = 60;
        byte[] valid = File.ReadAllBytes(Path.Combine(Hdf5Fixtures.Folder, name));
        var random = new Random(20_261_124);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] changed = Changed(valid, random);
            if (Harmless(changed, $"{name}, round {round}")) refused++;
        }
        Assert.InRange(refused, 1, rounds);
    }

    /// <summary>Whether it was refused.</summary>
    private static bool Harmless(byte[] bytes, string name)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool refused = false;
        try
        {
            Hdf5Fixtures.Open(bytes, "hostile.h5", Hdf5Fixtures.Everything);
        }
        catch (BadFileException error)
        {
            refused = true;
            Assert.StartsWith("'hostile.h5'", error.Message, StringComparison.Ordinal);
            Assert.True(error.Message.Length < 900, error.Message);
        }
        catch (Exception error)
        {
            Assert.Fail($"{name}: {error}");
        }
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < FreeBytes + BytesPerByte * bytes.Length, $"{name}: {allocated} bytes");
        // A machine that is busy with other things is no fault of the reader.
        Assert.True(taken < 10 * _most, $"{name}: {taken}");
        return refused;
    }

    /// <summary>A few bytes changed; mostly small ones near structures, since most of a file is numbers.</summary>
    private static byte[] Changed(byte[] valid, Random random)
    {
        byte[] bytes = [.. valid];
        for (int changes = random.Next(1, 12); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            while (random.Next(4) > 0 && bytes[at] == 0) at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)(bytes[at] ^ 1 << random.Next(8)), 1 => (byte)random.Next(256), _ => (byte)(random.Next(2) * 255) };
        }
        return random.Next(6) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
