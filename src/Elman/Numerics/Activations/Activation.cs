using System.Globalization;

namespace Elman.Numerics.Activations;

/// <summary>Something done with the struct of an activation, such as making a cell specialised for it.</summary>
public interface IActivationVisitor<TResult>
{
    TResult Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation;
}

/// <summary>An activation as a value: its name and parameters, as descriptions and files carry it.</summary>
public sealed class Activation : IEquatable<Activation>
{
    private readonly ActivationRow _row;
    private readonly double[] _values;

    internal Activation(ActivationRow row, double[] values) => (_row, _values) = (row, values);

    public static Activation Linear { get; } = Parse("linear");
    public static Activation Relu { get; } = Parse("relu");
    public static Activation Sigmoid { get; } = Parse("sigmoid");
    public static Activation Tanh { get; } = Parse("tanh");

    /// <summary>The canonical name, as in <c>leaky_relu</c>.</summary>
    public string Name => _row.Name;

    /// <summary>The equation, as text.</summary>
    public string Equation => _row.Equation;

    public IReadOnlyList<ActivationParameter> Parameters => _row.Parameters;

    /// <summary>The value of a parameter.</summary>
    public double this[string parameter] => _values[_row.IndexOf(parameter)];

    /// <summary>The value of an activation struct of the catalog.</summary>
    public static Activation From<TActivation>(TActivation activation) where TActivation : struct, IActivation
    {
        foreach (ActivationRow row in ActivationCatalog.Rows)
            if (row is ActivationRow<TActivation> typed) return new(row, typed.Read(activation));
        throw new NotSupportedException($"{typeof(TActivation).Name} is not in the catalog of activations, so it has no name to be written with. Known: {ActivationCatalog.Known}.");
    }

    /// <summary>Reads <c>tanh</c> or <c>leaky_relu(alpha=0.2)</c>. Names and aliases are read whatever their case, hyphens and underscores.</summary>
    public static Activation Parse(string text)
    {
        string[] parts = text.Trim().Split('(', 2);
        ActivationRow row = ActivationCatalog.Find(parts[0])
            ?? throw new FormatException($"There is no activation '{parts[0].Trim()}'. Known: {ActivationCatalog.Known}.");
        double[] values = [.. row.Parameters.Select(parameter => parameter.Default)];
        if (parts.Length == 1) return new(row, values);

        if (!parts[1].EndsWith(')')) throw new FormatException($"Activation '{text}' opens a parenthesis and does not end with ')'. Write {row.Example}.");
        foreach (string assignment in parts[1][..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] sides = assignment.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new FormatException($"Activation '{text}': '{assignment}' is not of the form name=number. Write {row.Example}.");
            values[row.IndexOf(sides[0])] = value;
        }
        return new(row, values);
    }

    /// <summary>The same activation with one parameter changed.</summary>
    public Activation With(string parameter, double value)
    {
        double[] values = [.. _values];
        values[_row.IndexOf(parameter)] = value;
        return new(_row, values);
    }

    /// <summary>Calls the visitor with the struct that computes this activation.</summary>
    public TResult Accept<TVisitor, TResult>(ref TVisitor visitor) where TVisitor : struct, IActivationVisitor<TResult>, allows ref struct =>
        _row.Accept<TVisitor, TResult>(_values, ref visitor);

    public bool Equals(Activation? other) => other is not null && _row == other._row && _values.AsSpan().SequenceEqual(other._values);
    public override bool Equals(object? obj) => Equals(obj as Activation);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name);
        foreach (double value in _values) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => _row.Write(_values);
}
