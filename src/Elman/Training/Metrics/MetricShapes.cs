namespace Elman.Training;

/// <summary>What metrics ask of a target: its shape, and which steps are there.</summary>
internal sealed record MetricShapes : RowLoss
{
    /// <summary>The metric, for messages.</summary>
    public string Called { get; init; } = "metric";

    public TargetKind Kind { get; init; }
    public int? IgnoreId { get; init; }

    public override string Name => Called;
    internal override TargetKind Takes => Kind;
    internal override bool PerElement => false;
    internal override bool Ignores(int id) => id == IgnoreId;

    private protected override void Rows<T>(LossRows<T> rows) => throw new NotSupportedException($"{Called} is a metric: it is measured, not differentiated.");
}
