namespace Elman.Formats.Emit;

/// <summary>What a program in C# brings along: vectors, matrices, and the file of the weights.</summary>
internal static class CSharpTypes
{
    private const string Types = """
        /// Numbers, one for each unit; one alone stands for every unit.
        readonly record struct Vector(params double[] Values)
        {
            public int Count => Values.Length;
            public Vector Each(Func<double, double> f) => new([.. Values.Select(f)]);
            public Vector With(Vector other, Func<double, double, double> f)
            {
                (double[] a, double[] b) = (Values, other.Values);
                return new([.. Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(i => f(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]))]);
            }
            public Vector Part(int start, int count) => new(Values[start..(start + count)]);
            public static Vector Zeros(int count) => new(new double[count]);
            public static Vector Join(params Vector[] parts) => new([.. parts.SelectMany(part => part.Values)]);
            public static implicit operator Vector(double value) => new(value);
            public static Vector operator +(Vector a, Vector b) => a.With(b, (x, y) => x + y);
            public static Vector operator -(Vector a, Vector b) => a.With(b, (x, y) => x - y);
            public static Vector operator *(Vector a, Vector b) => a.With(b, (x, y) => x * y);
            public static Vector operator /(Vector a, Vector b) => a.With(b, (x, y) => x / y);
        }

        readonly record struct Matrix(Vector[] Rows)
        {
            public int Count => Rows.Length;
            public static Vector operator *(Matrix W, Vector x) => new([.. W.Rows.Select(row => (row * x).Values.Sum())]);
        }

        /// An array of a .safetensors file: its shape, and its numbers row by row.
        sealed record Values(int[] Shape, double[] All)
        {
            /// The file is the length of a header, the header in JSON, and the numbers.
            public static Dictionary<string, Values> Read(string path)
            {
                byte[] bytes = File.ReadAllBytes(path);
                int length = (int)BitConverter.ToInt64(bytes);
                using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, length));
                return header.RootElement.EnumerateObject().Where(row => row.Name != "__metadata__").ToDictionary(row => row.Name, row =>
                {
                    int start = 8 + length + row.Value.GetProperty("data_offsets")[0].GetInt32();
                    int[] shape = [.. row.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
                    Func<int, double> number = row.Value.GetProperty("dtype").GetString() switch
                    {
                        "F64" => i => BitConverter.ToDouble(bytes, start + 8 * i),
                        "I32" => i => BitConverter.ToInt32(bytes, start + 4 * i),
                        "I64" => i => BitConverter.ToInt64(bytes, start + 8 * i),
                        _ => i => BitConverter.ToSingle(bytes, start + 4 * i),
                    };
                    return new Values(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(number)]);
                });
            }

            /// One of several parts of equal size, one below the other.
            public Matrix Matrix(int part, int parts) => new([.. Vector(part, parts).Values.Chunk(Shape[^1]).Select(row => new Vector(row))]);
            public Vector Vector(int part, int parts) => new(All[(part * All.Length / parts)..((part + 1) * All.Length / parts)]);

            /// Row-major (N, T, D), or (N, D) and ids (N, T), (N), as the steps of each sequence.
            public Vector[][] Sequences(bool hasSteps, bool isIds)
            {
                int features = isIds ? 1 : Shape[^1], steps = hasSteps ? Shape[1] : 1;
                return [.. All.Chunk(features).Select(step => new Vector(step)).Chunk(steps)];
            }

            public static Vector[][] Drawn(Func<int, double> number, int sequences, int steps, int features) =>
                [.. Enumerable.Range(0, sequences * steps * features).Select(number).Chunk(features).Select(step => new Vector(step)).Chunk(steps)];
        }

        """;

    private const string Erf = """

        /// The error function: Σ 2·(−1)ᵏ·x²ᵏ⁺¹ / (√π·k!·(2k + 1)) as x·exp(−x²)·Σ (2x²)ᵏ/(1·3·5·…), all of whose terms are positive.
        static class ErrorFunction
        {
            public static double Erf(double x)
            {
                if (Math.Abs(x) > 6) return Math.Sign(x);
                double term = x, sum = x;
                for (int k = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); k++) sum += term *= 2 * x * x / (2 * k + 1);
                return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
            }
        }

        """;

    public static string Of(EmitProgram program) => Types + (program.Curves.Any(name => CurveTable.Rows.TryGetValue(name, out CurveRow? row) && row.NeedsErf) ? Erf : "");
}
