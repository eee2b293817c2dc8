using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Reads a stream through a buffer out of which examples are drawn.</summary>
internal sealed class StreamReader<T>(StreamSource<T> source, RandomStream? random) : DataReader<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(int Place, Example<T> Example)> _buffer = [];
    private IAsyncEnumerator<Example<T>>? _stream;
    private Example<T>? _first;
    private int _read;          // examples that this epoch took out of the stream
    private bool _isAtEnd;

    public override bool TryNext([NotNullWhen(true)] out Batch<T>? batch)
    {
        var drawn = new List<(int Place, Example<T> Example)>();
        while (drawn.Count < source.Size && Draw() is { } next) drawn.Add(next);
        if (drawn.Count == 0 || source.Options.DropLast && drawn.Count < source.Size)
        {
            if (_read == 0) throw new ArgumentException("The data is empty: the stream gave no example.");
            if (Given == 0) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The stream gave {_read} examples, which fill no batch of {source.Size}, and one that is not full is to be left out. Take smaller batches."));
            Close();
            (Epoch, Given, batch) = (Epoch + 1, 0, null);
            return false;
        }
        Given++;
        batch = Example<T>.Together([.. drawn.Select(one => one.Example)]) with { Rows = [.. drawn.Select(one => one.Place)] };
        return true;
    }

    public override ArrayFile Save()
    {
        var file = new ArrayFile();
        file.Add("position", Tensor.From([source.Size, source.Options.ShuffleBuffer, Epoch, Given, _read]));
        file.Add("buffer", Tensor.From([.. _buffer.Select(one => one.Place)]));
        if (random is not null) file.Add("random", Tensor.From(random.Save()));
        return file;
    }

    public override void Restore(ArrayFile position)
    {
        string name = position.Source ?? "memory";
        int[] at = [.. position["position"].As<int>().Values], places = [.. position["buffer"].As<int>().Values];
        if (at.Length != 5 || at[0] != source.Size || at[1] != source.Options.ShuffleBuffer)
            throw new BadFileException(name, $"the position belongs to a stream in batches of {at.ElementAtOrDefault(0)} with {at.ElementAtOrDefault(1)} examples held; this one has {source.Size} and {source.Options.ShuffleBuffer}. Resume with the options of the first run.");
        if (at.AsSpan(2).ContainsAnyExceptInRange(0, int.MaxValue) || places.Any(place => place < 0 || place >= at[4]) || places.Distinct().Count() != places.Length)
            throw new BadFileException(name, $"the position in the stream is damaged: it holds examples that were not read.");
        Close();
        random?.Restore(position["random"].As<byte>().Values);
        var kept = new Dictionary<int, Example<T>>();
        HashSet<int> wanted = [.. places];
        while (_read < at[4])
        {
            if (Take() is not { } example) throw new BadFileException(name, $"the stream has {_read} examples, and the position stands behind {at[4]}. Resume with the data of the first run.");
            if (wanted.Contains(_read - 1)) kept[_read - 1] = example;
        }
        _buffer.AddRange(places.Select(place => (place, kept[place])));
        (Epoch, Given) = (at[2], at[3]);
    }

    public override void Dispose()
    {
        Close();
        base.Dispose();
    }

    /// <summary>An example out of the buffer, whose place the next of the stream takes; null at the end.</summary>
    private (int Place, Example<T> Example)? Draw()
    {
        while (_buffer.Count < source.Options.ShuffleBuffer && Take() is { } next) _buffer.Add((_read - 1, next));
        if (_buffer.Count == 0) return null;
        int at = random is null || _buffer.Count == 1 ? 0 : random.Next(_buffer.Count);
        (int Place, Example<T> Example) drawn = _buffer[at];
        if (random is null) _buffer.RemoveAt(at);
        else
        {
            _buffer[at] = _buffer[^1];
            _buffer.RemoveAt(_buffer.Count - 1);
        }
        return drawn;
    }

    /// <summary>The next of the stream; null at its end. Training is no place to wait elsewhere, so this waits here.</summary>
    private Example<T>? Take()
    {
        if (_isAtEnd) return null;
        _stream ??= source.OpenStream().GetAsyncEnumerator();
        _isAtEnd = !_stream.MoveNextAsync().AsTask().GetAwaiter().GetResult();
        if (_isAtEnd) return null;
        Example<T> example = _stream.Current;
        example.Check(string.Create(CultureInfo.InvariantCulture, $"Example {_read} of the stream"), _first);
        _first ??= example;
        _read++;
        return example;
    }

    private void Close()
    {
        _stream?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream = null;
        _buffer.Clear();
        (_read, _isAtEnd) = (0, false);
    }
}
