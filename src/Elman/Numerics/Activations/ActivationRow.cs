using System.Globalization;

namespace Elman.Numerics.Activations;

public sealed record ActivationParameter(string Name, double Default);

/// <summary>One row of the catalog.</summary>
/// <param name="Name">Canonical, in snake case.</param>
/// <param name="Aliases">Other frameworks' names, where they differ by more than case and underscores.</param>
public abstract record ActivationRow(string Name, IReadOnlyList<ActivationParameter> Parameters, IReadOnlyList<string> Aliases, string Equation)
{
    internal abstract TResult Accept<TVisitor, TResult>(double[] values, ref TVisitor visitor)
        where TVisitor : struct, IActivationVisitor<TResult>, allows ref struct;

    /// <summary>The name with its default parameters, as one would write it.</summary>
    internal string Example => Write([.. Parameters.Select(parameter => parameter.Default)]);

    internal string Write(double[] values) => Parameters.Count == 0
        ? Name
        : $"{Name}({string.Join(", ", Parameters.Zip(values, (parameter, value) => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={value:R}")))})";

    internal int IndexOf(string parameter)
    {
        for (int i = 0; i < Parameters.Count; i++)
            if (string.Equals(Parameters[i].Name, parameter, StringComparison.OrdinalIgnoreCase)) return i;
        string known = Parameters.Count == 0 ? "It has none." : $"It has: {string.Join(", ", Parameters.Select(p => p.Name))}.";
        throw new ArgumentException($"Activation '{Name}' has no parameter '{parameter}'. {known}");
    }
}

/// <summary>A row that knows the struct: how it is made from the parameters, and how they are read from it.</summary>
internal sealed record ActivationRow<TActivation>(
    string Name,
    string Equation,
    Func<double[], TActivation> Make,
    Func<TActivation, double[]> Read,
    IReadOnlyList<ActivationParameter> Parameters,
    IReadOnlyList<string> Aliases) : ActivationRow(Name, Parameters, Aliases, Equation)
    where TActivation : struct, IActivation
{
    internal override TResult Accept<TVisitor, TResult>(double[] values, ref TVisitor visitor) => visitor.Visit(Make(values));
}
