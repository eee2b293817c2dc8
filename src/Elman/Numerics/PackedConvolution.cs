using System.Numerics;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>
/// The weight of a convolution as products want it, and the products: y[o] = b[o] + Σ w[o, k, i]·x[k, i] over the taps k and within a tap the inputs i of
/// the output's group, one chain of fused multiply-adds in that order. A window's steps lie side by side, (taps · inputs · groups).
/// </summary>
internal sealed class PackedConvolution<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _taps, _inputs, _outputs, _groups;
    private readonly PackedMatrix<T>[] _weights;
    private readonly Plane<T>[] _starts;
    private readonly T[] _turned, _bias;

    /// <param name="weight">(outputs, taps, inputs of a group)</param>
    /// <param name="bias">(outputs), or empty</param>
    public PackedConvolution(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int outputs, int taps, int groups)
    {
        (_taps, _outputs, _groups) = (taps, outputs, groups);
        _inputs = weight.Length / (outputs * taps);
        IsDepthwise = groups > 1 && _inputs == 1;
        _turned = IsDepthwise ? Turned(weight) : [];
        _bias = IsDepthwise ? (bias.IsEmpty ? new T[outputs] : bias.ToArray()) : [];
        _weights = IsDepthwise ? [] : new PackedMatrix<T>[groups];
        _starts = new Plane<T>[_weights.Length];
        for (int group = 0; group < _weights.Length; group++)
        {
            _weights[group] = PackedMatrix<T>.FromWeight(weight.Slice(group * PerGroup * taps * _inputs, PerGroup * taps * _inputs), PerGroup, taps * _inputs);
            _starts[group] = new Plane<T>(PackedMatrix<T>.Padded(PerGroup));
            if (!bias.IsEmpty) bias.Slice(group * PerGroup, PerGroup).CopyTo(_starts[group].Span);
        }
    }

    /// <summary>Whether each group has one input, so that a product would have a chain of the taps alone: then it runs along the outputs instead.</summary>
    public bool IsDepthwise { get; }

    /// <summary>Numbers of a step.</summary>
    public int Width => _inputs * _groups;

    /// <summary>Numbers of a window.</summary>
    public int Seen => _taps * Width;

    private int PerGroup => _outputs / _groups;

    /// <summary>Numbers that <see cref="Multiply"/> needs beside so many rows.</summary>
    public int Beside(int rows) => _groups == 1 ? 0 : IsDepthwise ? _outputs : rows * PerGroup;

    /// <summary>From windows (rows, taps · inputs · groups) to (rows, outputs). Allocates nothing.</summary>
    /// <param name="beside">As many numbers as <see cref="Beside"/> says.</param>
    public unsafe void Multiply(ReadOnlySpan<T> seen, int rows, Span<T> beside, Span<T> y)
    {
        if (IsDepthwise)
        {
            for (int row = 0; row < rows; row++) Depthwise(seen.Slice(row * Seen, Seen), beside, y.Slice(row * _outputs, _outputs));
            return;
        }
        fixed (T* px = seen, py = y, pb = beside)
        {
            if (_groups == 1)
            {
                Product.Multiply(new Rows<T>(px, rows, Seen, Seen), _weights[0], _starts[0].Pointer, py, _outputs);
                GC.KeepAlive(this);
                return;
            }
            for (int group = 0; group < _groups; group++)
            {
                Product.Multiply(RowsOf(px, rows, group), _weights[group], _starts[group].Pointer, pb, PerGroup);
                for (int row = 0; row < rows; row++) beside.Slice(row * PerGroup, PerGroup).CopyTo(y.Slice(row * _outputs + group * PerGroup, PerGroup));
            }
        }
        GC.KeepAlive(this);
    }

    /// <summary>dx = Wᵀ·dy for windows: (rows, outputs) to (rows, taps · inputs · groups).</summary>
    public void MultiplyBack(ReadOnlySpan<T> weight, ReadOnlySpan<T> dy, int rows, Span<T> dseen)
    {
        if (IsDepthwise)
        {
            DepthwiseBack(dy, rows, dseen);
            return;
        }
        var (some, product) = (new T[rows * PerGroup], new T[rows * _taps * _inputs]);
        for (int group = 0; group < _groups; group++)
        {
            int size = PerGroup * _taps * _inputs;
            PackedMatrix<T> matrix = PackedMatrix<T>.FromMatrix(weight.Slice(group * size, size), PerGroup, _taps * _inputs);
            if (_groups == 1)
            {
                Product.Multiply(dy, rows, matrix, [], dseen);
                return;
            }
            Columns(dy, rows, group, some);
            Product.Multiply(some, rows, matrix, [], product);
            for (int segment = 0; segment < rows * _taps; segment++)
                product.AsSpan(segment * _inputs, _inputs).CopyTo(dseen.Slice(segment * Width + group * _inputs, _inputs));
        }
    }

    /// <summary>dW += Σ dy·xᵀ over the windows in ascending order, in blocks of 256; empty where nobody wants it.</summary>
    public unsafe void AddGradients(ReadOnlySpan<T> seen, ReadOnlySpan<T> dy, int rows, Span<T> dweight)
    {
        if (dweight.IsEmpty) return;
        if (IsDepthwise)
        {
            AddDepthwise(seen, dy, rows, dweight);
            return;
        }
        int size = PerGroup * _taps * _inputs;
        var some = new T[rows * PerGroup];
        fixed (T* px = seen, ps = some)
        {
            for (int group = 0; group < _groups; group++)
            {
                Columns(dy, rows, group, some);
                var windows = new Terms<T>([new(px + group * _inputs, Seen, 0)], null, rows, _taps, _inputs, Width);
                SumOfProducts.Accumulate(Terms<T>.Of(ps, rows, PerGroup), windows, dweight.Slice(group * size, size));
            }
        }
    }

    private unsafe Rows<T> RowsOf(T* seen, int rows, int group) => new(seen + group * _inputs, rows, Seen, _taps, _inputs, Width);

    private void Columns(ReadOnlySpan<T> dy, int rows, int group, Span<T> some)
    {
        for (int row = 0; row < rows; row++) dy.Slice(row * _outputs + group * PerGroup, PerGroup).CopyTo(some[(row * PerGroup)..]);
    }

    /// <summary>(outputs, taps) as (taps, outputs).</summary>
    private T[] Turned(ReadOnlySpan<T> weight)
    {
        var turned = new T[weight.Length];
        for (int output = 0; output < _outputs; output++)
            for (int tap = 0; tap < _taps; tap++) turned[tap * _outputs + output] = weight[output * _taps + tap];
        return turned;
    }

    private void Depthwise(ReadOnlySpan<T> seen, Span<T> repeated, Span<T> y)
    {
        _bias.CopyTo(y);
        for (int tap = 0; tap < _taps; tap++)
            Zip.Map<T, Fused>(Repeated(seen.Slice(tap * Width, Width), repeated), _turned.AsSpan(tap * _outputs, _outputs), y, y);
    }

    private void DepthwiseBack(ReadOnlySpan<T> dy, int rows, Span<T> dseen)
    {
        for (int row = 0; row < rows; row++)
            for (int tap = 0; tap < _taps; tap++)
                for (int input = 0; input < Width; input++)
                {
                    T sum = T.Zero;
                    for (int output = input * PerGroup; output < (input + 1) * PerGroup; output++)
                        sum = T.FusedMultiplyAdd(dy[row * _outputs + output], _turned[tap * _outputs + output], sum);
                    dseen[row * Seen + tap * Width + input] = sum;
                }
    }

    private void AddDepthwise(ReadOnlySpan<T> seen, ReadOnlySpan<T> dy, int rows, Span<T> dweight)
    {
        var (sums, repeated) = (new T[_taps * _outputs], new T[_outputs]);
        for (int start = 0; start < rows; start += SumOfProducts.Block)
        {
            sums.AsSpan().Clear();
            for (int row = start; row < Math.Min(rows, start + SumOfProducts.Block); row++)
                for (int tap = 0; tap < _taps; tap++)
                {
                    Span<T> sum = sums.AsSpan(tap * _outputs, _outputs);
                    Zip.Map<T, Fused>(Repeated(seen.Slice(row * Seen + tap * Width, Width), repeated), dy.Slice(row * _outputs, _outputs), sum, sum);
                }
            for (int output = 0; output < _outputs; output++)
                for (int tap = 0; tap < _taps; tap++) dweight[output * _taps + tap] += sums[tap * _outputs + output];
        }
    }

    /// <summary>Each input as often as it has outputs.</summary>
    private ReadOnlySpan<T> Repeated(ReadOnlySpan<T> x, Span<T> repeated)
    {
        if (PerGroup == 1) return x;
        for (int output = 0; output < _outputs; output++) repeated[output] = x[output / PerGroup];
        return repeated;
    }

    private readonly struct Fused : IZip
    {
        [System.Runtime.CompilerServices.MethodImpl(Inline)]
        public static L Apply<L>(L x, L w, L y) where L : struct, ILane<L> => L.Fma(x, w, y);
    }
}
