namespace Elman.Models;

/// <summary>A way to show a model that people know from another framework or tool.</summary>
public abstract class SummaryStyle
{
    public static SummaryStyle Elman { get; } = new ElmanStyle();
    public static SummaryStyle Keras { get; } = new KerasStyle();
    public static SummaryStyle Keras2 { get; } = new Keras2Style();
    public static SummaryStyle TorchInfo { get; } = new TorchInfoStyle();
    public static SummaryStyle PyTorch { get; } = new PyTorchStyle();
    public static SummaryStyle Gluon { get; } = new GluonStyle();

    /// <summary>A new style of the library is one more.</summary>
    public static IReadOnlyList<SummaryStyle> All { get; } = [Elman, Keras, Keras2, TorchInfo, PyTorch, Gluon];

    /// <summary>The style of a name, or an error that lists the names.</summary>
    public static SummaryStyle Named(string name) => All.FirstOrDefault(style => style.Name == name)
        ?? throw new NotSupportedException($"There is no style of summary named '{name}'. Known: {string.Join(", ", All.Select(style => style.Name))}.");

    public abstract string Name { get; }

    /// <summary>Whose style it is.</summary>
    public abstract string Framework { get; }

    /// <summary>Those of <see cref="StyleOptions"/> that it has a place for, by name.</summary>
    public abstract IReadOnlyList<string> Takes { get; }

    public override string ToString() => Name;

    internal abstract StyledSummary Write(StyledModel model, StyleOptions options);

    /// <summary>The framework has no such thing.</summary>
    internal NotSupportedException Lacks(string node, string what) =>
        new($"Node '{node}': {Framework} has no {what}, so the style '{Name}' cannot show this model. The style '{All[0].Name}' shows every model.");
}

/// <summary>Our own table.</summary>
internal sealed class ElmanStyle : SummaryStyle
{
    public override string Name => "elman";
    public override string Framework => "Elman";
    public override IReadOnlyList<string> Takes => [];
    internal override StyledSummary Write(StyledModel model, StyleOptions options) => new(Name, model.Summary.ToString(), []);
}
