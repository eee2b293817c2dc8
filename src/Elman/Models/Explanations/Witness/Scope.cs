namespace Elman.Models.Explanations.Witness;

/// <summary>What the symbols of equations stand for at one step of one sequence.</summary>
public sealed class Scope
{
    private readonly Dictionary<string, double[]> _vectors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[,]> _matrices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<double[], double[]>> _functions = new(StringComparer.Ordinal);

    public Scope() { }

    private Scope(Scope other) => (_vectors, _matrices, _functions) = (new(other._vectors), other._matrices, other._functions);

    /// <summary>The same matrices and functions, with vectors of its own.</summary>
    public Scope Copy() => new(this);

    public void Set(string name, double[] vector) => _vectors[name] = vector;
    public void Set(string name, double[,] matrix) => _matrices[name] = matrix;
    public void Set(string name, Func<double[], double[]> function) => _functions[name] = function;

    public bool HasVector(string name) => _vectors.ContainsKey(name);
    public bool HasMatrix(string name) => _matrices.ContainsKey(name);
    public bool HasFunction(string name) => _functions.ContainsKey(name) || Curve.Find(name) is not null;

    public double[] Vector(string name) => _vectors.TryGetValue(name, out double[]? found) ? found : throw new FormatException($"Nothing says what '{name}' is.");
    public double[,] Matrix(string name) => _matrices.TryGetValue(name, out double[,]? found) ? found : throw new FormatException($"Nothing says what the matrix '{name}' is.");

    public Func<double[], double[]> Function(string name) =>
        _functions.TryGetValue(name, out Func<double[], double[]>? found) ? found : Curve.Find(name) ?? throw new FormatException($"Nothing says what the function '{name}' is.");

    /// <summary>Evaluates equations one after another; each may use those before.</summary>
    public void Run(IReadOnlyList<Equation> equations)
    {
        foreach (Equation equation in equations) Set(equation.Name, equation.Value.Of(this));
    }
}
