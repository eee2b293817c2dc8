using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elman.Numerics;

/// <summary>One row of the list of kernels: a name for <c>ELMAN_SIMD</c>, whether this machine has it, and why it stands where it stands.</summary>
public sealed record KernelRow(string Name, bool IsSupported, string Reason);

/// <summary>The kernels, best first. All give the same bits; a row is chosen for its speed alone.</summary>
public static class Kernels
{
    // Avx512F is asked, not Vector512.IsHardwareAccelerated: a runtime that prefers 256 bits turns the latter off, and the kernels are faster all the same.
    public static IReadOnlyList<KernelRow> BestFirst { get; } =
    [
        new("512", Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported, "AVX-512: 32 registers hold a tile of 6 rows × 4 vectors"),
        new("256", Avx2.IsSupported && Fma.IsSupported, "AVX2 with FMA: 16 registers hold a tile of 3 rows × 4 vectors"),
        new("128", Fma.IsSupported || AdvSimd.Arm64.IsSupported, "NEON, or SSE registers with FMA"),
        new("scalar", true, "one number at a time: the reference; in software where the machine has no fused multiply-add, and then slow"),
    ];

    /// <summary>Whether a fused multiply-add is one instruction here. If not, every kernel gives the same bits, slowly.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    private static readonly Kernel<float>[] _floats =
        [new Kernel<float, Float512>(), new Kernel<float, Float256>(), new Kernel<float, Float128>(), new Kernel<float, Float1>()];

    private static readonly Kernel<double>[] _doubles =
        [new Kernel<double, Double512>(), new Kernel<double, Double256>(), new Kernel<double, Double128>(), new Kernel<double, Double1>()];

    private static readonly Dictionary<Type, object> _tables = new() { [typeof(float)] = _floats, [typeof(double)] = _doubles };

    internal static Kernel<T>[] Table<T>() where T : unmanaged => TableOf<T>.Rows
        ?? throw new NotSupportedException($"Elman computes in float and double; {typeof(T).Name} was asked for. Convert the numbers first.");

    private static class TableOf<T> where T : unmanaged
    {
        public static readonly Kernel<T>[]? Rows = _tables.GetValueOrDefault(typeof(T)) as Kernel<T>[];
    }
}
