using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Cli.Commands;

/// <summary>What this machine offers, and what of it is in use.</summary>
internal sealed class InfoCommand : ElmanCommand
{
    private readonly Option<bool> _json = JsonOption.New();
    private readonly Option<bool> _bits = new("--bits") { Description = "print only a hash over everything whose bits the library promises; every machine prints the same" };

    public InfoCommand() : base("info", "shows versions, the machine, vector kernels and threads")
    {
        Add(_json);
        Add(_bits);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman info", "which kernel is in use, and why"),
        ("elman info --bits", "a hash that every machine prints, whatever its vectors and threads"),
        ("ELMAN_SIMD=256 ELMAN_THREADS=1 elman info", "the same with both chosen by hand; neither changes a bit of a result"),
    ];

    public static string Version { get; } = typeof(InfoCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public override Exit Run(ParseResult arguments, Surroundings here)
    {
        if (arguments.GetValue(_bits) && arguments.GetValue(_json)) throw new WrongUseException($"info: expected --bits or --json, found both: the hash stands alone. Leave one out.");
        if (arguments.GetValue(_bits)) here.Page.Text(BitsOfThisMachine.Compute());
        else if (arguments.GetValue(_json)) here.Page.Json(ToJson());
        else Show(here.Page);
        return Exit.Fine;
    }

    private static string Runtime => $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})";

    private static string Machine => $"{RuntimeInformation.OSDescription.Trim()}, {Invariant.Text(Environment.ProcessorCount)} processors, {RuntimeInformation.ProcessArchitecture}";

    private static string FusedMultiplyAdd => Kernels.HasFusedMultiplyAdd ? "in hardware" : "in software: the same bits, slow";

    private static void Show(Page page)
    {
        foreach ((string name, string value) in new[]
        {
            ("elman", Version), ("runtime", Runtime), ("machine", Machine), ("fused multiply-add", FusedMultiplyAdd),
            ("threads", $"{Invariant.Text(Compute.Threads)} (ELMAN_THREADS sets them)"), ("kernel", $"{Compute.Kernel} (ELMAN_SIMD sets it)"),
        })
            page.Line($"[bold]{name,-20}[/]{Page.Escape(value)}");
        page.Line();
        page.Line("Kernels, best first; all give the same bits:");
        page.Line();
        var rows = new Columns(["kernel", "here", "in use", "what it needs"]);
        foreach (KernelRow row in Kernels.BestFirst)
            rows.Add(row.Name, row.IsSupported ? "[green]yes[/]" : "[grey]no[/]", row.Name == Compute.Kernel ? "[green]yes[/]" : "", Page.Escape(row.Reason));
        rows.Write(page);
    }

    private static JsonObject ToJson() => new()
    {
        ["version"] = Version,
        ["runtime"] = Runtime,
        ["machine"] = Machine,
        ["processors"] = Environment.ProcessorCount,
        ["fusedMultiplyAdd"] = Kernels.HasFusedMultiplyAdd ? "hardware" : "software",
        ["threads"] = Compute.Threads,
        ["kernel"] = Compute.Kernel,
        ["kernels"] = new JsonArray([.. Kernels.BestFirst.Select(row => new JsonObject { ["name"] = row.Name, ["supported"] = row.IsSupported, ["reason"] = row.Reason })]),
    };
}
