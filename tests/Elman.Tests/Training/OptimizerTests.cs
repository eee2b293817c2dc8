using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class OptimizerTests
{
    public static TheoryData<string> EveryRow => [.. OptimizerTable.Rows.Keys];

    [Theory, MemberData(nameof(EveryRow))]
    public void A_state_saved_and_restored_goes_on_with_the_same_bits(string row)
    {
        Parameter<float>[] left = OptimizerTable.Parameters<float>(), right = OptimizerTable.Parameters<float>();
        Optimizer<float> alone = OptimizerTable.Make<float>(row), before = OptimizerTable.Make<float>(row), after = OptimizerTable.Make<float>(row);
        for (int k = 0; k < 12; k++)
        {
            if (k == 5)
            {
                before.LearningRate = alone.LearningRate = 0.003;
                after.Restore([.. before.State().Reverse()]);
                Assert.Equal(0.003, after.LearningRate);
                after.Restore(after.State());
            }
            Step(alone, left, k);
            Step(k < 5 ? before : after, right, k);
        }
        foreach ((Parameter<float> l, Parameter<float> r) in left.Zip(right)) Bits.AssertEqual(l.Value.Values, r.Value.Values, l.Name);
        foreach ((NamedArray l, NamedArray r) in alone.State().Zip(after.State())) Assert.Equal((l.Name, Convert.ToHexString(l.Bytes)), (r.Name, Convert.ToHexString(r.Bytes)));
    }

    [Theory, MemberData(nameof(EveryRow))]
    public void Every_width_gives_the_same_bits(string row)
    {
        float[][] found = [.. Kernels.BestFirst.Where(kernel => kernel.IsSupported).Select(kernel =>
        {
            using IDisposable scope = Compute.Use(kernel.Name, 1);
            Parameter<float>[] parameters = OptimizerTable.Parameters<float>();
            Optimizer<float> optimizer = OptimizerTable.Make<float>(row);
            for (int k = 0; k < 8; k++) Step(optimizer, parameters, k);
            return parameters.SelectMany(parameter => parameter.Value.Values.ToArray()).ToArray();
        })];
        foreach (float[] other in found) Bits.AssertEqual<float>(found[0], other, row);
    }

    [Theory, MemberData(nameof(EveryRow))]
    public void A_step_allocates_nothing(string row)
    {
        Parameter<float>[] parameters = OptimizerTable.Parameters<float>();
        Optimizer<float> optimizer = OptimizerTable.Make<float>(row);
        for (int k = 0; k < 40; k++) Step(optimizer, parameters, k);
        Assert.Equal(0, Allocated.By(() =>
        {
            GradientClip.ByNorm(parameters, 0.5);
            optimizer.Step(parameters);
            Optimizer<float>.ClearGradients(parameters);
        }));
    }

    [Theory, MemberData(nameof(EveryRow))]
    public void Every_element_follows_the_equations_alone(string row)
    {
        Parameter<double>[] parameters = OptimizerTable.Parameters<double>();
        Optimizer<double> optimizer = OptimizerTable.Make<double>(row);
        PlainOptimizer[] plain = [.. parameters.SelectMany(parameter => parameter.Value.Values.ToArray()).Select(w => new PlainOptimizer(row.Split(',')[0], OptimizerTable.Rows[row], optimizer.LearningRate, w))];
        for (int k = 0; k < 15; k++)
        {
            Step(optimizer, parameters, k);
            double[] gradients = [.. parameters.SelectMany(parameter => parameter.Value.Gradient!.Values.ToArray())], found = [.. parameters.SelectMany(parameter => parameter.Value.Values.ToArray())];
            for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i].Step(gradients[i]), found[i], 1e-12);
        }
    }

    [Fact]
    public void A_group_has_its_own_rate_and_decay()
    {
        Parameter<double>[] grouped = OptimizerTable.Parameters<double>(), slow = OptimizerTable.Parameters<double>();
        var optimizer = new Sgd<double>(0.1) { WeightDecay = 0.5, Groups = [new("*.bias") { LearningRateFactor = 0.1, WeightDecay = 0 }] };
        Step(optimizer, grouped, 1);
        Step(new Sgd<double>(0.1 * 0.1), slow, 1);
        Bits.AssertEqual(slow[1].Value.Values, grouped[1].Value.Values, "bias");
        Parameter<double>[] fast = OptimizerTable.Parameters<double>();
        Step(new Sgd<double>(0.1) { WeightDecay = 0.5 }, fast, 1);
        Bits.AssertEqual(fast[0].Value.Values, grouped[0].Value.Values, "weight");
    }

    [Fact]
    public void What_has_no_gradient_stays_and_is_not_remembered()
    {
        Parameter<float>[] parameters = OptimizerTable.Parameters<float>();
        float[] before = [.. parameters[0].Value.Values];
        OptimizerTable.Gradients(parameters, 1);
        parameters[0].Value.Gradient = null;
        var optimizer = new Adam<float>();
        optimizer.Step(parameters);
        Assert.Equal(before, parameters[0].Value.Values.ToArray());
        Assert.DoesNotContain(optimizer.State(), array => array.Name.StartsWith("rnn.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void A_foreign_state_is_refused_by_name()
    {
        Parameter<float>[] parameters = OptimizerTable.Parameters<float>();
        var adam = new Adam<float>();
        Step(adam, parameters, 1);
        Assert.Contains("its state has an array 'learning_rate'", Assert.Throws<ArgumentException>(() => adam.Restore([])).Message, StringComparison.Ordinal);
        Assert.Contains("which is another optimiser's", Assert.Throws<ArgumentException>(() => new Sgd<float>(1).Restore(adam.State())).Message, StringComparison.Ordinal);

        var other = new Adam<float>();
        other.Restore(adam.State());
        Assert.Contains("array 'rnn.weight/counts' of its state has shape (2)", Assert.ThrowsAny<ArgumentException>(() =>
        {
            NamedArray[] cut = [.. adam.State().Select(array => array.Name == "rnn.weight/counts" ? NamedArray.From(array.Name, Tensor.Scalar(1.0)) : array)];
            other.Restore(cut);
            Step(other, parameters, 2);
        }).Message, StringComparison.Ordinal);
    }

    private static readonly (string What, Action Act, string Expected)[] _wrong =
    [
        ("a rate of zero", () => new Adam<float>(0), "adam: a learning rate is more than 0 and finite, found 0."),
        ("a rate below zero", () => new Sgd<float>(-0.5), "sgd: a learning rate is more than 0 and finite, found -0.5."),
        ("a rate that is no number", () => new Lion<float>().LearningRate = double.NaN, "lion: a learning rate is more than 0 and finite, found NaN."),
        ("a momentum of one", () => new Sgd<float>(1) { Momentum = 1 }, "sgd: momentum is at least 0 and less than 1, found 1."),
        ("a negative decay", () => new AdamW<float> { WeightDecay = -1 }, "adamw: weight decay is 0 or more and finite, found -1."),
        ("an unknown optimiser", () => Optimizer.Named<float>("adamx"), "There is no optimiser 'adamx'. Known: sgd, adam, adamw, nadam, radam, rmsprop, adagrad, adadelta, lion."),
        ("an unknown setting", () => Optimizer.Named<float>("lion", new JsonObject { ["lr"] = 1 }), "optimiser 'lion' has no setting 'lr'. It has: beta1, beta2, learning_rate, profile, weight_decay."),
        ("an unknown profile", () => Optimizer.Named<float>("lion", new JsonObject { ["profile"] = "jax" }), "setting 'profile' must be one of PyTorch, Keras, found \"jax\"."),
        ("Nesterov without momentum", () => Step(new Sgd<float>(1) { Nesterov = true }, OptimizerTable.Parameters<float>(), 1), "Nesterov's look ahead needs a momentum"),
        ("RAdam of Keras", () => Step(new RAdam<float> { Profile = OptimizerProfile.Keras }, OptimizerTable.Parameters<float>(), 1), "Keras has no such optimiser"),
        ("a bound of zero", () => GradientClip.ByNorm(OptimizerTable.Parameters<float>(), 0), "bounded by a number above 0, found 0"),
        ("a group without a name", () => _ = new ParameterGroup(" "), "has a name or a pattern"),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.What)];

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_by_name(string what)
    {
        (_, Action act, string expected) = _wrong.First(row => row.What == what);
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_optimiser_has_a_name_and_its_name_makes_it() => Assert.All(Optimizer.Names, name => Assert.Equal(name, Optimizer.Named<float>(name).Name));

    private static void Step<T>(Optimizer<T> optimizer, Parameter<T>[] parameters, int k) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        OptimizerTable.Gradients(parameters, k);
        optimizer.Step(parameters);
    }
}
