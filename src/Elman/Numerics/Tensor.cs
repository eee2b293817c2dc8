namespace Elman.Numerics;

/// <summary>Numbers in a shape, row-major and contiguous.</summary>
/// <remarks>
/// Any unmanaged element can be held; float and double can be computed with. Values are read through <see cref="Values"/>;
/// asking for <see cref="Span"/> announces a change, so that whatever was packed from the old values is packed anew.
/// </remarks>
public sealed class Tensor<T> where T : unmanaged
{
    private readonly T[] _values;
    private int _version;

    public Tensor(Shape shape) : this(shape, new T[shape.Count]) { }

    /// <summary>Takes the array itself, without a copy.</summary>
    public Tensor(Shape shape, T[] values)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"Shape {shape} holds {shape.Count} numbers, the array {values.Length}.");
        (Shape, _values) = (shape, values);
    }

    /// <summary>For code that writes every number before anyone sees it.</summary>
    internal static Tensor<T> Uninitialized(Shape shape) => new(shape, GC.AllocateUninitializedArray<T>(shape.Count));

    public Shape Shape { get; }

    /// <summary>The values, to read.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The values, to write; counts as a change. Do not keep it beyond the change.</summary>
    public Span<T> Span
    {
        get
        {
            Interlocked.Increment(ref _version);
            return _values;
        }
    }

    /// <summary>How often <see cref="Span"/> was asked for.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The value at an index of every dimension.</summary>
    public T this[params ReadOnlySpan<int> index]
    {
        get => _values[Offset(index)];
        set => Span[Offset(index)] = value;
    }

    /// <summary>How this tensor came about, for whoever differentiates; null for one that was not computed.</summary>
    internal object? Origin { get; set; }

    /// <summary>Whether gradients pass this tensor by although it would take one; a parameter's <c>IsFrozen</c>.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>Whether <c>Backward</c> leaves a gradient here.</summary>
    public bool RequiresGradient
    {
        get => field && !IsFrozen;
        init => field = !value || typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? value
            : throw new NotSupportedException($"A gradient belongs to a tensor of float or double; one of {typeof(T).Name}, of shape {Shape}, has none.");
    }

    /// <summary>The sum of all gradients that <c>Backward</c> has left here since it was last cleared; null before the first.</summary>
    public Tensor<T>? Gradient { get; set; }

    /// <summary>The array itself, for code that fills a tensor it has just made.</summary>
    internal T[] Array => _values;

    private int Offset(ReadOnlySpan<int> index)
    {
        if (index.Length != Shape.Rank)
            throw new ArgumentException($"A tensor of shape {Shape} takes {Shape.Rank} indices, found {index.Length}.");
        int offset = 0;
        for (int axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(nameof(index), $"Index {index[axis]} is outside axis {axis} of shape {Shape}.");
            offset = offset * Shape[axis] + index[axis];
        }
        return offset;
    }
}

/// <summary>Ways to make a tensor with its element type inferred.</summary>
public static class Tensor
{
    /// <summary>A copy of the values in the given shape; without a shape, one dimension.</summary>
    public static Tensor<T> From<T>(ReadOnlySpan<T> values, Shape? shape = null) where T : unmanaged =>
        new(shape ?? new Shape(values.Length), values.ToArray());

    public static Tensor<T> From<T>(T[] values, Shape? shape = null) where T : unmanaged => From<T>(values.AsSpan(), shape);

    public static Tensor<T> From<T>(T[,] values) where T : unmanaged =>
        new(new Shape(values.GetLength(0), values.GetLength(1)), [.. values.Cast<T>()]);

    public static Tensor<T> From<T>(T[,,] values) where T : unmanaged =>
        new(new Shape(values.GetLength(0), values.GetLength(1), values.GetLength(2)), [.. values.Cast<T>()]);

    public static Tensor<T> Scalar<T>(T value) where T : unmanaged => new(Shape.Scalar, [value]);
}
