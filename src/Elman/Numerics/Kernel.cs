namespace Elman.Numerics;

/// <summary>Work written once over lanes; the kernel in force runs it at its width.</summary>
internal interface ILaneWork<T> where T : unmanaged
{
    void Run<TLane>() where TLane : struct, ILane<TLane, T>;
}

/// <summary>A question whose answer depends on the lane, such as an engine specialised for it.</summary>
internal interface ILaneQuestion<T, TResult> where T : unmanaged
{
    TResult Answer<TLane>() where TLane : struct, ILane<TLane, T>;
}

/// <summary>One vector width for one element type.</summary>
internal abstract class Kernel<T> where T : unmanaged
{
    public abstract int Width { get; }
    public abstract void Run<TWork>(ref TWork work) where TWork : struct, ILaneWork<T>, allows ref struct;
    public abstract TResult Ask<TQuestion, TResult>(ref TQuestion question) where TQuestion : struct, ILaneQuestion<T, TResult>, allows ref struct;

    /// <summary>The kernel in force for this element type.</summary>
    public static Kernel<T> Current => Kernels.Table<T>()[Compute.KernelIndex];
}

internal sealed class Kernel<T, TLane> : Kernel<T>
    where T : unmanaged
    where TLane : struct, ILane<TLane, T>
{
    public override int Width => TLane.Width;
    public override void Run<TWork>(ref TWork work) => work.Run<TLane>();
    public override TResult Ask<TQuestion, TResult>(ref TQuestion question) => question.Answer<TLane>();
}
