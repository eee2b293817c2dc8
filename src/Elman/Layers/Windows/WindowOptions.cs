using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The options of layers whose windows go along time.</summary>
internal static class WindowOptions
{
    private static readonly (PaddingKind Kind, string Name)[] _kinds =
        [(PaddingKind.Valid, "valid"), (PaddingKind.Same, "same"), (PaddingKind.Causal, "causal"), (PaddingKind.Explicit, "explicit")];

    public static Windows Read(OptionReader options)
    {
        string padding = options.TextOr("padding", "valid");
        int row = Array.FindIndex(_kinds, known => known.Name == padding);
        if (row < 0) throw new ArgumentException($"Option 'padding' is one of {string.Join(", ", _kinds.Select(known => known.Name))}, found '{padding}'.");
        bool isExplicit = _kinds[row].Kind == PaddingKind.Explicit;
        var counts = isExplicit ? Padding.Of(options.Id("before") ?? 0, options.Id("after") ?? 0) : new Padding(_kinds[row].Kind);
        return new(options.Size("size"), options.SizeOr("stride", 1), options.SizeOr("dilation", 1), counts);
    }

    public static JsonObject Write(JsonObject options, Windows windows)
    {
        options["size"] = windows.Size;
        options["stride"] = windows.Stride;
        options["dilation"] = windows.Dilation;
        options["padding"] = Array.Find(_kinds, known => known.Kind == windows.Padding.Kind).Name;
        if (windows.Padding.Kind != PaddingKind.Explicit) return options;
        options["before"] = windows.Padding.Before;
        options["after"] = windows.Padding.After;
        return options;
    }

    /// <summary>As in <c>size 3, stride 2, same</c>.</summary>
    public static string Shown(Windows windows)
    {
        string stride = windows.Stride == 1 ? "" : $", stride {windows.Stride}", dilation = windows.Dilation == 1 ? "" : $", dilation {windows.Dilation}";
        return $"size {windows.Size}{stride}{dilation}, {windows.Padding}";
    }

    /// <summary>Why a layer cannot run one step at a time.</summary>
    public static NotSupportedException CannotStep(object layer, Windows windows) => new(windows.Stride > 1
        ? $"{layer} gives a step for every {windows.Stride} of its input, and a step of a stream gives one: it cannot step. Use Predict on whole sequences."
        : $"{layer} sees later steps or gives fewer than it takes: it cannot step. One with causal padding can; use Predict on whole sequences.");
}
