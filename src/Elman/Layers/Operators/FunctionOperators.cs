using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Layers.Operators;

/// <summary>Functions of one number. Those that are activations are rows of the catalog of activations.</summary>
internal static class FunctionOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Activation"] = run => [new(run.Numbers(0).Activate(Activation.Parse(run.Text("activation", "linear"))))],
        ["Sqrt"] = run => [new(run.Numbers(0).Sqrt())],
        ["Exp"] = run => [new(run.Numbers(0).Exp())],
        ["Log"] = run => [new(run.Numbers(0).Log())],
        ["Reciprocal"] = run => [new(T.One / run.Numbers(0))],
        ["PRelu"] = run => [new(run.Numbers(0).Maximum(Tensor.Scalar(T.Zero)) + run.Numbers(1) * run.Numbers(0).Minimum(Tensor.Scalar(T.Zero)))],
        ["Floor"] = run => [Rounded(run, T.Floor)],
        ["Ceil"] = run => [Rounded(run, T.Ceiling)],
        ["Round"] = run => [Rounded(run, x => T.Round(x, MidpointRounding.ToEven))],
        ["Sign"] = run => [Rounded(run, x => T.IsNaN(x) ? x : T.CreateChecked(T.Sign(x)))],
        ["Erf"] = run => [Erf(run)],
        ["Sin"] = run => [Rounded(run, T.Sin)],
        ["Cos"] = run => [Rounded(run, T.Cos)],
    };

    /// <summary>A step function; no gradient goes through it.</summary>
    private static Signal<T> Rounded(OperatorRun<T> run, Func<T, T> function) => new(new Tensor<T>(run.Numbers(0).Shape, Array.ConvertAll(run.Numbers(0).Values.ToArray(), x => function(x))));

    /// <summary>erf(x) = 2·Φ(√2·x) − 1 = 2·gelu(√2·x)/(√2·x) − 1, and 0 at 0.</summary>
    private static Signal<T> Erf(OperatorRun<T> run)
    {
        Tensor<T> z = run.Numbers(0) * T.Sqrt(T.CreateChecked(2));
        var zero = new Tensor<bool>(z.Shape, Array.ConvertAll(z.Values.ToArray(), x => x == T.Zero));
        Tensor<T> safe = Ops.Where(zero, Tensor.Scalar(T.One), z);
        return new(Ops.Where(zero, Tensor.Scalar(T.Zero), safe.Activate(Activation.Parse("gelu")) / safe * T.CreateChecked(2) - T.One));
    }
}
