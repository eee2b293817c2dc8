using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Explanations;

/// <summary>Cells that claim the names and the equations of the library's and compute something else: what the witness is for.</summary>
internal static class BentCells
{
    public static readonly Dictionary<string, Cell> All = new()
    {
        ["elman without its recurrent product"] = Cell.Of(new BentElman(0)),
        ["elman without its input product"] = Cell.Of(new BentElman(1)),
        ["lstm without its input gate"] = Cell.Of(new BentLstm(0)),
        ["lstm without its forget gate"] = Cell.Of(new BentLstm(1)),
        ["lstm without its output gate"] = Cell.Of(new BentLstm(2)),
        ["lstm with input and forget gate swapped"] = Cell.Of(new BentLstm(3)),
        ["lstm with forget and output gate swapped"] = Cell.Of(new BentLstm(4)),
        ["gru without its reset gate"] = Cell.Of(new BentGru(0)),
        ["gru with the sides of its update gate swapped"] = Cell.Of(new BentGru(1)),
        ["gru with reset and update gate swapped"] = Cell.Of(new BentGru(2)),
        ["gru with the inner bias outside of the reset gate"] = Cell.Of(new BentGru(3)),
        ["gru_reset_before without its reset gate"] = Cell.Of(new BentGruResetBefore(0)),
        ["gru_reset_before with reset and update gate swapped"] = Cell.Of(new BentGruResetBefore(1)),
    };

    private readonly struct BentElman(int bend) : ICell
    {
        public static int Gates => 1;
        public static int Products => 1;
        public static int States => 1;
        public static int Kept => 1;
        public CellSpec Spec => new ElmanCell<Tanh>(default).Spec;

        public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane> =>
            u.Next[0] = TLane.Tanh(bend == 0 ? u.Input[0] : u.Recurrent[0]);

        public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> { }
        public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
    }

    private readonly struct BentLstm(int bend) : ICell
    {
        public static int Gates => 4;
        public static int Products => 4;
        public static int States => 2;
        public static int Kept => 4;
        public CellSpec Spec => new LstmCell<Sigmoid, Tanh, Tanh>(default, default, default).Spec;

        public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
        {
            TLane i = TLane.Sigmoid(u.Input[0] + u.Recurrent[0]), f = TLane.Sigmoid(u.Input[1] + u.Recurrent[1]), o = TLane.Sigmoid(u.Input[3] + u.Recurrent[3]);
            if (bend == 0) i = TLane.Of(1);
            if (bend == 1) f = TLane.Of(1);
            if (bend == 2) o = TLane.Of(1);
            if (bend == 3) (i, f) = (f, i);
            if (bend == 4) (f, o) = (o, f);
            u.Next[1] = f * u.Previous[1] + i * TLane.Tanh(u.Input[2] + u.Recurrent[2]);
            u.Next[0] = o * TLane.Tanh(u.Next[1]);
        }

        public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> { }
        public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
    }

    private readonly struct BentGru(int bend) : ICell
    {
        public static int Gates => 3;
        public static int Products => 3;
        public static int States => 1;
        public static int Kept => 4;
        public CellSpec Spec => new GruCell<Sigmoid, Tanh>(default, default).Spec;

        public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
        {
            TLane r = TLane.Sigmoid(u.Input[0] + u.Recurrent[0]), z = TLane.Sigmoid(u.Input[1] + u.Recurrent[1]);
            if (bend == 0) r = TLane.Of(1);
            if (bend == 1) z = TLane.Of(1) - z;
            if (bend == 2) (r, z) = (z, r);
            TLane q = u.Recurrent[2];
            TLane n = TLane.Tanh(bend == 3 ? u.Input[2] + r * (q - TLane.Of(0.25)) + TLane.Of(0.25) : u.Input[2] + r * q);
            u.Next[0] = n + z * (u.Previous[0] - n);
        }

        public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> { }
        public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
    }

    private readonly struct BentGruResetBefore(int bend) : ICell
    {
        public static int Gates => 3;
        public static int Products => 3;
        public static int States => 1;
        public static int Kept => 3;
        public static int EarlyProducts => 2;
        public CellSpec Spec => new GruResetBeforeCell<Sigmoid, Tanh>(default, default).Spec;

        public void ForwardEarly<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
        {
            TLane r = TLane.Sigmoid(u.Input[0] + u.Recurrent[0]), z = TLane.Sigmoid(u.Input[1] + u.Recurrent[1]);
            if (bend == 0) r = TLane.Of(1);
            if (bend == 1) (r, z) = (z, r);
            (u.Between, u.Kept[1]) = (r * u.Previous[0], z);
        }

        public void Forward<TLane>(ref Unit<TLane> u) where TLane : struct, ILane<TLane>
        {
            TLane n = TLane.Tanh(u.Input[2] + u.Recurrent[0]);
            u.Next[0] = n + u.Kept[1] * (u.Previous[0] - n);
        }

        public void Backward<TLane>(in Unit<TLane> u, ref UnitGradient<TLane> d) where TLane : struct, ILane<TLane> { }
        public void Show<TLane>(in Unit<TLane> u, ref Values<TLane> shown) where TLane : struct, ILane<TLane> { }
    }
}
