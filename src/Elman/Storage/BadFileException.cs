using System.Globalization;
using System.Text;

namespace Elman.Storage;

/// <summary>The one exception for a file that is missing, unreadable, damaged, hostile, or lacks what is asked of it.</summary>
public sealed class BadFileException : IOException
{
    /// <param name="problem">What was expected, what was found, and what to do next.</param>
    public BadFileException(string path, InvariantText problem, long? offset = null, Exception? inner = null)
        : base(Compose(path, problem, offset), inner) => (Path, Offset) = (path, offset);

    /// <summary>The path as it was given, or the name under which the bytes were read.</summary>
    public string Path { get; }

    /// <summary>The byte at which the trouble stands, where one is known.</summary>
    public long? Offset { get; }

    private static string Compose(string path, InvariantText problem, long? offset)
    {
        string where = offset is long at ? string.Create(CultureInfo.InvariantCulture, $" at byte {at}") : "";
        return $"'{Shown(path, 300)}'{where}: {problem}";
    }

    /// <summary>Text out of a file, made fit for a message: control characters spelt out, and cut where it is long.</summary>
    internal static string Shown(string text, int most = 60)
    {
        var shown = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, most)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else shown.Append(c);
        }
        if (text.Length > most) shown.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)");
        return shown.ToString();
    }
}
