namespace Elman.Numerics;

/// <summary>The windows over a batch of sequences (N, T, F), in the order of sequences and steps: where each begins, and how many of its steps are there.</summary>
internal sealed class WindowRows
{
    private readonly Windows _windows;
    private readonly int _steps;
    private readonly int[] _sequence, _first, _length;

    /// <param name="windows">How they lie.</param>
    /// <param name="sequences">N</param>
    /// <param name="steps">T</param>
    /// <param name="lengths">Steps of each sequence that are there; null for all.</param>
    public WindowRows(Windows windows, int sequences, int steps, int[]? lengths)
    {
        (_windows, _steps, Steps) = (windows, steps, windows.Count(steps));
        _length = lengths ?? [.. Enumerable.Repeat(steps, sequences)];
        Lengths = lengths is null ? null : [.. lengths.Select(windows.Count)];
        var (sequence, first, to) = (new List<int>(), new List<int>(), new List<int>());
        for (int n = 0; n < sequences; n++)
            for (int window = 0, count = windows.Count(_length[n]), before = windows.Before(_length[n]); window < count; window++)
            {
                sequence.Add(n);
                first.Add(window * windows.Stride - before);
                to.Add(n * Steps + window);
            }
        (_sequence, _first, To) = ([.. sequence], [.. first], [.. to]);
    }

    /// <summary>Windows of a sequence with all its steps: the steps of the result.</summary>
    public int Steps { get; }

    /// <summary>Windows of each sequence; null where no lengths were given.</summary>
    public int[]? Lengths { get; }

    /// <summary>Windows in all.</summary>
    public int Count => To.Length;

    /// <summary>For each window its row of the result (N · <see cref="Steps"/>).</summary>
    public int[] To { get; }

    /// <summary>Whether every row of the result is a window, so that To[i] is i.</summary>
    public bool IsFull => Lengths is null || Array.TrueForAll(Lengths, length => length == Steps);

    /// <summary>The row of x (N · T) that a window sees at a tap; −1 in the padding.</summary>
    public int From(int window, int tap)
    {
        int step = _first[window] + tap * _windows.Dilation, n = _sequence[window];
        return (uint)step < (uint)_length[n] ? n * _steps + step : -1;
    }

    /// <summary>What some windows see, (windows, size · width): the steps of each side by side, zeros in the padding.</summary>
    public void Gather<T>(ReadOnlySpan<T> x, int width, int start, int count, Span<T> columns) where T : unmanaged
    {
        int to = 0;
        for (int window = start; window < start + count; window++)
            for (int tap = 0; tap < _windows.Size; tap++, to += width)
                if (From(window, tap) is >= 0 and var row) x.Slice(row * width, width).CopyTo(columns[to..]);
                else columns.Slice(to, width).Clear();
    }

    /// <summary>What goes back through <see cref="Gather"/>: added window by window in their order.</summary>
    public void Add<T>(ReadOnlySpan<T> dcolumns, int width, int start, int count, Span<T> dx) where T : unmanaged
    {
        int from = 0;
        for (int window = start; window < start + count; window++)
            for (int tap = 0; tap < _windows.Size; tap++, from += width)
                if (From(window, tap) is >= 0 and var row) Zip.Add(dcolumns.Slice(from, width), dx.Slice(row * width, width));
    }
}
