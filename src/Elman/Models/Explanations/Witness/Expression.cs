namespace Elman.Models.Explanations.Witness;

/// <summary>One side of an equation, as data: what is printed is what is computed.</summary>
public abstract record Expression
{
    private protected Expression() { }

    /// <summary>The parts, from left to right.</summary>
    public abstract IReadOnlyList<Expression> Parts { get; }

    /// <summary>Its numbers, one for each unit; one alone stands for every unit.</summary>
    public abstract double[] Of(Scope scope);

    /// <summary>Itself and everything within, the inner parts first.</summary>
    public IEnumerable<Expression> All => [.. Parts.SelectMany(part => part.All), this];

    /// <summary>Without symbols that are not there: b + W x is W x without b, and γ∘x is x without γ.</summary>
    public Expression Without(IReadOnlySet<string> absent) => this switch
    {
        Sum sum => sum.Terms.Where(term => !term.Value.IsOneOf(absent)).Select(term => (term.Minus, term.Value.Without(absent))).ToArray() switch
        {
            [] => new Constant(0),
            [(false, Expression alone)] => alone,
            var terms => new Sum(terms),
        },
        Times times when times.Left.IsOneOf(absent) => times.Right.Without(absent),
        Times times => times with { Left = times.Left.Without(absent), Right = times.Right.Without(absent) },
        Over over => new Over(over.Left.Without(absent), over.Right.Without(absent)),
        Applied applied => applied with { Argument = applied.Argument.Without(absent) },
        MatrixTimes product => product with { Vector = product.Vector.Without(absent) },
        _ => this,
    };

    /// <summary>With every part changed, the inner ones first.</summary>
    public Expression Rewritten(Func<Expression, Expression> change) => change(this switch
    {
        Sum sum => new Sum([.. sum.Terms.Select(term => (term.Minus, term.Value.Rewritten(change)))]),
        Times times => times with { Left = times.Left.Rewritten(change), Right = times.Right.Rewritten(change) },
        Over over => new Over(over.Left.Rewritten(change), over.Right.Rewritten(change)),
        Several several => new Several([.. several.Values.Select(value => value.Rewritten(change))]),
        Applied applied => applied with { Argument = applied.Argument.Rewritten(change) },
        MatrixTimes product => product with { Vector = product.Vector.Rewritten(change) },
        _ => this,
    });

    private bool IsOneOf(IReadOnlySet<string> names) => (this is Quantity symbol && names.Contains(symbol.Name)) || (this is Placed placed && names.Contains(placed.Name));

    private protected static double[] Each(double[] a, double[] b, Func<double, double, double> combine)
    {
        if (a.Length != b.Length && a.Length != 1 && b.Length != 1) throw new FormatException($"An equation combines {a.Length} numbers with {b.Length}.");
        var result = new double[Math.Max(a.Length, b.Length)];
        for (int i = 0; i < result.Length; i++) result[i] = combine(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]);
        return result;
    }
}

/// <summary>A number written out.</summary>
public sealed record Constant(double Value) : Expression
{
    public override IReadOnlyList<Expression> Parts => [];
    public override double[] Of(Scope scope) => [Value];
}

/// <summary>A symbol for numbers: a bias, an input, a state, an earlier equation.</summary>
public sealed record Quantity(string Name) : Expression
{
    public override IReadOnlyList<Expression> Parts => [];
    public override double[] Of(Scope scope) => scope.Vector(Name);
}

/// <summary>A symbol at a place, such as x[n, t]: an equation about order, which is printed and not evaluated.</summary>
public sealed record Placed(string Name, IReadOnlyList<Expression> Places) : Expression
{
    public override IReadOnlyList<Expression> Parts => [];
    public override double[] Of(Scope scope) => throw new NotSupportedException($"'{Name}' at a place is not evaluated.");
}

/// <summary>a + b − c …</summary>
public sealed record Sum(IReadOnlyList<(bool Minus, Expression Value)> Terms) : Expression
{
    public override IReadOnlyList<Expression> Parts => [.. Terms.Select(term => term.Value)];

    public override double[] Of(Scope scope)
    {
        double[] sum = [0];
        foreach ((bool minus, Expression value) in Terms) sum = Each(sum, value.Of(scope), minus ? (a, b) => a - b : (a, b) => a + b);
        return sum;
    }
}

/// <summary>(a, b, …): numbers one behind the other, or the arguments of a function of several.</summary>
public sealed record Several(IReadOnlyList<Expression> Values) : Expression
{
    public override IReadOnlyList<Expression> Parts => Values;
    public override double[] Of(Scope scope) => [.. Values.SelectMany(value => value.Of(scope))];
}

/// <summary>a∘b, number by number; a·b where one is a single number.</summary>
public sealed record Times(Expression Left, Expression Right, bool Dot = false) : Expression
{
    public override IReadOnlyList<Expression> Parts => [Left, Right];
    public override double[] Of(Scope scope) => Each(Left.Of(scope), Right.Of(scope), (a, b) => a * b);
}

/// <summary>a/b, number by number.</summary>
public sealed record Over(Expression Left, Expression Right) : Expression
{
    public override IReadOnlyList<Expression> Parts => [Left, Right];
    public override double[] Of(Scope scope) => Each(Left.Of(scope), Right.Of(scope), (a, b) => a / b);
}

/// <summary>A function of numbers: of each alone, or of a row.</summary>
public sealed record Applied(string Function, Expression Argument) : Expression
{
    public override IReadOnlyList<Expression> Parts => [Argument];

    public override double[] Of(Scope scope) => Argument is Several several
        ? several.Values.Select(value => value.Of(scope)).Aggregate((a, b) => Each(a, b, Curve.OfTwo(Function)))
        : scope.Function(Function)(Argument.Of(scope));
}

/// <summary>W x: a matrix and a vector.</summary>
public sealed record MatrixTimes(string Matrix, Expression Vector) : Expression
{
    public override IReadOnlyList<Expression> Parts => [Vector];

    public override double[] Of(Scope scope)
    {
        double[,] matrix = scope.Matrix(Matrix);
        double[] vector = Vector.Of(scope);
        if (vector.Length != matrix.GetLength(1)) throw new FormatException($"'{Matrix}' has {matrix.GetLength(1)} columns, and it multiplies {vector.Length} numbers.");
        var result = new double[matrix.GetLength(0)];
        for (int row = 0; row < result.Length; row++)
            for (int column = 0; column < vector.Length; column++) result[row] += matrix[row, column] * vector[column];
        return result;
    }
}

/// <summary>name = expression.</summary>
public sealed record Equation(string Name, Expression Value);
