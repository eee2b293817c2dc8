using System.Globalization;

namespace Elman.Bench.Comparison;

/// <summary>One cell of the grid.</summary>
/// <param name="Mode"><c>inference</c>: whole sequences, all outputs. <c>training</c>: the same, the sum of the outputs, and the gradients of every weight and bias. <c>stream</c>: one step, its state carried.</param>
/// <param name="Cell"><c>rnn-tanh</c>, <c>lstm</c>, <c>gru</c> (reset after the product); <c>custom</c> for the cell that the bench itself defines.</param>
/// <param name="N">Sequences.</param>
/// <param name="T">Steps.</param>
/// <param name="D">Features of a step.</param>
/// <param name="H">Units.</param>
/// <param name="L">Layers.</param>
/// <param name="Form"><c>plain</c>; <c>both</c>: both directions; <c>lengths</c>: sequences of 1 to T steps, every length as often; <c>many</c>: one step of N streams in one call.</param>
internal sealed record Case(string Mode, string Cell, int N, int T, int D, int H, int L, string Form)
{
    public static readonly string[] Modes = ["inference", "training", "stream"];
    public static readonly string[] Forms = ["plain", "both", "lengths", "many"];

    /// <summary>Blocks of H rows in the weights, of which the products of a step are made.</summary>
    private static readonly Dictionary<string, int> _gates = new() { ["rnn-tanh"] = 1, ["lstm"] = 4, ["gru"] = 3, ["custom"] = 2 };

    public static IEnumerable<string> Cells => _gates.Keys;

    public bool IsMany => Form == "many";

    private int Gates => _gates[Cell];
    private int Directions => Form == "both" ? 2 : 1;

    /// <summary>Steps of all sequences together.</summary>
    public long Steps => Form == "lengths" ? Lengths().Sum(length => (long)length) : (long)N * T;

    /// <summary>The lengths of the form of that name: from 1 to T in even strides, in an order that is not sorted.</summary>
    public int[] Lengths() => [.. Enumerable.Range(0, N).Select(i => 1 + (int)((long)(i * 7 % N) * (T - 1) / Math.Max(1, N - 1)))];

    /// <summary>
    /// Floating operations of the products: forward 2·g·H·(D + H) a step and layer; training adds dW, dU and dh of every layer and dx of all but the first.
    /// Whether a peer computes more than that is not counted.
    /// </summary>
    public double Operations
    {
        get
        {
            double sum = 0;
            for (int layer = 0; layer < L; layer++)
            {
                double inputs = layer == 0 ? D : Directions * H, x = 2.0 * Steps * Gates * H * inputs * Directions, h = 2.0 * Steps * Gates * H * H * Directions;
                sum += x + h + (Mode == "training" ? x + 2 * h + (layer > 0 ? x : 0) : 0);
            }
            return sum;
        }
    }

    /// <summary>Of them those that wait for the step before: the products with the recurrent weights, and in a stream with all.</summary>
    public double OperationsInSteps
    {
        get
        {
            if (Mode == "stream") return Operations;
            return 2.0 * Steps * Gates * H * H * Directions * L * (Mode == "training" ? 2 : 1);
        }
    }

    /// <summary>
    /// Bytes of weights that one core reads for each step where there is one sequence, so that a step is a product of a matrix and a vector: the recurrent
    /// weights of a layer, shared between the cores; in a stream the input's too. 0 where several sequences share each read.
    /// </summary>
    public long BytesOfStep(int threads) => N > 1 ? 0 : 4L * Gates * H * (Mode == "stream" ? H + D : H) / (Mode == "stream" ? 1 : threads);

    /// <summary>How often those bytes are read in one call.</summary>
    public long Reads => (Mode == "training" ? 2L : 1) * T * L * Directions;

    public static Case Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var sizes = new int[5];
        bool whole = words.Length is 7 or 8 && Modes.Contains(words[0]) && _gates.ContainsKey(words[1]) && (words.Length == 7 || Forms.Contains(words[7]));
        for (int i = 0; whole && i < 5; i++) whole = int.TryParse(words[2 + i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) && sizes[i] > 0;
        if (!whole)
            throw new FormatException($"'{line}' is no case. Expected: {string.Join('|', Modes)} {string.Join('|', Cells)} N T D H L [{string.Join('|', Forms)}], sizes from 1, such as 'inference lstm 32 50 64 64 1'.");
        var one = new Case(words[0], words[1], sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], words.Length == 8 ? words[7] : Forms[0]);
        bool isStream = one.Mode == "stream";
        if (isStream ? one.T != 1 || one.L != 1 || one.N > 1 != one.IsMany || one.Form is not ("plain" or "many") : one.IsMany)
            throw new FormatException($"'{line}' is no case: a stream has one step, one layer and one direction, and several of them (N) are of the form many, which others are not.");
        return one;
    }

    /// <summary>As <see cref="Parse"/> takes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mode} {Cell} {N} {T} {D} {H} {L} {Form}");
}
