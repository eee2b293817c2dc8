using System.Globalization;
using System.Text;

namespace Elman.Generator;

/// <summary>
/// The tile kernels: R rows × C vectors of a product, all sums in registers while k runs. One method per size, generic over the lane.
/// </summary>
/// <remarks>
/// 32 registers hold C = 4, R = 6 (24 sums, 4 of b, 1 of a); sixteen hold C = 4, R = 3. Only R and C differ, so a program writes them.
/// </remarks>
internal static class TileSource
{
    /// <summary>The most rows of a tile of 1, 2, 3, 4 vectors: what 32 registers hold.</summary>
    public static readonly int[] MostRows = [12, 12, 8, 6];

    /// <summary>The most vectors of a single row: what sixteen registers hold, where the panel's are read as they are multiplied.</summary>
    public const int MostInRow = 8;

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append(Sources.Header);
        text.Append("""
            using System.Runtime.CompilerServices;

            namespace Elman.Numerics;

            /// <summary>y[i, j] = init[i, j] + Σ a[i, k]·b[k, j], each element one chain of fused multiply-adds over k in ascending order.</summary>
            internal static unsafe class Tile
            {
                private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

                /// <summary>The most rows of a tile of 0, 1, 2, 3, 4 vectors, with 32 registers.</summary>
                public static ReadOnlySpan<byte> MostRows => [0, 12, 12, 8, 6];

                /// <summary>The most vectors of a single row, with sixteen registers.</summary>
                public const int MostInRow = 8;


            """);
        WriteRun(text);
        for (int c = 1; c <= MostRows.Length; c++)
            for (int r = 1; r <= MostRows[c - 1]; r++) WriteTile(text, r, c);
        for (int c = 1; c <= MostRows.Length; c++) WritePair(text, c);
        for (int c = 1; c <= MostInRow; c++) WriteRow(text, c);
        text.Append("}\n");
        return text.ToString();
    }

    private static void WriteRun(StringBuilder text)
    {
        text.Append("""
                /// <summary>Runs the tile of the given size.</summary>
                [MethodImpl(Kernel)]
                public static void Run<T, TLane>(int rows, int vectors, nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    switch ((vectors << 4) + rows)
                    {

            """);
        for (int c = 1; c <= MostRows.Length; c++)
            for (int r = 1; r <= MostRows[c - 1]; r++)
                text.Append(CultureInfo.InvariantCulture, $"            case {(c << 4) + r}: R{r}C{c}<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;\n");
        text.Append("""
                        default: throw new ArgumentOutOfRangeException(nameof(rows), $"There is no tile of {rows} rows and {vectors} vectors.");
                    }
                }

                /// <summary>One row over two neighbouring panels, so that one row too has enough sums in flight to hide the latency of an addition.</summary>
                [MethodImpl(Kernel)]
                public static void RunPair<T, TLane>(int vectors, nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    switch (vectors)
                    {

            """);
        for (int c = 1; c <= MostRows.Length; c++)
            text.Append(CultureInfo.InvariantCulture, $"            case {c}: Pair{c}<T, TLane>(k, a, b, b1, ldb, init, y); break;\n");
        text.Append("""
                        default: throw new ArgumentOutOfRangeException(nameof(vectors), $"There is no pair of {vectors} vectors.");
                    }
                }

                /// <summary>One row over a panel of many narrow vectors, whole lines of which are read one after another.</summary>
                [MethodImpl(Kernel)]
                public static void RunRow<T, TLane>(int vectors, nint k, T* a, T* b, nint ldb, T* init, T* y)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    switch (vectors)
                    {

            """);
        for (int c = 1; c <= MostInRow; c++)
            text.Append(CultureInfo.InvariantCulture, $"            case {c}: Row{c}<T, TLane>(k, a, b, ldb, init, y); break;\n");
        text.Append("""
                        default: throw new ArgumentOutOfRangeException(nameof(vectors), $"There is no row of {vectors} vectors.");
                    }
                }

            """);
    }

    private static void WriteRow(StringBuilder text, int vectors)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""

                [MethodImpl(Kernel)]
                private static void Row{{vectors}}<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    nint w = TLane.Width;

            """);
        for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"        TLane s{c} = TLane.Load(init{At(c)});\n");
        text.Append("        for (T* end = a + k; a < end; a++)\n        {\n            TLane x = TLane.All(*a);\n");
        for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"            s{c} = TLane.Fma(x, TLane.Load(b{At(c)}), s{c});\n");
        text.Append("            b += ldb;\n        }\n");
        for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"        TLane.Store(y{At(c)}, s{c});\n");
        text.Append("    }\n");
    }

    private static void WritePair(StringBuilder text, int vectors)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""

                [MethodImpl(Kernel)]
                private static void Pair{{vectors}}<T, TLane>(nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    nint w = TLane.Width;

            """);
        for (int half = 0; half < 2; half++)
            for (int c = 0; c < vectors; c++)
                text.Append(CultureInfo.InvariantCulture, $"        TLane s{half}_{c} = TLane.Load(init{At(c)}{(half == 1 ? " + ldb" : "")});\n");
        text.Append("        for (T* end = a + k; a < end; a++)\n        {\n            TLane x = TLane.All(*a);\n");
        for (int c = 0; c < vectors; c++)
            text.Append(CultureInfo.InvariantCulture, $"            s0_{c} = TLane.Fma(x, TLane.Load(b{At(c)}), s0_{c});\n            s1_{c} = TLane.Fma(x, TLane.Load(b1{At(c)}), s1_{c});\n");
        text.Append("            b += ldb;\n            b1 += ldb;\n        }\n");
        for (int half = 0; half < 2; half++)
            for (int c = 0; c < vectors; c++)
                text.Append(CultureInfo.InvariantCulture, $"        TLane.Store(y{At(c)}{(half == 1 ? " + ldb" : "")}, s{half}_{c});\n");
        text.Append("    }\n");
    }

    private static void WriteTile(StringBuilder text, int rows, int vectors)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""

                [MethodImpl(Kernel)]
                private static void R{{rows}}C{{vectors}}<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
                    where T : unmanaged
                    where TLane : struct, ILane<TLane, T>
                {
                    nint w = TLane.Width;

            """);
        for (int r = 0; r < rows; r++)
        {
            text.Append("        TLane ");
            text.AppendJoin(", ", Enumerable.Range(0, vectors).Select(c => $"s{r}_{c} = TLane.Load(init{At(c)})"));
            text.Append(";\n");
            if (r + 1 < rows) text.Append("        init += ldi;\n");
        }
        // Every third row has a pointer of its own; the two after it are addressed by lda and 2·lda.
        for (int r = 3; r < rows; r += 3) text.Append(CultureInfo.InvariantCulture, $"        T* a{r} = a + {r} * lda;\n");
        if (rows > 2) text.Append("        nint lda2 = 2 * lda;\n");
        text.Append("        for (T* end = a + k; a < end; a++)\n        {\n");
        for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"            TLane b{c} = TLane.Load(b{At(c)});\n");
        for (int r = 0; r < rows; r++)
        {
            string pointer = r < 3 ? "a" : $"a{r - r % 3}";
            string offset = (r % 3) switch { 0 => "", 1 => " + lda", _ => " + lda2" };
            text.Append(CultureInfo.InvariantCulture, $"            TLane x{r} = TLane.All(*({pointer}{offset}));\n");
            for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"            s{r}_{c} = TLane.Fma(x{r}, b{c}, s{r}_{c});\n");
        }
        for (int r = 3; r < rows; r += 3) text.Append(CultureInfo.InvariantCulture, $"            a{r}++;\n");
        text.Append("            b += ldb;\n        }\n");
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < vectors; c++) text.Append(CultureInfo.InvariantCulture, $"        TLane.Store(y{At(c)}, s{r}_{c});\n");
            if (r + 1 < rows) text.Append("        y += ldy;\n");
        }
        text.Append("    }\n");
    }

    internal static string At(int c) => c switch { 0 => "", 1 => " + w", _ => $" + {c} * w" };
}
