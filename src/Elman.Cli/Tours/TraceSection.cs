using Elman.Cli.Traces;
using Elman.Models;

namespace Elman.Cli.Tours;

/// <summary>The part of the tour that looks inside the network.</summary>
internal static class TraceSection
{
    public const string Title = "Everything inside is visible";

    public static readonly string[] Sentences =
    [
        "A trace keeps every gate, pre-activation and state of every step by its name, and gives the same bits as a run",
        "without it. If a number is NaN or infinite, the first one is named: layer, step, gate, sample.",
    ];

    public static void Show(Page page, SunspotTour tour, string indent)
    {
        Sunspots data = tour.Data;
        Trace<float> trace = data.Loaded.Model.Trace(data.Windows);
        Figures.Write(page, data.Loaded.Model, trace, indent);
        page.Line();
        page.Line($"{indent}The states while it reads the {Invariant.Text(data.Window)} years before {Invariant.Text(data.Year(0))}:");
        page.Line();
        HeatMap.Draw(page, trace.Last(entry => entry.Kind == Recurrent.TraceKind.State).Of(0), indent);
        page.Line();
        page.Line($"{indent}First number that is not finite: {Page.Escape(trace.FirstNonFinite()?.ToString() ?? "none")}. The same for your model: elman trace MODEL --input FILE --plot.");
    }
}
