using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Windows along the axes behind the first two of a tensor (N, C, D₁, D₂, …), as convolutions and poolings of ONNX have them.</summary>
/// <param name="Size">Entries that a window sees along each axis.</param>
/// <param name="Before">Padding in front of each axis.</param>
/// <param name="Counts">Windows along each axis.</param>
internal sealed record SpatialWindows(int[] Size, int[] Strides, int[] Dilations, int[] Before, int[] After, int[] Counts)
{
    public int Axes => Size.Length;

    public static SpatialWindows Of<T>(OperatorRun<T> run, Shape x, int[] size) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int axes = size.Length;
        if (x.Rank != axes + 2) throw run.Bad($"takes a tensor of {axes + 2} axes (N, C, …), found {x}");
        int[] strides = run.Whole("strides") ?? Ones(axes), dilations = run.Whole("dilations") ?? Ones(axes), pads = run.Whole("pads") ?? new int[2 * axes];
        if (strides.Length != axes || dilations.Length != axes || pads.Length != 2 * axes || size.Concat(strides).Concat(dilations).Any(value => value < 1) || pads.Any(pad => pad < 0)) throw run.Bad($"has sizes, strides, dilations or pads that do not fit {axes} axes");
        int[] before = pads[..axes], after = pads[axes..], counts = new int[axes];
        string auto = run.Text("auto_pad", "NOTSET");
        for (int i = 0; i < axes; i++)
        {
            int span = (size[i] - 1) * dilations[i] + 1, length = x[i + 2];
            if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                int all = Math.Max(0, ((length + strides[i] - 1) / strides[i] - 1) * strides[i] + span - length);
                (before[i], after[i]) = auto == "SAME_UPPER" ? (all / 2, all - all / 2) : (all - all / 2, all / 2);
            }
            int room = length + before[i] + after[i] - span;
            bool rounds = run.Flag("ceil_mode") && room >= 0 && room % strides[i] != 0;
            counts[i] = room < 0 ? 0 : room / strides[i] + (rounds ? 2 : 1);
            // A window that is only there because of rounding up begins within the tensor or its padding in front.
            if (rounds && (counts[i] - 1) * strides[i] >= length + before[i]) counts[i]--;
        }
        return new(size, strides, dilations, before, after, counts);
    }

    /// <summary>(N, C, windows…, what each sees…): where each entry stands in x; negative for padding.</summary>
    public (Shape Shape, int[] From) Unfold(Shape x)
    {
        var to = new Shape([x[0], x[1], .. Counts, .. Size]);
        var source = new int[x.Rank];
        return (to, Moves.From(x, to, at =>
        {
            (source[0], source[1]) = (at[0], at[1]);
            for (int i = 0; i < Axes; i++)
            {
                source[i + 2] = at[i + 2] * Strides[i] - Before[i] + at[Axes + i + 2] * Dilations[i];
                if ((uint)source[i + 2] >= (uint)x[i + 2]) return null;
            }
            return source;
        }));
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}
