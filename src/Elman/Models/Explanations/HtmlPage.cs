using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>An explanation as one HTML page that loads nothing.</summary>
internal static partial class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #fff; --text: #1c2024; --faint: #60646c; --line: #d9d9e0; --box: #f2f5f9; --given: #e6f4ea; --result: #fdeee0; --bad: #b3261e; --good: #1a7f37 }
        @media (prefers-color-scheme: dark) { :root { --back: #16181c; --text: #e6e8eb; --faint: #a0a4ab; --line: #3a3f47; --box: #23272e; --given: #1d3326; --result: #3a2c1d; --bad: #ff8a80; --good: #6fdd8b } }
        body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
        h1 { font-size: 1.4rem } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-top: 1px solid var(--line); padding-top: 1rem } h3 { font-size: 1rem }
        .equations, pre { font: 15px/1.7 ui-monospace, monospace; overflow-x: auto; background: var(--box); padding: .6rem .9rem; border-radius: 6px }
        .source, .note { color: var(--faint) } table { border-collapse: collapse; font-size: .92rem } th, td { text-align: left; padding: .15rem 1rem .15rem 0; border-bottom: 1px solid var(--line) }
        .picture { overflow-x: auto } svg text { font: 12px ui-monospace, monospace; text-anchor: middle; fill: var(--text) } svg .title { font-weight: 600 }
        svg rect { fill: var(--box); stroke: var(--line) } svg rect.given { fill: var(--given) } svg rect.result { fill: var(--result) } svg path { fill: none; stroke: var(--faint) } svg polygon { fill: var(--faint) }
        .bad { color: var(--bad) } .good { color: var(--good) } .verdict { font-weight: 600 }
        """;

    public static string Write(Explanation explanation)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(explanation.Title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(explanation.Title)}</h1>\n");
        foreach (string note in explanation.Notes) html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(note)}</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"picture\">{FlowPicture.OfModel(explanation)}</div>\n");
        foreach (ExplainedNode node in explanation.Nodes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Text($"{node.Name}: {node.Kind} of {string.Join(", ", node.Inputs)}, gives {node.Shape}")}</h2>\n");
            ExplainedPart? before = null;
            foreach (ExplainedPart part in node.Parts)
            {
                Part(html, part, before);
                before = part;
            }
        }
        html.Append("<h2>The whole input</h2>\n<p>By a plain loop in double precision that shares no code with the engine:</p>\n");
        foreach (string missing in explanation.Missing) html.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\">{Text(missing)}</p>\n");
        html.Append("<table>\n");
        foreach ((string name, string line) in TextPage.Lines(explanation)) html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{Text(line)}</td></tr>\n");
        html.Append(CultureInfo.InvariantCulture, $"</table>\n<p class=\"verdict {(explanation.Holds ? "good" : "bad")}\">{Text(TextPage.Verdict(explanation))}</p>\n");
        return html.Append("</body>\n</html>").ToString();
    }

    private static void Part(StringBuilder html, ExplainedPart part, ExplainedPart? before)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3>{Text((part.Place.Length == 0 ? "" : part.Place + ": ") + part.Title)}</h3>\n");
        if (TextPage.IsSame(part, before)) html.Append("<p>Equations as before.</p>\n");
        else
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"source\">After {Text(part.Source)}</p>\n");
            if (part.States.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<div class=\"picture\">{FlowPicture.OfCell(part)}</div>\n");
            if (part.Equations.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<div class=\"equations\">{string.Join("<br>", part.Equations.Select(equation => Symbols(EquationText.Of(equation))))}{(part.Functions.Count > 0 ? $"<br>{Text(TextPage.Functions(part))}" : "")}</div>\n");
        }
        if (part.Symbols.Count > 0)
        {
            html.Append("<table>\n<tr><th>Symbol</th><th>Shape</th><th>Here</th><th>Meaning</th></tr>\n");
            foreach (ExplainedSymbol symbol in part.Symbols)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Symbols(symbol.Symbol)}</td><td>{Text(symbol.Letters)}</td><td>{Text(symbol.Sizes)}</td><td>{Text(symbol.Meaning)}</td></tr>\n");
            html.Append("</table>\n");
        }
        if (part.Worked is { } worked) html.Append(CultureInfo.InvariantCulture, $"<p>{Text(TextPage.Heading(worked))}:</p>\n<pre>{string.Join('\n', worked.Lines.Select(Symbols))}</pre>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>What stands behind an underscore goes below. Letters such as σ stay letters.</summary>
    private static string Symbols(string text) => Below.Replace(Text(text), "<sub>$1</sub>");

    [GeneratedRegex(@"(?<=\w)_(\w+)")]
    private static partial Regex Below { get; }
}
