namespace Elman.Models.Explanations;
internal static class MarkdownPage { public static string Write(Explanation explanation) => explanation.ToString(); }
