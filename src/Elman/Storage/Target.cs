using System.Numerics;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>An element type that an array can be asked for as.</summary>
internal abstract class Target
{
    private static readonly Target[] _all =
    [
        new Nearest<float>(ElementType.Float32),
        new Nearest<double>(ElementType.Float64),
        new Whole<int>(ElementType.Int32),     // ids
        new Whole<long>(ElementType.Int64),
        new Whole<byte>(ElementType.UInt8),
        new Truth(),                           // masks
    ];

    /// <summary>The type in which these values are stored.</summary>
    public abstract ElementType Stored { get; }

    public static Target<T> Of<T>() where T : unmanaged =>
        _all.OfType<Target<T>>().SingleOrDefault() ?? throw new NotSupportedException(
            $"An array cannot be held as {typeof(T).Name}. Known: {string.Join(", ", _all.Select(target => target.Stored))}.");
}

internal abstract class Target<T>(ElementType stored) : Target where T : unmanaged
{
    public override ElementType Stored => stored;

    public abstract void Read(NamedArray array, Span<T> values);
}

internal sealed class Nearest<T>(ElementType stored) : Target<T>(stored) where T : unmanaged, INumberBase<T>
{
    public override void Read(NamedArray array, Span<T> values) => array.Type.Numbers.Round(array.Plain, values);
}

internal sealed class Whole<T>(ElementType stored) : Target<T>(stored) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override void Read(NamedArray array, Span<T> values)
    {
        byte[] plain = array.Plain;
        int wrong = array.Type.Numbers.Exact(plain, values);
        if (wrong >= 0)
            throw array.Bad($"expected whole numbers between {T.MinValue} and {T.MaxValue}, " +
                $"found {array.Type.Numbers.Text(plain, wrong)} as element {wrong} of {array.Type} {array.Shape}. " +
                $"Read it as float or double, or correct the file.");
    }
}

internal sealed class Truth() : Target<bool>(ElementType.Bool)
{
    public override void Read(NamedArray array, Span<bool> values)
    {
        if (array.Type != ElementType.Bool)
            throw array.Bad($"expected booleans, found {array.Type} {array.Shape}. Save it as bool, or compare its numbers first.");
        byte[] plain = array.Plain;
        for (int i = 0; i < values.Length; i++) values[i] = plain[i] != 0;
    }
}
