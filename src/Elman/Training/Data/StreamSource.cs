using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How a stream of examples becomes batches.</summary>
public sealed record StreamOptions
{
    /// <summary>Examples that are held at a time, out of which the next one is drawn; 1 for the order of the stream. It bounds the memory, and how far the order is from the stream's.</summary>
    public int ShuffleBuffer { get; init; } = 1;

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Examples of an epoch, where somebody knows.</summary>
    public int? Count { get; init; }
}

/// <summary>Examples that come one after another out of a file, a database or a network, more of them than memory holds.</summary>
/// <remarks>
/// Each epoch opens the stream anew, and it has to give the same examples in the same order each time. A restored position reads on to where it stood; what it remembers of the shuffle buffer are the
/// places of its examples in the stream, not the examples.
/// </remarks>
public sealed class StreamSource<T> : DataSource<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="open">Begins the stream of an epoch.</param>
    /// <param name="size">Examples of a batch.</param>
    public StreamSource(Func<IAsyncEnumerable<Example<T>>> open, int size, StreamOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (OpenStream, Size, Options) = (open, size, options ?? new());
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.ShuffleBuffer, 1, nameof(options));
    }

    public int Size { get; }
    public StreamOptions Options { get; }

    public override int? Count => Options.Count is int count && Options.DropLast ? count - count % Size : Options.Count;

    public override int? BatchCount => Count is int count ? (count + Size - 1) / Size : null;

    internal Func<IAsyncEnumerable<Example<T>>> OpenStream { get; }

    public override DataReader<T> Open(RandomStream? order = null) => new StreamReader<T>(this, order);
}
