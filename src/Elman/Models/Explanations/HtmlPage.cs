namespace Elman.Models.Explanations;
internal static class HtmlPage { public static string Write(Explanation explanation) => explanation.ToString(); }
