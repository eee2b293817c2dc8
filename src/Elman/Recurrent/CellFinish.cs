using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>What a layer does with the states that its cell has made, before the next step sees them: a normalised inner state, projection, bounds, zoneout.</summary>
internal sealed record CellFinish(int Projection, StateClip? Clip, Zoneout? Zoneout, bool ReadsState)
{
    public static CellFinish Of(LayerSpec spec)
    {
        Check(spec);
        return new(spec.Projection, spec.HiddenClip, spec.Zoneout, spec.LayerNorm is { State: not StateNorm.None });
    }

    /// <summary>Whether there is anything to do; without, the cell writes the states where the next step reads them.</summary>
    public bool IsNeeded => Projection > 0 || Mixes || ReadsState;

    /// <summary>Whether states are changed number by number.</summary>
    public bool Mixes => Clip is not null || Zoneout is not null;

    private static void Check(LayerSpec spec)
    {
        string cell = spec.Cell.Spec.Name;
        if (spec.Projection < 0) throw new ArgumentException($"A projection gives a number of outputs, found {spec.Projection}; 0 is none.");
        if (spec.Projection >= spec.Hidden && spec.Projection > 0)
            throw new ArgumentException($"A projection makes the output narrower: {spec.Projection} outputs of {spec.Hidden} hidden units are no fewer. Use fewer outputs than hidden units, or no projection.");
        if (spec.Projection > 0 && !cell.StartsWith("lstm", StringComparison.Ordinal))
            throw new NotSupportedException($"The cell '{cell}' has no projection: its equations read h of the step before, unit by unit. Cells with an inner state of their own have one: lstm, lstm_peephole, lstm_coupled, lstm_no_forget.");
        spec.HiddenClip?.Checked(nameof(LayerSpec.HiddenClip));
        spec.Zoneout?.Check();
        if (spec.Zoneout is { Cell: > 0 } && spec.Cell.Shape.States == 1)
            throw new ArgumentException($"The cell '{cell}' has the state h alone, so a zoneout of an inner state does nothing. Set Zoneout.Cell to 0.");
    }
}

/// <summary>The numbers of a finish that the kernels read.</summary>
internal sealed class FinishWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public FinishWeights(CellFinish rule, RecurrentParameters<T> parameters, CellShape shape, int width)
    {
        Rule = rule;
        if (parameters.ProjectionWeight is { } projection)
        {
            Projection = PackedMatrix<T>.FromWeight(projection.Value.Values, parameters.Outputs, parameters.Hidden);
            Zeros = new Plane<T>(Projection.PaddedN);
        }
        if (rule.Zoneout is not { } zoneout) return;
        if (!zoneout.Expectation) return;
        Expected = new Plane<T>((long)shape.States * width);
        for (int state = 0; state < shape.States; state++) Expected.Span.Slice(state * width, width).Fill(T.CreateTruncating(zoneout.RateOf(state)));
    }

    public CellFinish Rule { get; }

    /// <summary>W_r, (hidden, outputs)</summary>
    public PackedMatrix<T>? Projection { get; }

    /// <summary>What the chains of the projection start from.</summary>
    public Plane<T>? Zeros { get; }

    /// <summary>What m of a zoneout is without training, (states, width); null where that is 0.</summary>
    public Plane<T>? Expected { get; }
}
