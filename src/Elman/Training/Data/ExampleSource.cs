using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Batches of examples that can be reached by number: shuffled anew for each epoch, and bucketed by length if wished.</summary>
public sealed class ExampleSource<T> : DataSource<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Examples<T> _examples;
    private readonly BatchOptions _options;

    /// <param name="size">Examples of a batch.</param>
    public ExampleSource(Examples<T> examples, int size, BatchOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (_examples, Size, _options) = (examples, size, options ?? new());
        if (examples.Count == 0) throw new ArgumentException("The data is empty: there is no example to make a batch of.");
        if (_options.DropLast && examples.Count < size)
            throw new ArgumentException($"{examples.Count} examples fill no batch of {size}, and a batch that is not full is to be left out. Take smaller batches.");
    }

    /// <summary>Examples of a batch; the last one of an epoch may have fewer.</summary>
    public int Size { get; }

    public override int? Count => _options.DropLast ? _examples.Count - _examples.Count % Size : _examples.Count;

    public override int? BatchCount => (Count + Size - 1) / Size;

    public override DataReader<T> Open(RandomStream? order = null) => new Reader(this, order);

    private sealed class Reader(ExampleSource<T> source, RandomStream? random) : DataReader<T>
    {
        private int[]? _order;      // the rows of this epoch, batch after batch; null before its first batch

        public override bool TryNext([NotNullWhen(true)] out Batch<T>? batch)
        {
            _order ??= Draw();
            int start = Given * source.Size, end = Math.Min(start + source.Size, source.Count!.Value);
            if (start >= end)
            {
                (Epoch, Given, _order, batch) = (Epoch + 1, 0, null, null);
                return false;
            }
            Given++;
            batch = source._examples.Gather(_order.AsSpan(start, end - start));
            return true;
        }

        public override ArrayFile Save()
        {
            var file = new ArrayFile();
            file.Add("position", Tensor.From([source._examples.Count, source.Size, Epoch, Given]));
            file.Add("order", Tensor.From(_order ?? []));
            if (random is not null) file.Add("random", Tensor.From(random.Save()));
            return file;
        }

        public override void Restore(ArrayFile position)
        {
            int[] at = [.. position["position"].As<int>().Values], order = [.. position["order"].As<int>().Values];
            if (at.Length != 4 || at[0] != source._examples.Count || at[1] != source.Size)
                throw new BadFileException(position.Source ?? "memory", $"the position belongs to {at.ElementAtOrDefault(0)} examples in batches of {at.ElementAtOrDefault(1)}; the data has {source._examples.Count} in batches of {source.Size}. Resume with the data of the first run.");
            if (at.AsSpan(2).ContainsAnyExceptInRange(0, int.MaxValue) || (order.Length != 0 && !order.Order().SequenceEqual(Enumerable.Range(0, at[0]))))
                throw new BadFileException(position.Source ?? "memory", $"the position in the data is damaged: its order is none of {at[0]} examples.");
            random?.Restore(position["random"].As<byte>().Values);
            (Epoch, Given, _order) = (at[2], at[3], order.Length == 0 ? null : order);
        }

        private int[] Draw()
        {
            int[] order = source._options.Orders is { } orders ? Recorded(orders) : random?.Permutation(source._examples.Count) ?? [.. Enumerable.Range(0, source._examples.Count)];
            return source._options.BucketBatches > 1 ? LengthBuckets.Sort(order, source._examples, source.Size, source._options.BucketBatches, random) : order;
        }

        private int[] Recorded(IReadOnlyList<int[]> orders) => Epoch < orders.Count
            ? orders[Epoch].Length == source._examples.Count ? orders[Epoch] : throw new ArgumentException($"Order {Epoch} has {orders[Epoch].Length} rows, the data {source._examples.Count} examples.")
            : throw new InvalidOperationException($"Orders were given for {orders.Count} epochs, and this is one more. Give more, or none.");
    }
}
