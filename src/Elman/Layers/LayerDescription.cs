using System.Text.Json.Nodes;

namespace Elman.Layers;

/// <summary>A layer as data: its kind, one of the names in the list of layer kinds, and its options as JSON.</summary>
public sealed record LayerDescription(string Kind, JsonObject Options);
