namespace Elman.Numerics;

internal static class Float32Functions
{
    public static TLane Exp<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Expm1<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Log<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Log1p<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Tanh<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Sigmoid<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
    public static TLane Erf<TLane>(TLane x) where TLane : struct, ILane<TLane> => throw new NotSupportedException();
}
