using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What a loss is held against.</summary>
internal enum TargetKind
{
    Numbers,
    Ids,
    Either,
}

/// <summary>A loss that looks at each step by itself.</summary>
public abstract record RowLoss : Loss
{
    private protected RowLoss() { }

    internal abstract TargetKind Takes { get; }

    /// <summary>Whether a mean is over the numbers of a step too.</summary>
    internal abstract bool PerElement { get; }

    /// <summary>Whether a step of this id is not there.</summary>
    internal virtual bool Ignores(int id) => false;

    /// <summary>What a step of this id adds to the divisor of a mean.</summary>
    internal virtual double WeightOf(int id) => 1;

    /// <summary>Refuses weights that do not belong to so many classes or features.</summary>
    internal virtual void CheckWidth(int width) { }

    /// <summary>Writes the loss of each row and, where asked, its slopes.</summary>
    private protected abstract void Rows<T>(LossRows<T> rows) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public sealed override double Divisor<T>(Shape prediction, LossTarget<T> target) => LossSteps<T>.Of(this, prediction, target).Divisor;

    // y = (Σ kᵣ·lᵣ)/d over the rows that are there;  dxᵣ = dy/d·kᵣ·∂lᵣ/∂xᵣ
    public sealed override Tensor<T> Of<T>(Tensor<T> prediction, LossTarget<T> target, double divisor)
    {
        LossSteps<T> steps = LossSteps<T>.Of(this, prediction.Shape, target);
        (int[] rows, int width) = (steps.Rows, steps.Width);
        var losses = new T[rows.Length];
        T[] slopes = Operation.IsRecorded(prediction) ? Arrays<T>.Take(rows.Length * width) : [];
        Rows(new LossRows<T>
        {
            Prediction = Gather(prediction, rows, width),
            Numbers = target.Numbers is { } numbers ? Gather(numbers, rows, width) : [],
            Ids = target.Ids is { } ids ? Gather(ids, rows, 1) : [],
            Width = width,
            Losses = losses,
            Slopes = slopes,
        });
        T d = T.CreateChecked(divisor);
        Tensor<T> y = Tensor.Scalar(Numerics.Reduction.SumOfProducts<T>(steps.Factors, losses) / d);
        return Operation.Apply(Name, [prediction], y, gradients =>
        {
            T share = gradients.OfResult()[0] / d;
            Span<T> dx = gradients.OfInput(0);
            if (steps.IsWhole(dx.Length)) LossMath.AddScaled(share * steps.Factors[0], slopes, dx);
            else
                for (int r = 0; r < rows.Length; r++)
                    LossMath.AddScaled(share * steps.Factors[r], slopes.AsSpan(r * width, width), dx.Slice(rows[r] * width, width));
            Arrays<T>.Return(slopes);
        });
    }

    /// <summary>The rows that are there, one behind the other; what is not there is not read.</summary>
    private static ReadOnlySpan<TValue> Gather<TValue>(Tensor<TValue> x, int[] rows, int width) where TValue : unmanaged
    {
        if (rows.Length * width == x.Shape.Count) return x.Values;
        var gathered = new TValue[rows.Length * width];
        for (int r = 0; r < rows.Length; r++) x.Values.Slice(rows[r] * width, width).CopyTo(gathered.AsSpan(r * width));
        return gathered;
    }
}

/// <summary>The rows of one call, R of width F.</summary>
internal readonly ref struct LossRows<T> where T : unmanaged
{
    /// <summary>(R, F)</summary>
    public required ReadOnlySpan<T> Prediction { get; init; }

    /// <summary>(R, F); empty for ids.</summary>
    public required ReadOnlySpan<T> Numbers { get; init; }

    /// <summary>(R); empty for numbers.</summary>
    public required ReadOnlySpan<int> Ids { get; init; }

    public required int Width { get; init; }

    /// <summary>(R), to be written.</summary>
    public required Span<T> Losses { get; init; }

    /// <summary>(R, F), zero, to be written; empty where nobody asks.</summary>
    public required Span<T> Slopes { get; init; }
}
