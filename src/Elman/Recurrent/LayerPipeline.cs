using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The layers of a stack over one sequence at the same time, each on a thread some steps behind the layer below it. Layers are taken from the lowest up, so whoever waits
/// for a layer waits for one that is running or has ended.
/// </summary>
/// <param name="x">What each layer reads: the input, or the output of the layer below.</param>
/// <param name="y">What each layer writes.</param>
/// <param name="initial">(1, size) for each state of each layer, or null for zeros.</param>
/// <param name="final">(1, size) for each state of each layer.</param>
internal sealed unsafe class LayerPipeline<T>(DirectedRun<T>[] runs, Tensor<T>[] x, Tensor<T>[] y, Layout layout, Tensor<T>?[][] initial, Tensor<T>[][] final, CancellationToken cancellation) : IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StepGate[] _gates = [.. runs.Select(_ => new StepGate())];

    public void Run(int layer)
    {
        DirectedRun<T>.Group group = runs[layer].Groups[0];
        StepGate gate = _gates[layer];
        try
        {
            Border output = Border.Of(y[layer].Shape, layout, "The output");
            fixed (T* source = x[layer].Values, target = y[layer].Span)
                group.Forward(source, initial[layer], new Announcing(new RecurrentLayer<T>.Writer(target, output, group.Rows, runs[layer].Width), gate), final[layer], cancellation, layer == 0 ? null : _gates[layer - 1]);
        }
        finally
        {
            gate.End();
        }
    }

    /// <summary>Writes steps, and says so as often as the reader asks: each time costs both a trip between their caches.</summary>
    private sealed class Announcing(StepOutput<T> output, StepGate gate) : StepOutput<T>
    {
        private int _steps;

        public override void Write(int step, int rows, T* values)
        {
            output.Write(step, rows, values);
            if (++_steps % Sharing.StepsHandedOver == 0) gate.Open(_steps);
        }
    }
}
