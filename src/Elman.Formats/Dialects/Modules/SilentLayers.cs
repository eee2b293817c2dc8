using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Layers without parameters, of which a file of weights has no trace in any framework.</summary>
internal static class SilentLayers
{
    private static readonly string[] _kinds =
    [
        ActivationLayer<float>.Kind, Dropout<float>.Kind, LastStep<float>.Kind, Concatenate<float>.Kind, Add<float>.Kind, Softmax<float>.Kind, Flatten<float>.Kind, Repeat<float>.Kind,
        ReverseSteps<float>.Kind, Masking<float>.Kind, PresentSteps<float>.Kind, PutBack<float>.Kind,
    ];

    public static string Known => string.Join(", ", _kinds);

    public static bool Has(string kind) => _kinds.Contains(kind) || Merge<float>.Kinds.Contains(kind);
}
