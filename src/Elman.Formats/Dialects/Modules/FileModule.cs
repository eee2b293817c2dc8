using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Formats.Dialects;

/// <summary>A module with parameters: its path (<c>head.0</c>), what it may be, and what it turns of how many into how many.</summary>
/// <param name="Words">What it is, for messages.</param>
internal sealed record FileModule(string Path, string Words, LayerDescription Layer, int Inputs, int Outputs)
{
    public bool IsRecurrent => Layer.Kind == RecurrentStack<float>.Kind;
    public bool IsDense => Layer.Kind == Dense<float>.Kind;
    public bool IsNorm => Layer.Kind == LayerNorm<float>.Kind;
    public bool TakesIds => Layer.Kind == Embedding<float>.Kind;

    /// <summary>The path of the Sequential it stands in and its number there; null elsewhere.</summary>
    public (string Parent, int Number)? Place
    {
        get
        {
            int dot = Path.LastIndexOf('.');
            return int.TryParse(Path.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (Path[..Math.Max(dot, 0)], number) : null;
        }
    }

    /// <summary>What the node is called; a module without a path is the whole file and is called after its class.</summary>
    public string Node => Path.Length > 0 ? Path : Words.Split('(')[0].ToLowerInvariant();

    /// <summary>Whether it is a recurrent layer without gates, whose activation no file tells.</summary>
    public bool IsPlainRecurrent => IsRecurrent && StackDescription.Read(Layer.Options).Layers[0].Cell.Spec.Gates.Length == 1;

    /// <summary>What was assumed of it: the option that decides it, what was given there, and the sentence.</summary>
    public IReadOnlyList<(string Option, object? Given, string Sentence)> Assumed { get; init; } = [];

    /// <param name="weight">(outputs, inputs)</param>
    public static FileModule Linear(string path, string words, Shape weight, bool bias) =>
        new(path, $"{words}({weight[1]}, {weight[0]})", new(Dense<float>.Kind, new JsonObject { ["inputs"] = weight[1], ["outputs"] = weight[0], ["bias"] = bias }), weight[1], weight[0]);

    /// <param name="weight">(count, features)</param>
    public static FileModule Embedding(string path, string words, Shape weight) =>
        new(path, $"{words}({weight[0]}, {weight[1]})", new(Layers.Embedding<float>.Kind, new JsonObject { ["count"] = weight[0], ["features"] = weight[1] }), 0, weight[1]);

    public static FileModule Norm(string path, string words, Shape scale, double epsilon) =>
        new(path, $"{words}({scale[0]})", new(LayerNorm<float>.Kind, new JsonObject { ["features"] = scale[0], ["epsilon"] = epsilon, ["affine"] = true }), scale[0], scale[0]);

    public override string ToString() => $"'{Node}' {Words}";
}
