using System.Numerics;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Runs the nodes of a graph over one batch.</summary>
internal static class Evaluation
{
    /// <param name="inputs">One for each input of the model, in order.</param>
    /// <returns>One for each output of the model, in order.</returns>
    public static Signal<T>[] Run<T>(Wiring<T> wiring, ReadOnlySpan<Signal<T>> inputs, Pass pass) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var signals = new Signal<T>[inputs.Length + wiring.Nodes.Length];
        var further = new RecurrentResult<T>?[wiring.Nodes.Length];
        bool[] asked = AskedFurther(wiring);
        inputs.CopyTo(signals);
        for (int i = 0; i < wiring.Nodes.Length; i++)
        {
            pass.Cancellation.ThrowIfCancellationRequested();
            Signal<T>[] given = [.. wiring.NodeSources[i].Select(Value)];
            try
            {
                if (asked[i] && wiring.Nodes[i].Layer is RecurrentStack<T> stack)
                {
                    further[i] = stack.Run(given, pass);
                    signals[inputs.Length + i] = new(further[i]!.Output, given[0].Lengths);
                }
                else
                {
                    signals[inputs.Length + i] = wiring.Nodes[i].Layer.Forward(given, pass);
                }
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Node '{wiring.Nodes[i].Name}': {error.Message}", error);
            }
        }
        return [.. wiring.OutputSources.Select(Value)];

        Signal<T> Value(Source source) => source.Further is null ? signals[source.Place] : FurtherResult.Read(further[wiring.NodeAt(source)]!, source.Further);
    }

    private static bool[] AskedFurther<T>(Wiring<T> wiring) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var asked = new bool[wiring.Nodes.Length];
        foreach (Source source in wiring.NodeSources.SelectMany(sources => sources).Concat(wiring.OutputSources))
            if (source.Further is not null) asked[wiring.NodeAt(source)] = true;
        return asked;
    }
}
