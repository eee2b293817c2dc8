namespace Elman.Numerics;

/// <summary>
/// The right operand of a product, K rows (the index that is summed over) and N columns, laid out as the tiles read it:
/// panels of columns, each with its rows one after another. The layout is the same for every vector width.
/// </summary>
internal sealed unsafe class PackedMatrix<T> where T : unmanaged
{
    /// <summary>Columns come in groups of sixteen, a multiple of every lane.</summary>
    public const int Group = 16;

    /// <summary>The columns of a panel: four vectors of 512 bits.</summary>
    public const int DefaultPanel = 64;

    private readonly Plane<T> _values;

    private PackedMatrix(int k, int n, int panel)
    {
        (K, N, Panel) = (k, n, panel);
        PaddedN = Padded(n);
        _values = new Plane<T>((long)k * PaddedN);
    }

    public int K { get; }
    public int N { get; }

    /// <summary>N rounded up to whole groups; the columns beyond N are zero.</summary>
    public int PaddedN { get; }

    /// <summary>Columns per panel; the last panel may have fewer.</summary>
    public int Panel { get; }

    public T* Pointer => _values.Pointer;

    public static int Padded(int n) => (n + Group - 1) / Group * Group;

    /// <summary>From a weight (N, K), as layers keep it: column j of the product is row j of the weight.</summary>
    public static PackedMatrix<T> FromWeight(ReadOnlySpan<T> weight, int n, int k)
    {
        var matrix = new PackedMatrix<T>(k, n, DefaultPanel);
        for (int j = 0; j < n; j++) matrix.SetColumn(j, weight.Slice(j * k, k));
        return matrix;
    }

    /// <summary>From chosen rows of a weight: column j of the product is row <paramref name="rows"/>[j] of the weight, or zero for −1.</summary>
    public static PackedMatrix<T> FromWeight(ReadOnlySpan<T> weight, ReadOnlySpan<int> rows, int k, int panel)
    {
        var matrix = new PackedMatrix<T>(k, rows.Length, panel);
        for (int j = 0; j < rows.Length; j++)
            if (rows[j] >= 0) matrix.SetColumn(j, weight.Slice(rows[j] * k, k));
        return matrix;
    }

    /// <summary>From a matrix (K, N) as it stands.</summary>
    public static PackedMatrix<T> FromMatrix(ReadOnlySpan<T> values, int k, int n)
    {
        var matrix = new PackedMatrix<T>(k, n, DefaultPanel);
        for (int start = 0; start < n; start += DefaultPanel)
        {
            int width = Math.Min(DefaultPanel, n - start);
            T* panel = matrix.PanelAt(start, out int stride);
            for (int row = 0; row < k; row++)
                values.Slice(row * n + start, width).CopyTo(new Span<T>(panel + row * stride, width));
        }
        return matrix;
    }

    /// <summary>The panel that begins at a column, and the distance between its rows.</summary>
    public T* PanelAt(int column, out int stride)
    {
        stride = Math.Min(Panel, PaddedN - column);
        return Pointer + (nint)column * K;
    }

    /// <summary>Where a block of columns begins of which a panel holds a whole number, and the distance between its rows.</summary>
    public T* BlockAt(int block, int columns, out nint stride)
    {
        int column = block * columns, inside = column % Panel;
        T* panel = PanelAt(column - inside, out int width);
        stride = width;
        return panel + inside;
    }

    private void SetColumn(int column, ReadOnlySpan<T> values)
    {
        int inside = column % Panel;
        T* panel = PanelAt(column - inside, out int stride) + inside;
        for (int row = 0; row < K; row++) panel[(nint)row * stride] = values[row];
    }
}
