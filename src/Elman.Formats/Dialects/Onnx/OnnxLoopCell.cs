using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>One of our cells, found in the equations of a loop's body: its gates' sums under our names.</summary>
/// <param name="Output">The number of the carried value that is h.</param>
/// <param name="Inner">That of c; −1 where there is none.</param>
internal sealed record OnnxLoopCell(Cell Cell, IReadOnlyDictionary<string, SumTerm> Gates, int Output, int Inner)
{
    /// <summary>The cell that makes these states of those before; null where it is none of ours.</summary>
    /// <param name="next">What each carried state becomes.</param>
    public static OnnxLoopCell? Of(IReadOnlyDictionary<int, OnnxTerm> next) => next.Count switch
    {
        1 => Elman(next.First().Key, next.First().Value) ?? Gru(next.First().Key, next.First().Value),
        2 => Lstm(next, next.First().Key, next.Last().Key) ?? Lstm(next, next.Last().Key, next.First().Key),
        _ => null,
    };

    private static bool IsState(OnnxTerm? term, int number) => term is StateTerm state && state.Number == number;

    private static bool IsWhole(SumTerm sum, int output) => sum is { W: not null, U: not null } && IsState(sum.Of, output);

    /// <summary>h' = φ((b_i + W x) + (b_h + U h))</summary>
    private static OnnxLoopCell? Elman(int h, OnnxTerm next) => next is GateTerm { Of: SumTerm sum } gate && IsWhole(sum, h)
        ? new(CellCatalog.Elman(Activation.Parse(gate.Activation)), new Dictionary<string, SumTerm> { ["hidden"] = sum }, h, -1) : null;

    /// <summary>h' = z∘h + (1 − z)∘n, n with the reset gate before its product or after it.</summary>
    private static OnnxLoopCell? Gru(int h, OnnxTerm next)
    {
        if (next is not PlusTerm plus) return null;
        foreach ((OnnxTerm kept, OnnxTerm made) in plus.EitherWay)
        {
            if (kept is not TimesTerm keeps || made is not TimesTerm makes) continue;
            OnnxTerm? z = IsState(keeps.A, h) ? keeps.B : IsState(keeps.B, h) ? keeps.A : null;
            OnnxTerm? n = makes.A is RestTerm { Of: var a } && ReferenceEquals(a, z) ? makes.B : makes.B is RestTerm { Of: var b } && ReferenceEquals(b, z) ? makes.A : null;
            if (z is not GateTerm { Of: SumTerm update } gate || n is not GateTerm candidate || !IsWhole(update, h)) continue;
            (GateTerm? reset, SumTerm? sum, bool isBefore) = Candidate(candidate.Of, h);
            if (reset?.Of is not SumTerm resets || sum is null || !IsWhole(resets, h) || reset.Activation != gate.Activation) continue;
            (Activation inner, Activation outer) = (Activation.Parse(gate.Activation), Activation.Parse(candidate.Activation));
            return new(isBefore ? CellCatalog.GruResetBefore(inner, outer) : CellCatalog.Gru(inner, outer), new Dictionary<string, SumTerm> { ["reset"] = resets, ["update"] = update, ["candidate"] = sum }, h, -1);
        }
        return null;
    }

    private static (GateTerm? Reset, SumTerm? Sum, bool IsBefore) Candidate(OnnxTerm of, int h)
    {
        // (b_i + W x) + (b_h + U (r∘h))
        if (of is SumTerm { W: not null, U: not null, Of: TimesTerm product } before)
            return ((IsState(product.A, h) ? product.B : IsState(product.B, h) ? product.A : null) as GateTerm, before, true);
        // (b_i + W x) + r∘(b_h + U h)
        if (of is PlusTerm plus)
            foreach ((OnnxTerm input, OnnxTerm rest) in plus.EitherWay)
                if (input is SumTerm { U: null } first && rest is TimesTerm times && (times.A as SumTerm ?? times.B as SumTerm) is { W: null } second && IsState(second.Of, h))
                    return (times.Without(second) as GateTerm, first.With(second), false);
        return (null, null, false);
    }

    /// <summary>c' = f∘c + i∘g, h' = o∘ψ(c')</summary>
    private static OnnxLoopCell? Lstm(IReadOnlyDictionary<int, OnnxTerm> next, int h, int c)
    {
        if (next[h] is not TimesTerm shown || next[c] is not PlusTerm inner) return null;
        GateTerm? psi = shown.A is GateTerm a && ReferenceEquals(a.Of, inner) ? a : shown.B is GateTerm b && ReferenceEquals(b.Of, inner) ? b : null;
        if (psi is null || shown.Without(psi) is not GateTerm { Of: SumTerm output } o) return null;
        foreach ((OnnxTerm kept, OnnxTerm made) in inner.EitherWay)
        {
            if (kept is not TimesTerm keeps || made is not TimesTerm makes) continue;
            if ((IsState(keeps.A, c) ? keeps.B : IsState(keeps.B, c) ? keeps.A : null) is not GateTerm { Of: SumTerm forget } f) continue;
            if (makes is not { A: GateTerm { Of: SumTerm first } one, B: GateTerm { Of: SumTerm second } two }) continue;
            // The input gate is the factor that has the activation of the other gates; where both have it, the first.
            bool isFirst = one.Activation == f.Activation;
            (GateTerm i, SumTerm input, GateTerm g, SumTerm candidate) = isFirst ? (one, first, two, second) : (two, second, one, first);
            if (!((SumTerm[])[output, forget, input, candidate]).All(sum => IsWhole(sum, h)) || i.Activation != f.Activation || o.Activation != f.Activation) continue;
            return new(CellCatalog.Lstm(Activation.Parse(f.Activation), Activation.Parse(g.Activation), Activation.Parse(psi.Activation)),
                new Dictionary<string, SumTerm> { ["input"] = input, ["forget"] = forget, ["candidate"] = candidate, ["output"] = output }, h, c);
        }
        return null;
    }
}
