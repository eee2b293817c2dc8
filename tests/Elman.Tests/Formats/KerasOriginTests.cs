using System.Globalization;
using System.Text.RegularExpressions;
using Elman.Formats;
using Elman.Models;
using Elman.Tests.Golden;

namespace Elman.Tests.Formats;

/// <summary>How Keras saw a model, against the summary that Keras itself printed of it.</summary>
public sealed partial class KerasOriginTests
{
    public static TheoryData<string> Summarised => [.. Cases.Select(golden => golden.ToString())];

    private static IEnumerable<GoldenCase> Cases => GoldenCase.All.Where(golden => golden.Folder is "keras" or "keras2" && File.Exists(golden.PathOf(golden.Name + ".summary.txt")));

    [Theory, MemberData(nameof(Summarised))]
    public void The_origin_counts_and_names_what_Keras_prints(string name)
    {
        GoldenCase golden = Cases.First(candidate => candidate.ToString() == name);
        string summary = File.ReadAllText(golden.PathOf(golden.Name + ".summary.txt"));
        ModelOrigin origin = KerasFile.Origin(golden.PathOf(golden.Files.First(file => file.EndsWith(".keras", StringComparison.Ordinal))));

        Assert.Equal("keras", origin.Framework);
        Assert.Contains($"Model: \"{origin.Name}\"", summary, StringComparison.Ordinal);
        Assert.Equal(Total().Match(summary).Groups[1].Value, Written(origin.Layers.Sum(layer => layer.Parameters)));
        Assert.Equal(NotTrained().Match(summary).Groups[1].Value, Written(origin.Layers.Sum(layer => layer.NotTrained)));
        // Each row begins with the layer's name, in the order of the origin.
        string[] rows = [.. Row().Matches(summary).Select(row => row.Groups[1].Value + row.Groups[2].Value)];
        Assert.Equal(rows, origin.Layers.Select(layer => layer.Name));
        foreach (OriginLayer layer in origin.Layers)
        {
            if (layer.Outputs.Count == 1) Assert.Contains($"({string.Join(", ", layer.Outputs[0].Select(size => size is int known ? $"{known}" : "None"))})", summary, StringComparison.Ordinal);
            Assert.Matches($@"\b{Regex.Escape(layer.Name)}\b[^\n]* {Regex.Escape(Written(layer.Parameters))} ", summary);
        }
    }

    private static string Written(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Total params: ([\d,]+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-trainable params: ([\d,]+)")]
    private static partial Regex NotTrained();

    /// <summary>The first cell of a row: behind a bar and a blank, or, in Keras 2, a blank at the line's start.</summary>
    [GeneratedRegex(@"^(?:│ ([a-z]\w*)| ([a-z]\w*) \()", RegexOptions.Multiline)]
    private static partial Regex Row();
}
