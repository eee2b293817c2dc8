using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The names of MXNet Gluon: <c>lstm0_l0_i2h_weight</c>. Gates, biases and transposition are PyTorch's, since both follow cuDNN.</summary>
internal sealed class GluonDialect() : Dialect("gluon", "MXNet Gluon")
{
    private protected override bool Knows(ArrayFile file) => file.Names.Any(GluonNames.IsGluons);

    public override DialectModel Infer(ArrayFile file, LoadOptions options) => new ModuleInference(Renamed(file), options, new TorchReading(ModuleHabits.Gluon)).Model();

    public override IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file) => PyTorch.Read(description, Renamed(file));

    public override ArrayFile Write(ModelDescription description, ArrayFile own)
    {
        ArrayFile theirs = PyTorch.Write(description, own);
        HashSet<string> norms = [.. description.Nodes.Where(node => node.Layer.Kind == LayerNorm<float>.Kind).Select(node => node.Name)];
        var file = new ArrayFile(theirs.Select(array => array.Renamed(GluonNames.ToGluon(array.Name, norms.Contains(array.Name[..array.Name.LastIndexOf('.')])))));
        foreach ((string key, string value) in theirs.Metadata) file.Metadata[key] = value;
        file.Metadata[Key] = Name;
        return file;
    }

    private static ArrayFile Renamed(ArrayFile file)
    {
        string source = file.Source ?? "memory";
        var renamed = new ArrayFile { Source = file.Source };
        foreach (NamedArray array in file)
        {
            string name = GluonNames.ToTorch(array.Name) ?? throw new BadFileException(source, $"'{BadFileException.Shown(array.Name)}' is no name of a parameter in Gluon; expected one that ends in weight, bias, gamma, beta, running_mean or running_var.");
            if (renamed.Contains(name)) throw new BadFileException(source, $"'{BadFileException.Shown(array.Name)}' and another array are the same parameter, '{BadFileException.Shown(name)}'.");
            renamed.Add(array.Renamed(name));
        }
        return renamed;
    }
}
