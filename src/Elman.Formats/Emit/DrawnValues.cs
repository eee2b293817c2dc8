using System.Globalization;
using System.Text.Json.Serialization;
using Elman.Layers;

namespace Elman.Formats.Emit;

/// <summary>The input that a program runs on by itself, the same in every language: sin(1), sin(2), … for numbers, every seventh id.</summary>
internal static class DrawnValues
{
    public const int Sequences = 2, Steps = 6;

    private const int Apart = 1000;

    /// <summary>The number at which the draw of an input begins, so that two inputs differ.</summary>
    public static int First(int input) => 1 + Apart * input;

    public static IEnumerable<int> Sizes(SignalShape shape) => [Sequences, .. shape.HasSteps ? (int[])[Steps] : [], .. shape.IsIds ? (int[])[] : [shape.Features]];

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Text between quotation marks.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class EmitJson : JsonSerializerContext;
