using System.Numerics;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Xunit;

namespace Elman.Tests.Numerics;

public sealed class ActivationTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.Rows.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void An_activation_is_read_as_it_is_written(string name)
    {
        Activation plain = Activation.Parse(name);
        Assert.Equal(plain, Activation.Parse(plain.ToString()));
        foreach (ActivationParameter parameter in plain.Parameters)
        {
            Activation changed = plain.With(parameter.Name, 0.1 + 1.0 / 3);
            Assert.NotEqual(plain, changed);
            Assert.Equal(changed, Activation.Parse(changed.ToString()));
            Assert.Equal(0.1 + 1.0 / 3, changed[parameter.Name]);
        }
        var visitor = new ToValue();
        Assert.Equal(plain, plain.Accept<ToValue, Activation>(ref visitor));
    }

    [Theory]
    [InlineData("swish", "silu")]
    [InlineData("identity", "linear")]
    [InlineData("LeakyReLU", "leaky_relu(alpha=0.01)")]
    [InlineData(" HardTanh ", "hard_tanh")]
    [InlineData("hard-swish", "hard_silu")]
    [InlineData("gelu_new", "gelu_tanh")]
    [InlineData("leaky_relu( alpha = 0.2 )", "leaky_relu(alpha=0.2)")]
    [InlineData("Affine(beta=-1e-3)", "affine(alpha=1, beta=-0.001)")]
    public void Other_frameworks_names_are_understood(string text, string written) => Assert.Equal(written, Activation.Parse(text).ToString());

    [Theory]
    [InlineData("swish2", "no activation 'swish2'", "leaky_relu, thresholded_relu")]
    [InlineData("", "no activation ''", "tanh")]
    [InlineData("elu(beta=1)", "no parameter 'beta'", "It has: alpha")]
    [InlineData("tanh(alpha=1)", "no parameter 'alpha'", "It has none")]
    [InlineData("elu(alpha=x)", "'alpha=x' is not of the form", "elu(alpha=1)")]
    [InlineData("elu(alpha=0,5)", "'5' is not of the form", "elu(alpha=1)")]
    [InlineData("elu(alpha=1", "does not end with ')'", "elu(alpha=1)")]
    public void What_is_not_understood_is_refused_with_what_is_known(string text, string found, string known)
    {
        string message = Assert.ThrowsAny<Exception>(() => Activation.Parse(text)).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(known, message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_slope_is_the_central_difference_and_the_kept_number_gives_the_output_again(string name)
    {
        var check = new Check(name);
        foreach (Activation activation in Variants(name)) activation.Accept<Check, bool>(ref check);
    }

    /// <summary>PyTorch's values at the points where the function has a kink; at an end of a flat part the flat side.</summary>
    [Theory]
    [InlineData("relu", 0, 0)]
    [InlineData("leaky_relu(alpha=0.25)", 0, 0.25)]
    [InlineData("thresholded_relu(alpha=1)", 1, 0)]
    [InlineData("relu6", 0, 0)]
    [InlineData("relu6", 6, 0)]
    [InlineData("elu(alpha=0.5)", 0, 0.5)]
    [InlineData("selu", 0, 1.7580993408473766)]
    [InlineData("hard_tanh", 1, 0)]
    [InlineData("hard_tanh", -1, 0)]
    [InlineData("hard_sigmoid", 3, 0)]
    [InlineData("hard_sigmoid", -3, 0)]
    [InlineData("hard_sigmoid_keras2", 2.5, 0)]
    [InlineData("hard_silu", 3, 1)]
    [InlineData("hard_silu", -3, 0)]
    [InlineData("softsign", 0, 1)]
    public void The_slope_at_a_kink_is_PyTorchs(string activation, double x, double slope)
    {
        var at = new SlopeAt(x);
        Assert.Equal(slope, Activation.Parse(activation).Accept<SlopeAt, double>(ref at), 1e-15);
    }

    private static IEnumerable<Activation> Variants(string name)
    {
        Activation plain = Activation.Parse(name);
        yield return plain;
        foreach (ActivationParameter parameter in plain.Parameters)
            foreach (double value in (double[])[-0.3, 0.7, 2]) yield return plain.With(parameter.Name, value);
    }

    private readonly struct ToValue : IActivationVisitor<Activation>
    {
        public Activation Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation => Activation.From(activation);
    }

    private readonly struct SlopeAt(double x) : IActivationVisitor<double>
    {
        public double Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            var at = new Double1(x);
            return f.Slope(f.Kept(at, f.Apply(at))).Value;
        }
    }

    private readonly struct Check(string name) : IActivationVisitor<bool>
    {
        private const double Step = 1e-5;

        public bool Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            // None of these points is nearer than 1e-3 to a kink of any variant.
            for (double x = -9.987; x < 10; x += 0.0973)
            {
                var at = new Double1(x);
                Double1 y = f.Apply(at), kept = f.Kept(at, y);
                Assert.Equal(y.Value, f.Value(kept).Value);
                double difference = (f.Apply(new Double1(x + Step)).Value - f.Apply(new Double1(x - Step)).Value) / (2 * Step);
                double slope = f.Slope(kept).Value, allowed = 1e-8 * Math.Max(1, Math.Abs(difference));
                Assert.True(Math.Abs(slope - difference) < allowed, $"{name}: the slope at {x:R} is {slope:R}, the central difference {difference:R}.");

                var single = new Float1((float)x);
                float inFloat = f.Slope(f.Kept(single, f.Apply(single))).Value;
                Assert.True(Math.Abs(inFloat - slope) < 3e-6 * Math.Max(1, Math.Abs(slope)), $"{name}: the slope at {x:R} is {inFloat:R} in float, {slope:R} in double.");
            }
            return true;
        }
    }
}
