using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>The product of rows and one panel (or, for one row, two), cut into tiles that the registers hold.</summary>
internal static unsafe class PanelProduct
{
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Terms of a part of a strip: a line of each of so many rows, 256 bytes apart, fits twelve ways of a first cache.</summary>
    private const int Depth = 160;

    /// <summary>Rows that take turns with the same part of a strip; their sums stay in the second cache.</summary>
    private const int StripRows = 96;

    /// <summary>y[i, j] = init[i, j] + Σ x[i, k]·panel[k, j] for a panel of whole groups of columns.</summary>
    /// <param name="stride">From a row of the panel to the next.</param>
    [MethodImpl(Driver)]
    public static void Run<T, TLane>(Rows<T> x, T* panel, nint stride, int width, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        int vectors = width / TLane.Width;
        if (vectors > MostVectors<T, TLane>() && x.Count > 1 && x.Length > Depth)
        {
            Strips<T, TLane>(x, panel, stride, vectors, init, ldi, y, ldy);
            return;
        }
        for (int first = 0; first < vectors;)
        {
            int chunk = Math.Min(vectors - first, MostVectors<T, TLane>()), most = MostRows<T, TLane>(chunk);
            int tiles = (x.Count + most - 1) / most;
            nint column = first * TLane.Width;
            for (int tile = 0; tile < tiles; tile++)
            {
                int row = (int)((long)x.Count * tile / tiles), rows = (int)((long)x.Count * (tile + 1) / tiles) - row;
                T* a = x.Pointer + row * x.Stride, b = panel + column, target = y + row * ldy + column;
                Tile.Run<T, TLane>(rows, chunk, x.Length, a, x.Stride, b, stride, init + row * ldi + column, ldi, target, ldy);
                for (int segment = 1; segment < x.Segments; segment++)
                    Tile.Run<T, TLane>(rows, chunk, x.Length, a + segment * x.SegmentStride, x.Stride, b + segment * x.Length * stride, stride, target, ldy, target, ldy);
            }
            first += chunk;
        }
    }

    /// <summary>
    /// Where a panel is wider than a tile, each strip of it is read again for every few rows; its rows lie a panel's width apart and share few lines of the first cache.
    /// So a strip is taken in parts that stay there, and the sums wait in y between two parts: the same chains.
    /// </summary>
    [MethodImpl(Driver)]
    private static void Strips<T, TLane>(Rows<T> x, T* panel, nint stride, int vectors, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        for (int begin = 0; begin < x.Count; begin += StripRows)
        {
            int count = Math.Min(StripRows, x.Count - begin);
            for (int first = 0; first < vectors;)
            {
                int chunk = Math.Min(vectors - first, MostVectors<T, TLane>()), most = MostRows<T, TLane>(chunk), tiles = (count + most - 1) / most;
                nint column = first * TLane.Width;
                T* source = init + begin * ldi + column;
                nint sourceStride = ldi;
                for (int segment = 0; segment < x.Segments; segment++)
                    for (int k = 0; k < x.Length; k += Depth)
                    {
                        T* b = panel + ((nint)segment * x.Length + k) * stride + column;
                        for (int tile = 0; tile < tiles; tile++)
                        {
                            int row = count * tile / tiles, rows = count * (tile + 1) / tiles - row;
                            Tile.Run<T, TLane>(rows, chunk, Math.Min(Depth, x.Length - k), x.Pointer + (begin + row) * x.Stride + segment * x.SegmentStride + k, x.Stride, b, stride, source + row * sourceStride, sourceStride, y + (begin + row) * ldy + column, ldy);
                        }
                        source = y + begin * ldy + column;
                        sourceStride = ldy;
                    }
                first += chunk;
            }
        }
    }

    /// <summary>The same for one row and two neighbouring panels of equal width, whose columns follow one another in init and y.</summary>
    [MethodImpl(Driver)]
    public static void RunPair<T, TLane>(Rows<T> x, T* panel, T* next, int width, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        int vectors = width / TLane.Width;
        for (int first = 0; first < vectors;)
        {
            int chunk = Math.Min(vectors - first, 4);
            nint column = first * TLane.Width;
            T* b = panel + column, b1 = next + column;
            Tile.RunPair<T, TLane>(chunk, x.Length, x.Pointer, b, b1, width, init + column, y + column);
            for (int segment = 1; segment < x.Segments; segment++)
            {
                nint skip = (nint)segment * x.Length * width;
                Tile.RunPair<T, TLane>(chunk, x.Length, x.Pointer + segment * x.SegmentStride, b + skip, b1 + skip, width, y + column, y + column);
            }
            first += chunk;
        }
    }

    // With 512 bits come 32 registers; otherwise there are sixteen, and a tile of 6 × 2 leaves room for what it multiplies.

    /// <summary>The most vectors of a tile.</summary>
    public static int MostVectors<T, TLane>() where T : unmanaged where TLane : struct, ILane<TLane, T> => TLane.Width * sizeof(T) == 64 ? 4 : 2;

    /// <summary>The most rows of a tile of so many vectors.</summary>
    public static int MostRows<T, TLane>(int vectors) where T : unmanaged where TLane : struct, ILane<TLane, T> =>
        TLane.Width * sizeof(T) == 64 ? Tile.MostRows[vectors] : vectors == 1 ? 12 : 6;
}
