using System.Numerics;
using Elman.Formats.Proof;
using Elman.Models;

namespace Elman.Cli.Loading;

/// <summary>What is said of an input that nobody gave.</summary>
internal static class DrawnWords
{
    public static string Of<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"The input is drawn, with seed {Invariant.Text(DrawnInput.Seed)}: {Invariant.Text(DrawnInput.Sequences)} {(model.Inputs.Any(input => input.Shape.HasSteps) ? $"sequences of {Invariant.Text(DrawnInput.StepsOf(model))} steps" : "examples")}, numbers from −1 to 1. Give your own with --input.";
}
