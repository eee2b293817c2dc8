using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// The products of two inputs summed over one axis of each, 1 (steps) or 2 (features): (N, T, D) and (N, S, D) over their features give (N, T, S); (N, D) and (N, D) give (N, 1).
/// </summary>
/// <remarks>Where the steps of the second become the features of the result, their number is fixed. Sequences have all their steps.</remarks>
public sealed class DotProduct<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "dot";

    /// <param name="axis">Of the first input that is summed over.</param>
    /// <param name="otherAxis">Of the second.</param>
    /// <param name="otherSteps">The steps of the second, where they become the features of the result.</param>
    public DotProduct(int axis, int otherAxis, int? otherSteps = null)
    {
        if (axis is not (1 or 2) || otherAxis is not (1 or 2)) throw new ArgumentException($"Dot sums over axis 1 or 2 of each input, found {axis} and {otherAxis}.");
        if (otherSteps < 1) throw new ArgumentException($"Dot: the second input has at least 1 step, found {otherSteps}.");
        (Axis, OtherAxis, OtherSteps) = (axis, otherAxis, otherSteps);
    }

    public int Axis { get; }
    public int OtherAxis { get; }
    public int? OtherSteps { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description
    {
        get
        {
            var options = new JsonObject { ["axis"] = Axis, ["other_axis"] = OtherAxis };
            if (OtherSteps is int steps) options["other_steps"] = steps;
            return new(Kind, options);
        }
    }

    public static DotProduct<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new DotProduct<T>(options.Size("axis"), options.Size("other_axis"), options.Id("other_steps"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        if (inputs.Length != 2) throw new ArgumentException($"{this} takes 2 inputs, found {inputs.Length}.");
        foreach (SignalShape input in inputs)
        {
            Expect.Numbers(this, input);
            Expect.NoMask(this, input.HasMask);
        }
        (SignalShape a, SignalShape b) = (inputs[0], inputs[1]);
        if (a.HasSteps != b.HasSteps) throw new ArgumentException($"{this} takes two sequences or two examples, found {a} and {b}.");
        if (!a.HasSteps) return Axis == 1 && OtherAxis == 1 && a.Features == b.Features ? new(new SignalShape(1, HasSteps: false), a.Features) : throw Wrong($"{a}", $"{b}");
        if (Axis == 2 && OtherAxis == 2 && a.Features != b.Features) throw Wrong($"{a}", $"{b}");
        int features = OtherAxis == 1 ? b.Features : OtherSteps ?? throw new ArgumentException($"{this} makes features of the steps of its second input, and needs to know how many there are.");
        return new(new SignalShape(features, HasSteps: true), 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        if (inputs.Length != 2) throw new ArgumentException($"{this} takes 2 inputs, found {inputs.Length}.");
        Tensor<T> a = Whole(inputs[0]), b = Whole(inputs[1]);
        if (a.Shape.Rank != b.Shape.Rank || a.Shape[0] != b.Shape[0] || (a.Shape.Rank == 2 && Axis + OtherAxis > 2)) throw Wrong($"{a.Shape}", $"{b.Shape}");
        bool isFlat = a.Shape.Rank == 2;
        if (a.Shape[Axis] != b.Shape[OtherAxis] || (!isFlat && OtherSteps is int steps && b.Shape[1] != steps)) throw Wrong($"{a.Shape}", $"{b.Shape}");
        if (isFlat) return new(a.Unsqueeze(1).BatchMatMul(b.Unsqueeze(2)).Squeeze(2));
        return new((Axis == 2 ? a : a.Permute(0, 2, 1)).BatchMatMul(OtherAxis == 1 ? b : b.Permute(0, 2, 1)));
    }

    public override LayerStream<T> OpenStream() => throw Together.CannotStep(this);

    public override string ToString() => $"Dot(axes {Axis} and {OtherAxis}{(OtherSteps is int steps ? $", {steps} steps" : "")})";

    private Tensor<T> Whole(Signal<T> input)
    {
        Tensor<T> x = Expect.Numbers(this, input);
        Expect.NoMask(this, input.Mask is not null);
        return input.Lengths?.All(length => length == x.Shape[1]) != false ? x : throw new ArgumentException($"{this} takes sequences with all their steps, found lengths {string.Join(", ", input.Lengths)} of {x.Shape[1]}.");
    }

    private ArgumentException Wrong(string a, string b) =>
        new($"{this} takes inputs that are equal along the axes it sums over{(OtherSteps is int steps ? $", the second of {steps} steps" : "")}; found {a} and {b}.");
}
