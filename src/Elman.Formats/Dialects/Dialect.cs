using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>What a dialect makes of a file: the description, the arrays by our parameters, and what had to be assumed.</summary>
public sealed record DialectModel(ModelDescription Description, IReadOnlyDictionary<string, NamedArray> Arrays, IReadOnlyList<string> Assumptions)
{
    /// <summary>How the framework saw the model, where the file says it.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>The file of the arrays, where that is another than the model's.</summary>
    public string? Source { get; init; }
}

/// <summary>How one framework names, orders and transposes weights. It knows nothing of bytes and builds nothing.</summary>
public abstract class Dialect
{
    /// <summary>The key in a file's metadata that names the dialect of its arrays, where the file carries a description too.</summary>
    public const string Key = "elman.dialect";

    private protected Dialect(string name, string framework) => (Name, Framework) = (name, framework);

    public static Dialect PyTorch { get; } = new TorchDialect();

    public static Dialect Gluon { get; } = new GluonDialect();

    public static Dialect Keras { get; } = new KerasDialect();

    /// <summary>The first notebook's network.</summary>
    public static Dialect NumPy { get; } = new NumPyDialect();

    /// <summary>Cells of Flax Linen.</summary>
    public static Dialect Flax { get; } = new ModuleDialect("flax", "Flax Linen", ModuleTables.Flax);

    public static Dialect Equinox { get; } = new ModuleDialect("equinox", "Equinox", ModuleTables.Equinox);

    /// <summary>Julia's Flux.</summary>
    public static Dialect Flux { get; } = new ModuleDialect("flux", "Flux", ModuleTables.Flux);

    /// <summary>Rust's Burn.</summary>
    public static Dialect Burn { get; } = new ModuleDialect("burn", "Burn", ModuleTables.Burn);

    /// <summary>All dialects, in the order in which the names of a file are tried; PyTorch's, which has the plainest names, is the last.</summary>
    public static IReadOnlyList<Dialect> All { get; } = [Gluon, NumPy, Keras, Flax, Burn, Flux, Equinox, PyTorch];

    public string Name { get; }

    /// <summary>The framework, as it calls itself.</summary>
    public string Framework { get; }

    public static Dialect Named(string name, string source) => All.FirstOrDefault(dialect => dialect.Name == name)
        ?? throw new BadFileException(source, $"its arrays are in the dialect '{name}', which this version does not know. Known: {string.Join(", ", All.Select(dialect => dialect.Name))}.");

    /// <summary>The dialect whose names a file has.</summary>
    public static Dialect Of(ArrayFile file) => All.First(dialect => dialect.Knows(file));

    /// <summary>Whether the names of a file are this framework's and no other's.</summary>
    private protected abstract bool Knows(ArrayFile file);

    /// <summary>The model that names and shapes tell; what they do not tell is taken from the options or assumed.</summary>
    public abstract DialectModel Infer(ArrayFile file, LoadOptions options);

    /// <summary>The arrays of a file whose description is known, by our parameters.</summary>
    public abstract IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file);

    /// <summary>Our arrays under the framework's names and in its order, the description beside them; refused by name where the framework has no such layer.</summary>
    public abstract ArrayFile Write(ModelDescription description, ArrayFile own);

    /// <summary>Our parameters of which the framework has only the sum of two: what is written holds their rounded sum, and each reads back as another share of it.</summary>
    internal virtual IReadOnlyList<string> Joined(ModelDescription description) => [];

    public override string ToString() => Name;
}
