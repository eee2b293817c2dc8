using System.Runtime.CompilerServices;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Tests.Numerics;

/// <summary>One function under test: how it runs, its references, its bound and the points where its code branches.</summary>
internal abstract class FunctionCase(string name, int bound, Func<double, double> reference, Func<Exact, Exact> exact, double[] branches)
{
    public string Name => name;

    /// <summary>How many floats may lie between a result and the correctly rounded one (design.md §4.2).</summary>
    public int Bound32 => bound;

    public const int Bound64 = 4;

    public Func<double, double> Double => reference;
    public Func<Exact, Exact> Exact => exact;
    public double[] Branches => branches;

    /// <summary>y = f(x) at one kernel of the list, whichever is in force.</summary>
    public abstract void Run<T>(Kernel<T> kernel, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged;

    public override string ToString() => name;

    /// <summary>What the lanes themselves offer: 2 ULP in float.</summary>
    public static readonly FunctionCase[] Elementary =
    [
        Of<ExpOf>("exp", 2, Math.Exp, Numerics.Exact.Exp, 88.7228, -87.3365, -103.972, 0.346574, 1.03972, 709.7827, -708.396, -745.133),
        Of<Expm1Of>("expm1", 2, Reference.Expm1, Numerics.Exact.Expm1, 88.7228, -17.3287, -20, 0.346574, -0.346574, 1.03972, -40, 709.7827),
        Of<LogOf>("log", 2, Math.Log, Numerics.Exact.Log, 1.17549435e-38, 1.41421356, 0.70710678, 2, 2.2250738585072014e-308),
        Of<Log1pOf>("log1p", 2, Reference.Log1p, Numerics.Exact.Log1p, 0.41421356, -0.29289322, -0.5, 16777216, 3.4e38, 1e308),
        Of<TanhOf>("tanh", 2, Math.Tanh, ExactFunctions.Tanh, 0.1732868, 0.5198604, 0.549306, 9.0109, 10, 19.0615, 22),
        Of<SigmoidOf>("sigmoid", 2, Reference.Sigmoid, ExactFunctions.Sigmoid, -87.3365, -103.972, -110, 16.6355, 0.346574, -708.396, -745.133),
    ];

    /// <summary>What is composed of them: 4 ULP.</summary>
    public static readonly FunctionCase[] Composed =
    [
        Of<ErfOf>("erf", 4, Reference.Erf, ExactFunctions.Erf, 0.5, 3.9192, 5.9216, 6),
        Of<Softplus>("softplus", 4, Reference.Softplus, ExactFunctions.Softplus, -87.3365, -103.972, 16.6355, 88.7228, -745.133, 36.7368),
        Of<Silu>("silu", 4, Reference.Silu, ExactFunctions.Silu, -91.8, -108.8, -1.2784645, 88.7228, -751.7, -760),
        Of<Gelu>("gelu", 4, Reference.Gelu, ExactFunctions.Gelu, -12.9, -14.4, 38.9, -38.5, -0.7517916),
        Of<GeluTanh>("gelu_tanh", 4, Reference.GeluTanh, ExactFunctions.GeluTanh, -9.9, -10.5, -21.4, 30, -0.7524614),
        Of<Mish>("mish", 4, Reference.Mish, ExactFunctions.Mish, -91.8, -108.8, -1.1924512, 20, 40, -751.7, -760),
        Of<Elu>("elu", 4, Reference.Elu, ExactFunctions.Elu, -17.3287),
        Of<Selu>("selu", 4, Reference.Selu, ExactFunctions.Selu, -17.3287),
        Of<Softsign>("softsign", 4, Reference.Softsign, ExactFunctions.Softsign, 16777216, 3.4e38),
        Of<HardSigmoid>("hard_sigmoid", 4, Reference.HardSigmoid, ExactFunctions.HardSigmoid, 3, -3),
        Of<HardSilu>("hard_silu", 4, Reference.HardSilu, ExactFunctions.HardSilu, 3, -3),
    ];

    public static readonly FunctionCase[] All = [.. Elementary, .. Composed];

    private static Case<TActivation> Of<TActivation>(string name, int bound, Func<double, double> reference, Func<Exact, Exact> exact, params double[] branches)
        where TActivation : struct, IActivation => new(new TActivation(), name, bound, reference, exact, branches);

    private sealed class Case<TActivation>(
        TActivation f, string name, int bound, Func<double, double> reference, Func<Exact, Exact> exact, double[] branches)
        : FunctionCase(name, bound, reference, exact, branches)
        where TActivation : struct, IActivation
    {
        public override void Run<T>(Kernel<T> kernel, ReadOnlySpan<T> x, Span<T> y) => LaneRun<T>.Map(kernel, x, y, f);
    }

    // The functions that are no activations, as one, so that everything runs the same way.
    private readonly struct ExpOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Exp(x); }
    private readonly struct Expm1Of : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Expm1(x); }
    private readonly struct LogOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Log(x); }
    private readonly struct Log1pOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Log1p(x); }
    private readonly struct TanhOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Tanh(x); }
    private readonly struct SigmoidOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Sigmoid(x); }
    private readonly struct ErfOf : IOnly { public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Erf(x); }

    private interface IOnly : IActivation
    {
        bool IActivation.KeepsInput => true;
        TLane IActivation.Kept<TLane>(TLane x, TLane y) => x;
        TLane IActivation.Value<TLane>(TLane kept) => Apply(kept);
        TLane IActivation.Slope<TLane>(TLane kept) => throw new NotSupportedException("Only its value is tested here.");
    }
}

/// <summary>Runs an activation, or its slope, at one kernel of the list without putting it in force.</summary>
internal static class LaneRun<T> where T : unmanaged
{
    public static void Map<TActivation>(Kernel<T> kernel, ReadOnlySpan<T> x, Span<T> y, TActivation f) where TActivation : struct, IActivation
    {
        var work = new Work<TActivation>(x, y, f, slope: false);
        kernel.Run(ref work);
    }

    public static void Slope<TActivation>(Kernel<T> kernel, ReadOnlySpan<T> x, Span<T> y, TActivation f) where TActivation : struct, IActivation
    {
        var work = new Work<TActivation>(x, y, f, slope: true);
        kernel.Run(ref work);
    }

    private readonly unsafe ref struct Work<TActivation>(ReadOnlySpan<T> x, Span<T> y, TActivation f, bool slope) : ILaneWork<T>
        where TActivation : struct, IActivation
    {
        private readonly ReadOnlySpan<T> _x = x;
        private readonly Span<T> _y = y;

        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            fixed (T* x = _x, y = _y)
            {
                if (slope) Slopes<TLane>(x, y, _y.Length, f);
                else Values<TLane>(x, y, _y.Length, f);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Values<TLane>(T* x, T* y, int count, TActivation f) where TLane : struct, ILane<TLane, T>
        {
            for (int i = 0; i < count; i += TLane.Width) TLane.Store(y + i, f.Apply(TLane.Load(x + i)));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Slopes<TLane>(T* x, T* y, int count, TActivation f) where TLane : struct, ILane<TLane, T>
        {
            for (int i = 0; i < count; i += TLane.Width)
            {
                TLane at = TLane.Load(x + i);
                TLane.Store(y + i, f.Slope(f.Kept(at, f.Apply(at))));
            }
        }
    }
}
