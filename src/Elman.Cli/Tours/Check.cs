using System.Text.Json.Nodes;

namespace Elman.Cli.Tours;

/// <summary>One promise, what was found, and whether it holds.</summary>
internal sealed record Check(string Promise, string Found, bool Holds)
{
    public JsonObject ToJson() => new() { ["promise"] = Promise, ["found"] = Found, ["holds"] = Holds };

    public static void Write(Page page, IEnumerable<Check> checks, string indent)
    {
        var table = new Columns(["promise", "found", "holds"]);
        foreach (Check check in checks) table.Add(Page.Escape(check.Promise), Page.Escape(check.Found), check.Holds ? "[green]yes[/]" : "[red bold]NO[/]");
        table.Write(page, indent);
    }
}
