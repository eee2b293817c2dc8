namespace Elman.Models.Explanations.Witness;

/// <summary>The equations of a cell, which are also what the witness computes.</summary>
/// <param name="Name">The cell's name in the list of cells.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Source">Where the equations stand, and which framework's layer they are.</param>
/// <param name="Text">One equation a line, in the order of computing. W with a letter multiplies x, U a state; b_i and b_h before the letter are the two biases; h' is h after the step.</param>
public sealed record CellEquations(string Name, string Title, string Source, string Text)
{
    /// <summary>The letters of the gates, in the order of the rows of the weights, with what each is; of a cell with one gate that needs no letter, one without.</summary>
    public required IReadOnlyList<(string Letter, string Meaning)> Gates { get; init; }

    /// <summary>The letters of the states; the first is the output.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>How many of the gates, from the first on, have a recurrent product.</summary>
    public required int Products { get; init; }

    /// <summary>The letters of the cell's own vectors, each with the parameter that holds it and what it is.</summary>
    public IReadOnlyList<(string Letter, string Parameter, string Meaning)> Vectors { get; init; } = [];

    /// <summary>The text, read.</summary>
    public IReadOnlyList<Equation> Equations => field ??= EquationReader.Read(Text);

    /// <summary>The weight, recurrent weight and biases of a gate, as the equations call them.</summary>
    public static (string W, string U, string InputBias, string RecurrentBias) Symbols(string letter) =>
        letter.Length == 0 ? ("W", "U", "b_i", "b_h") : ($"W_{letter}", $"U_{letter}", $"b_i{letter}", $"b_h{letter}");

    /// <summary>Of a cell that is not in the list, from its own text: the letters of its gates are taken from the matrices W, in the order in which they appear.</summary>
    /// <exception cref="FormatException">The text does not say all; the message tells what is missing.</exception>
    public static CellEquations FromText(string name, string text, IReadOnlyList<string> gates, int products, IReadOnlyList<string> states)
    {
        IReadOnlyList<Equation> equations = EquationReader.Read(text);
        string[] letters = [.. equations.SelectMany(equation => equation.Value.All).OfType<MatrixTimes>().Select(product => product.Matrix)
            .Where(matrix => matrix is "W" || matrix.StartsWith("W_", StringComparison.Ordinal)).Distinct().Select(matrix => matrix == "W" ? "" : matrix[2..])];
        if (letters.Length != gates.Count) throw new FormatException($"its equations have {letters.Length} matrices W for the gates {string.Join(", ", gates)}");
        foreach (string state in states)
            if (!equations.Any(equation => equation.Name == state + "'")) throw new FormatException($"no equation gives the state {state}'");
        return new(name, $"the cell '{name}'", "the cell's own text (CellSpec.Equations)", text) { Gates = [.. letters.Zip(gates)], States = states, Products = products };
    }
}
