using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5.Writing;

/// <summary>A group while its members are added one by one, each by a path whose groups come into being on the way.</summary>
internal sealed class GroupBuilder(string path = "/")
{
    private readonly OrderedDictionary<string, object> _members = new(StringComparer.Ordinal);
    private readonly List<Hdf5Attribute> _attributes = [];

    public GroupBuilder Text(string name, string text)
    {
        _attributes.Add(new(name, Hdf5Made.Text(path, text)));
        return this;
    }

    /// <summary>A list of texts; in several attributes with numbers behind the name where one header has no room for them.</summary>
    public GroupBuilder Texts(string name, IReadOnlyList<string> texts)
    {
        // A pointer takes 16 bytes, and a message has at most 65,535.
        const int most = 4000;
        if (texts.Count <= most) _attributes.Add(new(name, Hdf5Made.Texts(path, texts)));
        else
            foreach ((int part, string[] some) in texts.Chunk(most).Index())
                _attributes.Add(new(FormattableString.Invariant($"{name}{part}"), Hdf5Made.Texts(path, some)));
        return this;
    }

    /// <summary>The group at a path below this one.</summary>
    public GroupBuilder Group(string below)
    {
        GroupBuilder at = this;
        foreach (string name in below.Split('/', StringSplitOptions.RemoveEmptyEntries)) at = at.Inner(name);
        return at;
    }

    public void Add(string below, NamedArray array)
    {
        int slash = below.LastIndexOf('/');
        GroupBuilder group = slash < 0 ? this : Group(below[..slash]);
        string name = below[(slash + 1)..], full = Below(group, name);
        if (!group._members.TryAdd(name, new Hdf5Dataset(full, [], Hdf5Made.Numbers(full, array)))) throw new ArgumentException($"'{full}' stands there already; each name stands once.");
    }

    public Hdf5Group Build()
    {
        var members = new OrderedDictionary<string, Hdf5Object>(StringComparer.Ordinal);
        foreach ((string name, object member) in _members) members.Add(name, member is GroupBuilder group ? group.Build() : (Hdf5Object)member);
        return new(path, _attributes, members);
    }

    private GroupBuilder Inner(string name)
    {
        if (!_members.TryGetValue(name, out object? member)) _members.Add(name, member = new GroupBuilder(Below(this, name)));
        return member as GroupBuilder ?? throw new ArgumentException($"'{Below(this, name)}' is an array and cannot be a group too.");
    }

    private static string Below(GroupBuilder group, string name) => group.Path == "/" ? "/" + name : $"{group.Path}/{name}";

    private string Path => path;
}
