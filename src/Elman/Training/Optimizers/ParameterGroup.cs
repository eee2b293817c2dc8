using System.Text.RegularExpressions;

namespace Elman.Training;

/// <summary>Parameters that an optimiser treats otherwise than the rest. The first group whose names match decides; a parameter of no group follows the optimiser.</summary>
public sealed class ParameterGroup
{
    private readonly Regex _names;

    /// <param name="names">A full name such as <c>rnn.0.input_weight</c>, in which <c>*</c> stands for anything: <c>encoder.*</c>, <c>*bias</c>.</param>
    public ParameterGroup(string names)
    {
        if (string.IsNullOrWhiteSpace(names)) throw new ArgumentException("A group of parameters has a name or a pattern such as 'encoder.*', found none.");
        Names = names;
        _names = new Regex($"^{Regex.Escape(names).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
    }

    /// <summary>The pattern.</summary>
    public string Names { get; }

    /// <summary>The learning rate is the optimiser's times this, so that one schedule moves all groups; PyTorch's <c>lr</c> of the group over that of the optimiser. At least 0.</summary>
    public double LearningRateFactor
    {
        get;
        init => field = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"Group '{Names}': the factor of the learning rate is 0 or more, found {SavedNumbers.Text(value)}.");
    } = 1;

    /// <summary>In place of the optimiser's; null for that one.</summary>
    public double? WeightDecay
    {
        get;
        init => field = value is null or >= 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), $"Group '{Names}': weight decay is 0 or more, found {SavedNumbers.Text(value!.Value)}.");
    }

    public bool Matches(string parameter) => _names.IsMatch(parameter);
}
