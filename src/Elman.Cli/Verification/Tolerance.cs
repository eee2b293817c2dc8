using Elman.Storage;

namespace Elman.Cli.Verification;

/// <summary>How far a number may be from the expected one.</summary>
/// <param name="Words">The rule, as text.</param>
internal sealed record Tolerance(string Words, Func<double, double> Allowed)
{
    private const double Absolute = 1e-6, Relative = 1e-5, Double = 1e-12;

    /// <summary>What frameworks may differ by in float32, their own rounding included.</summary>
    private static readonly Tolerance _single = Of(Absolute, Relative);

    private static readonly Tolerance _double = new("1e-12·max(1, |expected|)", expected => Double * Math.Max(1, Math.Abs(expected)));

    /// <summary>That of float64 only where both sides are float64.</summary>
    public static Tolerance Usual<T>(ElementType expected) => typeof(T) == typeof(double) && expected == ElementType.Float64 ? _double : _single;

    /// <summary>The one that is not given is as usual in float32.</summary>
    public static Tolerance? Given(double? absolute, double? relative) => absolute is null && relative is null ? null : Of(absolute ?? Absolute, relative ?? Relative);

    private static Tolerance Of(double absolute, double relative) =>
        new($"{Invariant.Text(absolute, "0.###e-0")} + {Invariant.Text(relative, "0.###e-0")}·|expected|", expected => absolute + relative * Math.Abs(expected));
}
