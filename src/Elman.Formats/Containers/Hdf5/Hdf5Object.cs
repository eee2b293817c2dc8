namespace Elman.Formats.Containers.Hdf5;

/// <summary>A group or a dataset.</summary>
internal abstract record Hdf5Object(string Path, IReadOnlyList<Hdf5Attribute> Attributes)
{
    public Hdf5Value? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;
}

/// <summary>Numbers or text.</summary>
internal sealed record Hdf5Dataset(string Path, IReadOnlyList<Hdf5Attribute> Attributes, Hdf5Value Value) : Hdf5Object(Path, Attributes);

/// <summary>A type under a name of its own.</summary>
internal sealed record Hdf5NamedType(string Path, IReadOnlyList<Hdf5Attribute> Attributes, Hdf5Type Type) : Hdf5Object(Path, Attributes);

/// <summary>Groups and datasets by name.</summary>
internal sealed record Hdf5Group(string Path, IReadOnlyList<Hdf5Attribute> Attributes, IReadOnlyDictionary<string, Hdf5Object> Members) : Hdf5Object(Path, Attributes)
{
    /// <summary>The member at a path of names with slashes between; null where there is none.</summary>
    public Hdf5Object? Find(string path)
    {
        Hdf5Object? found = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries)) found = (found as Hdf5Group)?.Members.GetValueOrDefault(name);
        return found;
    }

    public Hdf5Group? Group(string path) => Find(path) as Hdf5Group;

    /// <summary>All objects below, each group before its members.</summary>
    public IEnumerable<Hdf5Object> All()
    {
        foreach (Hdf5Object member in Members.Values)
        {
            yield return member;
            if (member is Hdf5Group group)
                foreach (Hdf5Object inner in group.All()) yield return inner;
        }
    }
}
