using System.Diagnostics;

namespace Elman.Bench.Peers;

/// <summary>A program that is measured.</summary>
/// <param name="Missing">Why it cannot be measured here, or null.</param>
/// <param name="Start">How it is started for so many threads.</param>
internal sealed record Peer(string Name, string? Missing, Func<int, ProcessStartInfo> Start)
{
    /// <summary>This library.</summary>
    public const string Ours = "elman";
}

/// <summary>What is compared, this library first. Peers that are not there keep their row, with the reason.</summary>
internal sealed class PeerList
{
    private readonly string _folder;
    private readonly string? _simd;

    /// <param name="folder">Where <c>install.sh</c> stands.</param>
    /// <param name="simd">The widest vectors that anybody may use, for those that can be told; null for what the machine has.</param>
    public PeerList(string folder, string? simd)
    {
        (_folder, _simd) = (folder, simd);
        string build = Path.Combine(folder, "build"), models = Path.Combine(build, "models"), runtime = Path.Combine(build, "libonnxruntime.so.1");
        Rows =
        [
            new(Peer.Ours, null, threads => Program(Path.Combine(AppContext.BaseDirectory, "Elman.Bench"), ["--serve", $"{threads}"], ("ELMAN_SIMD", simd))),
            new("onednn", Absent(Path.Combine(build, "onednn")), threads => Program(Path.Combine(build, "onednn"), [],
                ("OMP_NUM_THREADS", $"{threads}"), ("ONEDNN_MAX_CPU_ISA", Narrow("AVX2")))),
            new("onnxruntime", Absent(Path.Combine(build, "onnxruntime")) ?? Absent(runtime) ?? (simd is null ? null : "it cannot be told which vectors to use"),
                threads => Program(Path.Combine(build, "onnxruntime"), [runtime, $"{threads}", models])),
            new("pytorch", NoTorch, threads => Program(Python, [Path.Combine(folder, "pytorch.py"), $"{threads}"],
                ("LD_LIBRARY_PATH", "/usr/lib/x86_64-linux-gnu/openblas-pthread"), ("OPENBLAS_NUM_THREADS", $"{threads}"), ("ATEN_CPU_CAPABILITY", Narrow("avx2")))),
            // OpenBLAS of this age takes a processor that it does not know for an old one.
            new("pytorch-tuned", NoTorch, threads => Program(Python, [Path.Combine(folder, "pytorch.py"), $"{threads}"],
                ("LD_LIBRARY_PATH", "/usr/lib/x86_64-linux-gnu/openblas-openmp"), ("OMP_NUM_THREADS", $"{threads}"),
                ("OPENBLAS_CORETYPE", simd is null ? "SkylakeX" : "Haswell"), ("ATEN_CPU_CAPABILITY", simd is null ? "avx512" : "avx2"))),
        ];
    }

    public IReadOnlyList<Peer> Rows { get; }

    /// <summary>The widest vectors that anybody may use; null for what the machine has.</summary>
    public string? Simd => _simd;

    private static string Python => "/usr/bin/python3";

    private static string? NoTorch { get; } = File.Exists("/usr/lib/python3/dist-packages/torch/__init__.py") ? null : "Debian's python3-torch is not installed; run bench/peers/install.sh";

    /// <summary>Writes the ONNX models that are not there yet.</summary>
    public void Prepare(IEnumerable<string> cases)
    {
        if (Rows.First(row => row.Name == "onnxruntime").Missing is not null) return;
        ProcessStartInfo start = Program(Python, [Path.Combine(_folder, "onnx_model.py"), Path.Combine(_folder, "build", "models")]);
        using Process process = Process.Start(start)!;
        foreach (string line in cases) process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"onnx_model.py ended with {process.ExitCode}; is Debian's python3-onnx installed? bench/peers/install.sh installs it.");
    }

    private string? Narrow(string name) => _simd is null ? null : name;

    private static string? Absent(string path) => File.Exists(path) ? null : $"{Path.GetFileName(path)} is not there; run bench/peers/install.sh";

    private static ProcessStartInfo Program(string path, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string? value) in environment)
            if (value is not null) start.Environment[name] = value;
        return start;
    }
}
