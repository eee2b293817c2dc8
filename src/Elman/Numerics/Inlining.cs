using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>Short words for what the compiler is told; a lane function that is not inlined costs more than its arithmetic.</summary>
internal static class Inlining
{
    public const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>For loops that drive lanes: compiled at full optimisation at once, without a tier that may be replaced in mid-loop.</summary>
    public const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
