using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// Features cut into groups, each brought to mean 0 and variance 1 over all its features and all steps of the sequence, then scaled by a weight (features), one at first,
/// and shifted by a bias (features), zero at first. As many groups as features is an instance norm.
/// </summary>
/// <remarks>Steps that are not there do not count. Those that a mask passes over do, as Keras has it.</remarks>
public sealed class GroupNorm<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "group_norm";

    /// <param name="epsilon">Added to the variance; PyTorch has 1e-5, Keras 1e-3.</param>
    public GroupNorm(int features, int groups, double epsilon = 1e-5, bool scale = true, bool center = true)
    {
        if (features < 1 || groups < 1 || features % groups != 0) throw new ArgumentException($"GroupNorm has at least 1 feature and groups that divide the features, found {features} features and {groups} groups.");
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), FormattableString.Invariant($"GroupNorm adds an epsilon of 0 or more, found {epsilon}."));
        (Features, Groups, Epsilon) = (features, groups, epsilon);
        (Weight, Bias) = (scale ? new("weight", new Shape(features)) : null, center ? new("bias", new Shape(features)) : null);
        Weight?.Value.Span.Fill(T.One);
        Parameters = [.. new[] { Weight, Bias }.OfType<Parameter<T>>()];
    }

    public int Features { get; }
    public int Groups { get; }
    public double Epsilon { get; }
    public Parameter<T>? Weight { get; }
    public Parameter<T>? Bias { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(
        Kind, new JsonObject { ["features"] = Features, ["groups"] = Groups, ["epsilon"] = Epsilon, ["scale"] = Weight is not null, ["center"] = Bias is not null });

    public static GroupNorm<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new GroupNorm<T>(options.Size("features"), options.Size("groups"), options.Number("epsilon", 1e-5), options.Flag("scale", true), options.Flag("center", true));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs), Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features);
        Tensor<T> y = Present.Rows(this, x.Shape, input.Lengths) is null ? Normalised(x) : OneByOne(x, input.Lengths!);
        return input.With(Present.Apply(this, y, input.Lengths, rows =>
        {
            Tensor<T> scaled = Weight is null ? rows : rows * Weight.Value;
            return Bias is null ? scaled : scaled + Bias.Value;
        }));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} takes its mean over all steps of a sequence, and a stream has not seen them: it cannot step. Use Predict on whole sequences, or a LayerNorm.");

    public override string ToString() => $"GroupNorm({Features}, {Groups} groups)";

    /// <summary>(N, T, F) as (N, G, T·F/G), each row normalised, and back; (N, F) as one step.</summary>
    private Tensor<T> Normalised(Tensor<T> x)
    {
        int n = x.Shape[0], t = x.Shape.Rank == 3 ? x.Shape[1] : 1, width = Features / Groups;
        if (n * t == 0) return x;
        Tensor<T> rows = x.Reshape(n, t, Groups, width).Permute(0, 2, 1, 3).Reshape(n, Groups, t * width).LayerNorm(null, Epsilon);
        return rows.Reshape(n, Groups, t, width).Permute(0, 2, 1, 3).Reshape([.. x.Shape.Dimensions]);
    }

    private Tensor<T> OneByOne(Tensor<T> x, int[] lengths)
    {
        int t = x.Shape[1];
        int[] there = [.. Enumerable.Range(0, lengths.Length).Where(n => lengths[n] > 0)];
        if (there.Length == 0) return x;
        Tensor<T>[] parts = [.. there.Select(n => Normalised(x.Slice(n..(n + 1), ..lengths[n])).Reshape(lengths[n], Features))];
        return Present.Spread(Ops.Concatenate<T>(parts, 0), Present.Rows(this, x.Shape, lengths)!, lengths.Length * t).Reshape(lengths.Length, t, Features);
    }
}
