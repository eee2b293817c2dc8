using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Long sequences side by side, cut into windows that follow one another: each batch goes on where the one before ended, so that states are carried.</summary>
public sealed class CarriedWindows<T> : DataSource<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Signal<T> _input, _target;
    private readonly int _steps;

    /// <param name="input">Numbers (streams, T, F) or ids (streams, T).</param>
    /// <param name="target">What should come out at each step: numbers (streams, T, K) or ids (streams, T).</param>
    /// <param name="window">Steps of a batch; the last one of an epoch may be shorter.</param>
    public CarriedWindows(Signal<T> input, Signal<T> target, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ExampleCheck.Arrays(Batch<T>.Alone(ModelInput.Usual, input), Batch<T>.Alone(ModelOutput.Usual, target));
        if (!input.HasSteps || !target.HasSteps || input.Size[1] != target.Size[1] || input.Size[1] == 0 || input.Lengths is not null)
            throw new ArgumentException($"Streams have as many steps as targets, at least one, and all the same; found {input.Size} and {target.Size}{(input.Lengths is null ? "" : ", with lengths")}.");
        (_input, _target, Window, _steps) = (input, target, window, input.Size[1]);
    }

    public int Window { get; }

    /// <summary>Sequences of an epoch: the streams.</summary>
    public override int? Count => _input.Size[0];

    public override int? BatchCount => (_steps + Window - 1) / Window;

    /// <param name="order">Draws nothing: windows that go on follow one another.</param>
    public override DataReader<T> Open(RandomStream? order = null) => new Reader(this);

    private Batch<T> At(int window)
    {
        int start = window * Window, steps = Math.Min(Window, _steps - start);
        return new(Cut(_input, start, steps), Cut(_target, start, steps)) { GoesOn = window > 0, Rows = [.. Enumerable.Range(0, _input.Size[0])] };
    }

    private static Signal<T> Cut(Signal<T> signal, int start, int steps) => signal.Ids is { } ids
        ? new(Cut(ids, start, steps))
        : new(Cut(signal.Numbers!, start, steps), mask: signal.Mask is null ? null : Cut(signal.Mask, start, steps));

    private static Tensor<TElement> Cut<TElement>(Tensor<TElement> from, int start, int steps) where TElement : unmanaged
    {
        int[] shape = [.. from.Shape];
        int all = shape[1], size = from.Shape.CountFrom(2);
        shape[1] = steps;
        var cut = new Tensor<TElement>(new Shape(shape));
        Span<TElement> to = cut.Span;
        for (int row = 0; row < shape[0]; row++) from.Values.Slice((row * all + start) * size, steps * size).CopyTo(to[(row * steps * size)..]);
        return cut;
    }

    private sealed class Reader(CarriedWindows<T> source) : DataReader<T>
    {
        public override bool TryNext([NotNullWhen(true)] out Batch<T>? batch)
        {
            if (Given == source.BatchCount)
            {
                (Epoch, Given, batch) = (Epoch + 1, 0, null);
                return false;
            }
            batch = source.At(Given++);
            return true;
        }

        public override ArrayFile Save()
        {
            var file = new ArrayFile();
            file.Add("position", Tensor.From([source._steps, source.Window, Epoch, Given]));
            return file;
        }

        public override void Restore(ArrayFile position)
        {
            int[] at = [.. position["position"].As<int>().Values];
            if (at.Length != 4 || at[0] != source._steps || at[1] != source.Window)
                throw new BadFileException(position.Source ?? "memory", $"the position belongs to {at.ElementAtOrDefault(0)} steps in windows of {at.ElementAtOrDefault(1)}; the data has {source._steps} in windows of {source.Window}. Resume with the data of the first run.");
            if (at[2] < 0 || at[3] < 0 || at[3] > source.BatchCount) throw new BadFileException(position.Source ?? "memory", $"the position in the data is damaged: there is no window {at[3]} of {source.BatchCount!.Value}.");
            (Epoch, Given) = (at[2], at[3]);
        }
    }
}
