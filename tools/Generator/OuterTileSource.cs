using System.Globalization;
using System.Text;

namespace Elman.Generator;

/// <summary>The tiles of a sum of outer products: R columns of a × C vectors of b, all sums in registers while the terms run.</summary>
internal static class OuterTileSource
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append(Sources.Header);
        text.Append("""
            using System.Runtime.CompilerServices;

            namespace Elman.Numerics;

            /// <summary>y[i, j] = Σ a[t, i]·b[t, j], each element one chain of fused multiply-adds from zero over the terms t in ascending order.</summary>
            internal static unsafe class OuterTile
            {
                private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

                /// <summary>Runs the tile of the given size; at most <see cref="Tile.MostRows"/> rows of y.</summary>
                [MethodImpl(Kernel)]
                public static void Run<T, TLane>(int rows, int vectors, nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    switch ((vectors << 4) + rows)
                    {

            """);
        for (int c = 1; c <= TileSource.MostRows.Length; c++)
            for (int r = 1; r <= TileSource.MostRows[c - 1]; r++)
                text.Append(CultureInfo.InvariantCulture, $"            case {(c << 4) + r}: R{r}C{c}<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;\n");
        text.Append("""
                        default: throw new ArgumentOutOfRangeException(nameof(rows), $"There is no tile of {rows} rows and {vectors} vectors.");
                    }
                }

            """);
        for (int c = 1; c <= TileSource.MostRows.Length; c++)
            for (int r = 1; r <= TileSource.MostRows[c - 1]; r++) WriteTile(text, r, c);
        text.Append("}\n");
        return text.ToString();
    }

    private static void WriteTile(StringBuilder text, int rows, int vectors)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""

                [MethodImpl(Kernel)]
                private static void R{{rows}}C{{vectors}}<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    nint w = TLane.Width;

            """);
        for (int r = 0; r < rows; r++)
            text.Append("        TLane ").AppendJoin(", ", Enumerable.Range(0, vectors).Select(c => $"s{r}_{c} = TLane.Of(0)")).Append(";\n");
        text.Append("        for (; terms > 0; terms--)\n        {\n");
        for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"            TLane b{c} = TLane.Load(b{TileSource.At(c)});\n");
        for (int r = 0; r < rows; r++)
        {
            text.Append(CultureInfo.InvariantCulture, $"            TLane x{r} = TLane.All(a[{r}]);\n");
            for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"            s{r}_{c} = TLane.Fma(x{r}, b{c}, s{r}_{c});\n");
        }
        text.Append("            a += lda;\n            b += ldb;\n        }\n");
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"        TLane.Store(y{TileSource.At(c)}, s{r}_{c});\n");
            if (r + 1 < rows) text.Append("        y += ldy;\n");
        }
        text.Append("    }\n");
    }
}
