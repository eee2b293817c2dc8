using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>PyTorch's classes for windows along time and norms, and what stands in their parentheses; null where it has none for these options.</summary>
internal static class TorchWindows
{
    /// <summary>Kinds whose module takes (N, C, L): the features stand before the steps. What is left of all steps is one.</summary>
    public static readonly IReadOnlySet<string> ChannelsFirst = new HashSet<string>(StringComparer.Ordinal)
    {
        Convolution<float>.Kind, Pooling<float>.Max, Pooling<float>.Average, BatchNorm<float>.Kind, GroupNorm<float>.Kind, PRelu<float>.Kind, ZeroPadding<float>.Kind, UpSampling<float>.Kind, Noise<float>.SpatialDropout,
        GlobalPooling<float>.Max, GlobalPooling<float>.Average,
    };

    public static IEnumerable<KeyValuePair<string, Func<JsonObject, (string, string)?>>> Kinds { get; } = new Dictionary<string, Func<JsonObject, (string, string)?>>
    {
        [Convolution<float>.Kind] = Convolve,
        [Pooling<float>.Max] = o => Pool(o, (w, padding) => ("MaxPool1d", $"kernel_size={w.Size}, stride={w.Stride}, padding={padding}, dilation={w.Dilation}, ceil_mode=False")),
        [Pooling<float>.Average] = o => Pool(o, (w, padding) => w.Dilation > 1 ? null : ("AvgPool1d", $"kernel_size=({w.Size},), stride=({w.Stride},), padding=({padding},)")),
        [GlobalPooling<float>.Max] = _ => ("AdaptiveMaxPool1d", "output_size=1"),
        [GlobalPooling<float>.Average] = _ => ("AdaptiveAvgPool1d", "output_size=1"),
        [BatchNorm<float>.Kind] = o => Affine(o) is { } affine
            ? ("BatchNorm1d", $"{o["features"]}, eps={Number(o, "epsilon")}, momentum={PythonText.Float((double)(1 - (decimal)(double)o["momentum"]!))}, affine={affine}, track_running_stats=True") : null,
        [GroupNorm<float>.Kind] = o => Affine(o) is { } affine ? ("GroupNorm", $"{o["groups"]}, {o["features"]}, eps={Number(o, "epsilon")}, affine={affine}") : null,
        [RmsNorm<float>.Kind] = o => ("RMSNorm", $"({o["features"]},), eps={Number(o, "epsilon")}, elementwise_affine={PythonText.Flag((bool)o["scale"]!)}"),
        [PRelu<float>.Kind] = o => o["steps"] is null ? ("PReLU", $"num_parameters={o["features"]}") : null,
        [ZeroPadding<float>.Kind] = o => ("ZeroPad1d", $"({o["before"]}, {o["after"]})"),
        [UpSampling<float>.Kind] = o => ("Upsample", $"scale_factor={PythonText.Float((double)(int)o["size"]!)}, mode='nearest'"),
        [Noise<float>.SpatialDropout] = o => ("Dropout1d", $"p={Number(o, "rate")}, inplace=False"),
    };

    private static (string, string)? Convolve(JsonObject options)
    {
        Windows windows = WindowOptions.Read(new(new(Convolution<float>.Kind, options)));
        string? padding = windows.Padding switch
        {
            { Kind: PaddingKind.Same } when windows.Stride == 1 => "same",
            _ => Number(windows) is int both ? string.Create(CultureInfo.InvariantCulture, $"({both},)") : null,
        };
        if (padding is null) return null;
        var text = new List<string> { $"{options["inputs"]}", $"{options["outputs"]}", $"kernel_size=({windows.Size},)", $"stride=({windows.Stride},)" };
        if (padding != "(0,)") text.Add($"padding={padding}");
        if (windows.Dilation != 1) text.Add($"dilation=({windows.Dilation},)");
        if ((int)options["groups"]! != 1) text.Add($"groups={options["groups"]}");
        if (!(bool)options["bias"]!) text.Add("bias=False");
        return ("Conv1d", string.Join(", ", text));
    }

    private static (string, string)? Pool(JsonObject options, Func<Windows, int, (string, string)?> write)
    {
        Windows windows = WindowOptions.Read(new(new(Pooling<float>.Max, options)));
        // Where padding does not count, PyTorch says so in no text, and where it does it is the usual way.
        return Number(windows) is int both ? write(windows, both) : null;
    }

    /// <summary>The padding at both ends; null where it differs.</summary>
    private static int? Number(Windows windows) => windows.Padding switch
    {
        { Kind: PaddingKind.Valid } => 0,
        { Kind: PaddingKind.Explicit, Before: var before, After: var after } when before == after => before,
        _ when windows.Span == 1 && windows.Stride == 1 => 0,
        _ => null,
    };

    private static string? Affine(JsonObject options) => ((bool)options["scale"]!, (bool)options["center"]!) switch
    {
        (true, true) => "True",
        (false, false) => "False",
        _ => null,
    };

    private static string Number(JsonObject options, string name) => PythonText.Float((double)options[name]!);
}
