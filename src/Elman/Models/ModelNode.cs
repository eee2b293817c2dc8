using System.Numerics;
using Elman.Layers;

namespace Elman.Models;

/// <summary>A layer in its place: its name, and the names of what it takes, inputs of the model, nodes, or further results of nodes (<c>rnn.last</c>).</summary>
public sealed record ModelNode<T>(string Name, Layer<T> Layer, IReadOnlyList<string> Inputs) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
