using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>Walks a shape in row-major order while an offset into other memory moves by one stride per axis.</summary>
internal static class Strided
{
    /// <summary>The number of elements that one step along each axis skips in row-major memory.</summary>
    public static int[] RowMajor(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int axis = shape.Rank - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    /// <summary>y[i…] = x[start + Σ i·stride]</summary>
    public static void Gather<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> strides, int start, Span<T> y) where T : unmanaged
    {
        var walk = new Offsets(shape, strides, start);
        for (int i = 0; i < y.Length; i += walk.Run)
        {
            int offset = walk.Next();
            if (walk.Stride == 1) x.Slice(offset, walk.Run).CopyTo(y[i..]);
            else for (int j = 0; j < walk.Run; j++) y[i + j] = x[offset + j * walk.Stride];
        }
    }

    /// <summary>y[start + Σ i·stride] += x[i…]: what goes back through <see cref="Gather"/> where no place is read twice.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Shape shape, ReadOnlySpan<int> strides, int start, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var walk = new Offsets(shape, strides, start);
        for (int i = 0; i < x.Length; i += walk.Run)
        {
            int offset = walk.Next();
            if (walk.Stride == 1) Zip.Add(x.Slice(i, walk.Run), y.Slice(offset, walk.Run));
            else for (int j = 0; j < walk.Run; j++) y[offset + j * walk.Stride] += x[i + j];
        }
    }

    /// <summary>The offset of each innermost run in turn.</summary>
    private ref struct Offsets(Shape shape, ReadOnlySpan<int> strides, int start)
    {
        private readonly ReadOnlySpan<int> _strides = strides;
        private readonly int[] _index = new int[Math.Max(0, shape.Rank - 1)];
        private int _next = start;

        public readonly int Run => shape.Rank == 0 ? 1 : shape[^1];
        public readonly int Stride => shape.Rank == 0 ? 1 : _strides[^1];

        public int Next()
        {
            int current = _next;
            for (int axis = _index.Length - 1; axis >= 0; axis--)
            {
                _next += _strides[axis];
                if (++_index[axis] < shape[axis]) break;
                _next -= _index[axis] * _strides[axis];
                _index[axis] = 0;
            }
            return current;
        }
    }
}
