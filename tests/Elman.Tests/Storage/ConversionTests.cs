using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>An array as the numbers a program works with.</summary>
public sealed class ConversionTests
{
    /// <summary>Each type with values at its edges, and the same as double.</summary>
    public static TheoryData<string, byte[], double[]> Values => new()
    {
        { "bool", [0, 1, 7], [0, 1, 1] },
        { "u8", [0, 200, 255], [0, 200, 255] },
        { "i8", [0, 128, 255], [0, -128, -1] },
        { "u16", [0, 0, 0xff, 0xff], [0, 65535] },
        { "i16", [0, 0x80, 0xff, 0xff], [-32768, -1] },
        { "u32", Forged.Little(0u, uint.MaxValue), [0, 4294967295] },
        { "i32", Forged.Little(0x80000000u, 5u), [int.MinValue, 5] },
        { "u64", Forged.Little(0ul, 1ul << 63), [0, 9223372036854775808] },
        { "i64", Forged.Little(1ul << 63, 9ul), [long.MinValue, 9] },
        { "f16", [0x00, 0x3e, 0xff, 0x7b, 0x01, 0x00], [1.5, 65504, 5.9604644775390625e-08] },
        { "bf16", [0xc0, 0x3f, 0x80, 0xff, 0x01, 0x00], [1.5, double.NegativeInfinity, 9.183549615799121e-41] },
        { "f32", Forged.Little(0x3fc00000u, 1u), [1.5, 1.401298464324817e-45] },
        { "f64", Forged.Little(0x3ff8000000000000ul, 1ul), [1.5, 4.9406564584124654e-324] },
    };

    [Theory, MemberData(nameof(Values))]
    public void Every_element_type_is_read_exactly_as_double_and_to_the_nearest_as_float(string typeName, byte[] bytes, double[] values)
    {
        ElementType type = ElementType.All.Single(type => type.Name == typeName);
        var array = new NamedArray("a", type, new Shape(values.Length), bytes);
        Assert.Equal(values, array.As<double>().Values.ToArray());
        Assert.Equal(values.Select(value => (float)value), array.As<float>().Values.ToArray());
    }

    [Fact]
    public void All_sixty_five_thousand_halves_and_brain_floats_are_exact()
    {
        var bytes = new byte[2 << 16];
        for (int i = 0; i < 1 << 16; i++) (bytes[2 * i], bytes[2 * i + 1]) = ((byte)i, (byte)(i >> 8));
        ReadOnlySpan<double> halves = new NamedArray("h", ElementType.Float16, new Shape(1 << 16), bytes).As<double>().Values;
        ReadOnlySpan<float> brains = new NamedArray("b", ElementType.BrainFloat16, new Shape(1 << 16), bytes).As<float>().Values;
        for (int i = 0; i < 1 << 16; i++)
        {
            int exponent = i >> 10 & 31, fraction = i & 1023;
            double size = exponent == 31 ? (fraction == 0 ? double.PositiveInfinity : double.NaN)
                : exponent == 0 ? fraction * Math.Pow(2, -24) : (1024 + fraction) * Math.Pow(2, exponent - 25);
            Assert.Equal(i < 1 << 15 ? size : -size, halves[i]);
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(brains[i]));
        }
    }

    [Fact]
    public void A_double_read_as_float_is_rounded_to_the_nearest()
    {
        double[] values = [0.1, 1 + Math.Pow(2, -24), 1 + 3 * Math.Pow(2, -24), 1e39, -1e-50, double.NaN];
        float[] expected = [0.1f, 1f, 1f + 2 * MathF.Pow(2, -23), float.PositiveInfinity, -0f, float.NaN];
        Assert.Equal(expected, NamedArray.From("d", Tensor.From(values)).As<float>().Values.ToArray());
    }

    [Fact]
    public void A_tensor_comes_back_with_its_bits()
    {
        float[] values = [BitConverter.UInt32BitsToSingle(0x7f800001), -0f, float.Epsilon];
        ReadOnlySpan<float> again = NamedArray.From("f", Tensor.From(values)).As<float>().Values;
        for (int i = 0; i < values.Length; i++) Assert.Equal(BitConverter.SingleToUInt32Bits(values[i]),
            BitConverter.SingleToUInt32Bits(again[i]));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.5 }, "2.5", "element 1")]
    [InlineData(new[] { double.NaN }, "NaN", "element 0")]
    [InlineData(new[] { 0.0, 2147483648.0 }, "2147483648", "element 1")]
    [InlineData(new[] { -2147483649.0 }, "-2147483649", "element 0")]
    [InlineData(new[] { double.PositiveInfinity }, "Infinity", "element 0")]
    [InlineData(new[] { 1.7014118346046923e38 }, "1.7014118346046923E+38", "element 0")]
    public void What_is_no_whole_number_or_does_not_fit_is_refused_as_int(double[] values, string value, string where)
    {
        var array = NamedArray.From("ids", Tensor.From(values));
        var error = Assert.Throws<BadFileException>(() => array.As<int>());
        Assert.All((string[])["'ids'", value, where, "-2147483648", "2147483647"], said => Assert.Contains(said, error.Message,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Whole_numbers_that_fit_are_read_as_int_from_any_type()
    {
        Assert.Equal([3, -0, int.MinValue, int.MaxValue],
            NamedArray.From("d", Tensor.From([3, -0.0, int.MinValue, int.MaxValue])).As<int>().Values.ToArray());
        Assert.Equal([0, 255], new NamedArray("u", ElementType.UInt8, new Shape(2), [0, 255]).As<int>().Values.ToArray());
        Assert.Equal([-3, 7], NamedArray.From("l", Tensor.From([-3L, 7L])).As<int>().Values.ToArray());
        Assert.Throws<BadFileException>(() => new NamedArray("u", ElementType.UInt64, new Shape(1),
            [.. Forged.Little(ulong.MaxValue)]).As<int>());
        Assert.Equal([long.MinValue], NamedArray.From("l", Tensor.From([long.MinValue])).As<long>().Values.ToArray());
    }

    [Fact]
    public void Masks_are_read_from_booleans_only_and_other_types_are_refused_by_name()
    {
        Assert.Equal([false, true, true], new NamedArray("m", ElementType.Bool, new Shape(3), [0, 1, 9]).As<bool>().Values.ToArray());
        var number = NamedArray.From("n", Tensor.From([1f]));
        Assert.Contains("f32", Assert.Throws<BadFileException>(() => number.As<bool>()).Message, StringComparison.Ordinal);
        Assert.Contains("Decimal", Assert.Throws<NotSupportedException>(() => number.As<decimal>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_and_its_bytes_must_agree() =>
        Assert.Contains("12 bytes", Assert.Throws<ArgumentException>(() => new NamedArray("a", ElementType.Float32, new Shape(3),
            new byte[11])).Message, StringComparison.Ordinal);
}
