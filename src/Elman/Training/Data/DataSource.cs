using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Where batches come from, epoch after epoch. It does not change while it is read, so it can be read by several readers.</summary>
public abstract class DataSource<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sequences in an epoch; null where that is not known before its end.</summary>
    public abstract int? Count { get; }

    /// <summary>Batches in an epoch; null where that is not known before its end.</summary>
    public abstract int? BatchCount { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="order">What the order of each epoch is drawn from, the reader's own from here on; null for the order in which the data stands.</param>
    public abstract DataReader<T> Open(RandomStream? order = null);
}

/// <summary>Reads a source batch by batch. Where it stands is a value: it can be saved in the middle of an epoch and restored in another process.</summary>
public abstract class DataReader<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The epoch that is being read, from 0.</summary>
    public int Epoch { get; protected set; }

    /// <summary>Batches that <see cref="TryNext"/> has given in this epoch.</summary>
    public int Given { get; protected set; }

    /// <summary>The next batch; false once at the end of each epoch, after which the next call begins the next one.</summary>
    public abstract bool TryNext([NotNullWhen(true)] out Batch<T>? batch);

    /// <summary>All that decides which batches come next.</summary>
    public abstract ArrayFile Save();

    /// <summary>Goes on where another reader of the same source stood; this one has to be opened as that one was.</summary>
    /// <exception cref="BadFileException">The position is damaged, or that of other data.</exception>
    public abstract void Restore(ArrayFile position);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
