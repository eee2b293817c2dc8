using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Tests.Recurrent;

/// <summary>h' = h/2 + W x: one gate, no recurrent product, nothing kept.</summary>
internal readonly struct NoProducts : ICell
{
    public static int Gates => 1;
    public static int Products => 0;
    public static int States => 1;
    public static int Kept => 0;

    public CellSpec Spec => new("no products") { Gates = ["input"], Products = [], States = ["h"], Kept = [], Equations = "h' = h/2 + (b_i + W x)" };

    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> => u.Next[0] = u.Previous[0] * TLane.Of(0.5) + u.Input[0];

    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        (d.Input[0], d.Previous[0]) = (d.Next[0], d.Next[0] * TLane.Of(0.5));

    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
}

/// <summary>s = tanh(Σ (g + 1)/16·(W_g x + U_g h)), m' = m/4 + s, h' = m'∘s: as many gates and products as there may be.</summary>
internal readonly struct EightGates : ICell
{
    public static int Gates => 8;
    public static int Products => 8;
    public static int States => 2;
    public static int Kept => 1;
    public static bool SplitGradients => true;

    public CellSpec Spec => new("eight gates")
    {
        Gates = ["a", "b", "c", "d", "e", "f", "g", "i"],
        Products = ["a", "b", "c", "d", "e", "f", "g", "i"],
        States = ["h", "m"],
        Kept = ["s"],
        Equations = "s = tanh(Σ (g + 1)/16·(W_g x + U_g h))",
    };

    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane s = TLane.Tanh(Part(u, 0) + Part(u, 1) + Part(u, 2) + Part(u, 3) + Part(u, 4) + Part(u, 5) + Part(u, 6) + Part(u, 7)), m = u.Previous[1] * TLane.Of(0.25) + s;
        (u.Kept[0], u.Next[1], u.Next[0]) = (s, m, m * s);
    }

    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane s = u.Kept[0], dm = d.Next[1] + d.Next[0] * s, ds = (d.Next[0] * u.Next[1] + dm) * (TLane.Of(1) - s * s);
        Share(ref d, 0, ds);
        Share(ref d, 1, ds);
        Share(ref d, 2, ds);
        Share(ref d, 3, ds);
        Share(ref d, 4, ds);
        Share(ref d, 5, ds);
        Share(ref d, 6, ds);
        Share(ref d, 7, ds);
        (d.Previous[0], d.Previous[1]) = (TLane.Of(0), dm * TLane.Of(0.25));
    }

    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> => shown[0] = u.Kept[0];

    private static TLane Part<TLane>(in Unit<TLane> u, int g) where TLane : struct, ILane<TLane> => (u.Input[g] + u.Recurrent[g]) * TLane.Of((g + 1) / 16.0);

    private static void Share<TLane>(ref UnitGradient<TLane> d, int g, TLane ds) where TLane : struct, ILane<TLane> =>
        d.Input[g] = d.Recurrent[g] = ds * TLane.Of((g + 1) / 16.0);
}

/// <summary>r = σ(W_r x + U_r h), n = tanh(W_n x + U_n (r∘h) + W_e x/2), c' = c/2 + n, h' = r∘c': two stages, two states, a gate without a product.</summary>
internal readonly struct TwoStages : ICell
{
    public static int Gates => 3;
    public static int Products => 2;
    public static int States => 2;
    public static int Kept => 2;
    public static int EarlyProducts => 1;

    public CellSpec Spec => new("two stages") { Gates = ["r", "n", "e"], Products = ["r", "n"], States = ["h", "c"], Kept = ["r", "n"], Equations = "h' = r∘(c/2 + n)" };

    public void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane r = TLane.Sigmoid(u.Input[0] + u.Recurrent[0]);
        (u.Kept[0], u.Between) = (r, r * u.Previous[0]);
    }

    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane n = TLane.Tanh(u.Input[1] + u.Recurrent[0] + u.Input[2] * TLane.Of(0.5)), c = u.Previous[1] * TLane.Of(0.5) + n;
        (u.Kept[1], u.Next[1], u.Next[0]) = (n, c, u.Kept[0] * c);
    }

    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane n = u.Kept[1], dc = d.Next[1] + d.Next[0] * u.Kept[0], dn = dc * (TLane.Of(1) - n * n);
        (d.Input[1], d.Input[2]) = (dn, dn * TLane.Of(0.5));
        (d.Previous[0], d.Previous[1]) = (TLane.Of(0), dc * TLane.Of(0.5));
    }

    public void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane r = u.Kept[0], dr = d.Next[0] * u.Next[1] + d.Between * u.Previous[0];
        d.Input[0] = dr * r * (TLane.Of(1) - r);
        d.Previous[0] += d.Between * r;
    }

    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> => (shown[0], shown[1]) = (u.Kept[0], u.Kept[1]);

    public static void Correct<TLane>(in Unit<TLane> u, in Values<TLane> shown, ref Values<TLane> sums) where TLane : struct, ILane<TLane> =>
        sums[1] = u.Input[1] + u.Recurrent[1] + u.Input[2] * TLane.Of(0.5);
}

/// <summary>r = σ(W_r x + U_r h), h' = r + h/2 + W_e x: all products are early, so no product multiplies what lies between the stages.</summary>
internal readonly struct AllEarly : ICell
{
    public static int Gates => 2;
    public static int Products => 1;
    public static int States => 1;
    public static int Kept => 1;
    public static int EarlyProducts => 1;

    public CellSpec Spec => new("all early") { Gates = ["r", "e"], Products = ["r"], States = ["h"], Kept = ["r"], Equations = "h' = r + h/2 + W_e x" };

    public void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
    {
        TLane r = TLane.Sigmoid(u.Input[0] + u.Recurrent[0]);
        (u.Kept[0], u.Between) = (r, r * u.Previous[0]);
    }

    public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> => u.Next[0] = u.Kept[0] + u.Previous[0] * TLane.Of(0.5) + u.Input[1];

    public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> =>
        (d.Input[1], d.Previous[0]) = (d.Next[0], d.Next[0] * TLane.Of(0.5));

    public void BackwardEarly<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane>
    {
        TLane r = u.Kept[0];
        d.Input[0] = (d.Next[0] + d.Between * u.Previous[0]) * r * (TLane.Of(1) - r);
        d.Previous[0] += d.Between * r;
    }

    public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> => shown[0] = u.Kept[0];
}
