using System.Text.Json;
using Elman.Storage;

namespace Elman.Formats.Dialects.Mxnet;

/// <summary>One node of a symbol file.</summary>
/// <param name="Attributes">Its options, all of them texts, as MXNet keeps them.</param>
/// <param name="Inputs">Nodes that stand before it, and which of their outputs.</param>
internal sealed record SymbolNode(string Op, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<(int Node, int Output)> Inputs)
{
    public bool IsVariable => Op == SymbolGraph.Variable;
}

/// <summary>The graph of a <c>-symbol.json</c>, in an order in which every node stands behind its inputs.</summary>
internal sealed class SymbolGraph
{
    public const string Variable = "null";

    private const int MostNodes = 10_000, Deepest = 16;

    private readonly string _path;

    private SymbolGraph(string path) => _path = path;

    public List<SymbolNode> Nodes { get; } = [];

    /// <summary>What the graph gives.</summary>
    public List<(int Node, int Output)> Heads { get; } = [];

    /// <exception cref="BadFileException">It is no graph, or a node takes what does not stand before it.</exception>
    public static SymbolGraph Parse(string json, string path)
    {
        var graph = new SymbolGraph(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            graph.Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new BadFileException(path, $"it is no graph of MXNet: {error.Message}", inner: error);
        }
        return graph;
    }

    private void Read(JsonElement root)
    {
        JsonElement nodes = root.GetProperty("nodes");
        if (nodes.GetArrayLength() is 0 or > MostNodes) throw Bad($"expected 1 to {MostNodes} nodes, found {nodes.GetArrayLength()}");
        foreach (JsonElement node in nodes.EnumerateArray()) Nodes.Add(Node(node));
        foreach (JsonElement head in root.GetProperty("heads").EnumerateArray()) Heads.Add(Reference(head, Nodes.Count, "a head"));
        if (Heads.Count == 0) throw Bad($"the graph gives nothing");
    }

    private SymbolNode Node(JsonElement node)
    {
        string name = node.GetProperty("name").GetString()!, op = node.GetProperty("op").GetString()!;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        // The key of the options was 'param', then 'attr', then 'attrs'.
        foreach (string key in (string[])["param", "attr", "attrs"])
            if (node.TryGetProperty(key, out JsonElement options))
                foreach (JsonProperty option in options.EnumerateObject()) attributes[option.Name] = option.Value.GetString() ?? "None";
        return new(op, name, attributes, [.. node.GetProperty("inputs").EnumerateArray().Select(input => Reference(input, Nodes.Count, $"node '{BadFileException.Shown(name)}'"))]);
    }

    private (int, int) Reference(JsonElement reference, int before, string who)
    {
        int node = reference[0].GetInt32(), output = reference[1].GetInt32();
        return node >= 0 && node < before && output >= 0 ? (node, output) : throw Bad($"{who} takes output {output} of node {node}; expected one of the {before} nodes before it");
    }

    private BadFileException Bad(InvariantText problem) => new(_path, $"{problem}. The file is damaged, or no -symbol.json.");
}
