using System.Numerics;
using Elman.Models;
using Elman.Models.Explanations;

namespace Elman.Formats.Proof;

/// <summary>The engine beside a plain loop over the equations in double precision, which shares no code with it, on a drawn input.</summary>
/// <param name="Holds">Whether everything was compared, and everything is close.</param>
/// <param name="Largest">The largest difference of an output or a final state.</param>
/// <param name="Where">What was compared where, or what has no equations to compare with.</param>
public sealed record EngineProof(bool Holds, double Largest, string Where)
{
    public static EngineProof Of<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Explanation explanation = model.Explain(DrawnInput.For(model));
        if (explanation.Missing.Count > 0) return new(false, double.NaN, string.Join("; ", explanation.Missing));
        AllClose worst = explanation.Comparisons.Where(comparison => !comparison.IsInner || !comparison.Holds).MaxBy(comparison => comparison.Largest)!;
        return new(explanation.Holds, worst.Largest, worst.ToString());
    }
}
