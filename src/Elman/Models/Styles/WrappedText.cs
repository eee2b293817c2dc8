namespace Elman.Models;

/// <summary>Text broken into lines between its words, as the library that draws Keras's tables does it.</summary>
internal static class WrappedText
{
    /// <summary>A word that is longer than a line stands on its own and is cut, ending in <c>…</c>.</summary>
    public static List<string> Cut(string text, int width) => [.. Lines(text, width, folds: false).Select(line => line.Length > width ? line[..(width - 1)] + "…" : line)];

    /// <summary>A word that is longer than a line goes on in the next.</summary>
    public static List<string> Fold(string text, int width) => Lines(text, width, folds: true);

    private static List<string> Lines(string text, int width, bool folds)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in Words(text))
        {
            string ink = word.TrimEnd();
            if (line.Length + ink.Length <= width) line += word;
            else
            {
                if (line.Length > 0) lines.Add(line);
                line = word;
                for (; folds && ink.Length > width; (line, ink) = (line[width..], ink[width..])) lines.Add(line[..width]);
            }
        }
        lines.Add(line);
        return [.. lines.Select(one => one.Length > width ? one.TrimEnd() : one)];
    }

    /// <summary>Each word with the blanks after it.</summary>
    private static IEnumerable<string> Words(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start;
            while (end < text.Length && text[end] == ' ') end++;
            while (end < text.Length && text[end] != ' ') end++;
            while (end < text.Length && text[end] == ' ') end++;
            yield return text[start..end];
        }
    }
}
