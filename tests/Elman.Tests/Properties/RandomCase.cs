using FsCheck;
using FsCheck.Fluent;

namespace Elman.Tests.Properties;

/// <summary>A random stack, with the sizes of what it is run on.</summary>
/// <param name="Lengths">Of the sequences, the longest being all steps; 0 among them.</param>
/// <param name="Seed">Of parameters and numbers.</param>
internal sealed record RandomCase(int Inputs, PlainLayer[] Layers, int[] Lengths, int Seed)
{
    private static readonly string[] _cells = ["elman", "gru", "gru_reset_before", "lstm", "lstm_peephole", "lstm_coupled"];

    public int Steps => Math.Max(1, Lengths.Max());

    /// <summary>As in a failure, ready to be read.</summary>
    public override string ToString() => $"seed {Seed}, {Inputs} inputs, lengths {string.Join(",", Lengths)}: {string.Join(" → ", Layers.AsEnumerable())}";

    private static Gen<PlainLayer> Layer =>
        from cell in Gen.Elements(_cells)
        from hidden in Gen.Choose(1, 19)
        from way in Gen.Elements(Way.Forward, Way.Reverse, Way.Both)
        from biases in Gen.Choose(0, 2)
        from projects in Gen.Choose(0, 3)
        from clips in Gen.Choose(0, 3)
        from past in Gen.Elements(Past.None, Past.None, Past.Residual, Past.Highway, Past.Dense)
        from joined in Gen.Elements(Joined.Side, Joined.Sum, Joined.Multiply, Joined.Average)
        from zone in Gen.Choose(0, 3)
        select new PlainLayer(cell, hidden, way, biases, projects == 0 && hidden > 1 && cell.StartsWith("lstm", StringComparison.Ordinal) ? (hidden + 1) / 2 : 0, clips == 0 ? 0.3 : 0, past, way == Way.Both ? joined : Joined.Side, zone == 0 ? 0.25 : 0);

    private static Gen<RandomCase> Cases =>
        from inputs in Gen.Choose(1, 18)
        from count in Gen.Choose(1, 3)
        from layers in Gen.ArrayOf(Layer, count)
        from sequences in Gen.Choose(1, 5)
        from lengths in Gen.ArrayOf(Gen.Choose(0, 9), sequences)
        from seed in Gen.Choose(0, 1_000_000)
        select new RandomCase(inputs, layers, lengths, seed);

    /// <summary>With what is simpler: fewer layers, sequences and steps, smaller sizes, fewer options.</summary>
    public static Arbitrary<RandomCase> Any => Arb.From(Cases, one => one.Simpler());

    private IEnumerable<RandomCase> Simpler()
    {
        for (int i = 0; i < Layers.Length && Layers.Length > 1; i++) yield return this with { Layers = [.. Layers.Where((_, at) => at != i)] };
        for (int i = 0; i < Lengths.Length && Lengths.Length > 1; i++) yield return this with { Lengths = [.. Lengths.Where((_, at) => at != i)] };
        for (int i = 0; i < Lengths.Length; i++)
            if (Lengths[i] > 0) yield return this with { Lengths = [.. Lengths.Select((length, at) => at == i ? length / 2 : length)] };
        if (Inputs > 1) yield return this with { Inputs = Inputs / 2 };
        for (int i = 0; i < Layers.Length; i++)
            foreach (PlainLayer simpler in Simpler(Layers[i])) yield return this with { Layers = [.. Layers.Select((layer, at) => at == i ? simpler : layer)] };
    }

    private static IEnumerable<PlainLayer> Simpler(PlainLayer layer)
    {
        if (layer.Zone != 0) yield return layer with { Zone = 0 };
        if (layer.Clip != 0) yield return layer with { Clip = 0 };
        if (layer.Past != Past.None) yield return layer with { Past = Past.None };
        if (layer.Projection != 0) yield return layer with { Projection = 0 };
        if (layer.Way != Way.Forward) yield return layer with { Way = Way.Forward, Joined = Joined.Side };
        if (layer.Biases > 0) yield return layer with { Biases = layer.Biases - 1 };
        if (layer.Cell != _cells[0] && layer.Projection == 0) yield return layer with { Cell = _cells[0] };
        if (layer.Hidden > 1) yield return layer with { Hidden = layer.Hidden / 2, Projection = layer.Projection == 0 || layer.Hidden < 4 ? 0 : (layer.Hidden / 2 + 1) / 2 };
    }
}
