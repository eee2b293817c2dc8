using System.Globalization;
using System.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>The rules by name, as files and commands write them: <c>orthogonal</c>, <c>uniform(-0.1, 0.1)</c>.</summary>
public static class Initializer
{
    /// <summary>The rule of that name, with its arguments in brackets where other than the usual are wanted.</summary>
    public static Initializer<T> Named<T>(string text) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int bracket = text.IndexOf('(', StringComparison.Ordinal);
        string name = (bracket < 0 ? text : text[..bracket]).Trim();
        InitializerRow<T> row = Table<T>.Rows.FirstOrDefault(row => row.Name == name)
            ?? throw new ArgumentException($"Initial values '{text}' are not known. Known: {string.Join(", ", Known)}.");
        return row.Make(bracket < 0 ? row.Usual : Arguments(text, text[(bracket + 1)..], row));
    }

    /// <summary>Every name with its usual arguments.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Table<double>.Rows.Select(row => row.ToString())];

    private static double[] Arguments<T>(string text, string list, InitializerRow<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] parts = list.TrimEnd().TrimEnd(')').Split(',');
        var values = new double[parts.Length];
        bool read = list.TrimEnd().EndsWith(')') && parts.Length == row.Usual.Length;
        for (int i = 0; read && i < parts.Length; i++) read = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) && double.IsFinite(values[i]);
        return read ? values : throw new ArgumentException($"Initial values '{text}': expected {row.Usual.Length} numbers as in '{row}'.");
    }

    private static class Table<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static readonly InitializerRow<T>[] Rows =
        [
            new("zeros", [], _ => new ConstantInitializer<T>(0)),
            new("ones", [], _ => new ConstantInitializer<T>(1)),
            new("constant", [0], of => new ConstantInitializer<T>(of[0])),
            new("uniform", [-0.05, 0.05], of => new UniformInitializer<T>(of[0], of[1])),
            new("normal", [0, 0.05], of => new NormalInitializer<T>(of[0], of[1])),
            new("glorot_uniform", [1], of => new GlorotInitializer<T>(normal: false, of[0])),
            new("glorot_normal", [1], of => new VarianceInitializer<T>(of[0], Fan.Average, normal: true)),
            new("xavier_uniform", [1], of => new GlorotInitializer<T>(normal: false, of[0])),
            new("xavier_normal", [1], of => new GlorotInitializer<T>(normal: true, of[0])),
            new("kaiming_uniform", [0], of => new KaimingInitializer<T>(of[0])),
            new("kaiming_normal", [0], of => new KaimingInitializer<T>(of[0], normal: true)),
            new("he_uniform", [], _ => new VarianceInitializer<T>(2, Fan.In, normal: false)),
            new("he_normal", [], _ => new VarianceInitializer<T>(2, Fan.In, normal: true)),
            new("lecun_uniform", [], _ => new VarianceInitializer<T>(1, Fan.In, normal: false)),
            new("lecun_normal", [], _ => new VarianceInitializer<T>(1, Fan.In, normal: true)),
            new("truncated_normal", [0, 0.05], of => new TruncatedNormalInitializer<T>(of[0], of[1])),
            new("gluon_uniform", [0.07], of => new UniformInitializer<T>(of[0])),
            new("gluon_xavier", [3], of => new GluonXavierInitializer<T>(of[0])),
            new("gluon_xavier_normal", [3], of => new GluonXavierInitializer<T>(of[0], normal: true)),
            new("identity", [1], of => new IdentityInitializer<T>(of[0])),
            new("orthogonal", [1], of => new OrthogonalInitializer<T>(of[0])),
        ];
    }

    private sealed record InitializerRow<T>(string Name, double[] Usual, Func<double[], Initializer<T>> Make) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override string ToString() =>
            Usual.Length == 0 ? Name : $"{Name}({string.Join(", ", Usual.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))})";
    }
}
