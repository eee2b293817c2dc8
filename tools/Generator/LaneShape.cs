namespace Elman.Generator;

/// <summary>One vector lane: how wide, of what, and the words that differ between float and double.</summary>
public sealed record LaneShape(int Bits, string Element)
{
    public static readonly LaneShape[] Vectors =
        [.. from element in new[] { "float", "double" } from bits in new[] { 512, 256, 128 } select new LaneShape(bits, element)];

    public bool IsFloat => Element == "float";
    public string Name => (IsFloat ? "Float" : "Double") + Bits;
    public string Wide => "Double" + Bits;
    public string Vector => $"Vector{Bits}";
    public string Whole => IsFloat ? "int" : "long";
    public string Carrier => IsFloat ? "8388608f" : "4503599627370496d";
    public string FractionPower => IsFloat ? "²³" : "⁵²";
    public string AsWhole => IsFloat ? "AsInt32" : "AsInt64";
    public string AsFloating => IsFloat ? "AsSingle" : "AsDouble";
    public int Bias => IsFloat ? 127 : 1023;
    public int FractionBits => IsFloat ? 23 : 52;
    public string FractionMask => IsFloat ? "0x007fffff" : "0x000fffffffffffffL";
    public string OneBits => IsFloat ? "0x3f800000" : "0x3ff0000000000000L";
    public string Functions => IsFloat ? "Float32Functions" : "Float64Functions";
}
