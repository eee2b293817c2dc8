using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The places and the transposition of Keras 3: <c>layers/lstm/cell/vars/0</c>, and a config beside them.</summary>
internal sealed class KerasDialect() : Dialect("keras", "Keras")
{
    /// <summary>A file of Keras is known by its own container, which tells its layers.</summary>
    private protected override bool Knows(ArrayFile file) => false;

    public override DialectModel Infer(ArrayFile file, LoadOptions options) => KerasFile.Read(file, options);

    public override IReadOnlyDictionary<string, NamedArray> Read(ModelDescription description, ArrayFile file) => new KerasWriter(description).Read(file);

    internal override IReadOnlyList<string> Joined(ModelDescription description) => new KerasWriter(description).Joined;

    public override ArrayFile Write(ModelDescription description, ArrayFile own)
    {
        ArrayFile file = new KerasWriter(description).Write(own);
        file.Metadata[ModelArrays.DescriptionKey] = description.ToJson().ToJsonString();
        file.Metadata[Key] = Name;
        file.Metadata[ModelArrays.ProducerKey] = own.Metadata[ModelArrays.ProducerKey];
        return file;
    }
}
