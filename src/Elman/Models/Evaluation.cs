using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Runs the nodes of a graph over one batch.</summary>
internal static class Evaluation
{
    /// <param name="inputs">One for each input of the model, in order.</param>
    /// <param name="recorder">Told what each node gives, where somebody traces.</param>
    /// <returns>One for each output of the model, in order.</returns>
    public static Signal<T>[] Run<T>(Wiring<T> wiring, ReadOnlySpan<Signal<T>> inputs, Pass pass, TraceRecorder<T>? recorder = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var signals = new Signal<T>[inputs.Length + wiring.Nodes.Length];
        var further = new RecurrentResult<T>?[wiring.Nodes.Length];
        var results = new Signal<T>[]?[wiring.Nodes.Length];
        bool[] asked = AskedFurther(wiring);
        inputs.CopyTo(signals);
        for (int i = 0; i < wiring.Nodes.Length; i++)
        {
            pass.Cancellation.ThrowIfCancellationRequested();
            Signal<T>[] given = [.. wiring.NodeSources[i].Select(Value)];
            try
            {
                if (recorder is not null && recorder.Wants(i) && wiring.Nodes[i].Layer is RecurrentStack<T> traced)
                {
                    RecurrentTrace<T> trace = traced.Trace(given[0].Numbers!, Layout.BatchFirst, given[0].Lengths, traced.InitialOf(given), pass.Cancellation);
                    further[i] = trace.Result;
                    signals[inputs.Length + i] = new(trace.Result.Output, given[0].Lengths);
                    recorder.Add(i, trace, given[0].Lengths);
                }
                else if (asked[i] && wiring.Nodes[i].Layer is RecurrentStack<T> stack)
                {
                    further[i] = stack.Run(given, pass);
                    signals[inputs.Length + i] = new(further[i]!.Output, given[0].Lengths);
                }
                else if (asked[i] && wiring.Nodes[i].Layer is OperatorLayer<T> several)
                {
                    results[i] = several.Run(given, pass);
                    signals[inputs.Length + i] = results[i]![0];
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
            recorder?.Add(i, signals[inputs.Length + i]);
        }
        return [.. wiring.OutputSources.Select(Value)];

        Signal<T> Value(Source source) => source.Further is null ? signals[source.Place]
            : results[wiring.NodeAt(source)] is { } several ? several[int.Parse(source.Further, CultureInfo.InvariantCulture)]
            : FurtherResult.Read(further[wiring.NodeAt(source)]!, source.Further);
    }

    private static bool[] AskedFurther<T>(Wiring<T> wiring) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var asked = new bool[wiring.Nodes.Length];
        foreach (Source source in wiring.NodeSources.SelectMany(sources => sources).Concat(wiring.OutputSources))
            if (source.Further is not null) asked[wiring.NodeAt(source)] = true;
        return asked;
    }
}
