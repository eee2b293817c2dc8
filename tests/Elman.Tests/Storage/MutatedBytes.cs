namespace Elman.Tests.Storage;

/// <summary>One to three changes of a valid file: bits, bytes, pieces removed or repeated, the end cut off.</summary>
internal static class MutatedBytes
{
    public static byte[] Changed(byte[] valid, Random random)
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
