using Elman.Formats;
using Elman.Models;
using Elman.Storage;
using Elman.Tests.Storage;
using static Elman.Tests.Formats.Onnx.OnnxBytes;

namespace Elman.Tests.Formats.Onnx;

/// <summary>Files that were made to harm, or damaged: each is refused by our one exception, within a bound of memory.</summary>
public sealed class HostileOnnxTests
{
    private const int BytesPerByte = 600, FreeBytes = 16 << 20, Rounds = 60;

    private static OnnxBytes Around(params OnnxBytes[] nodes) => Graph(nodes, [], [Value("x", 1, "n", 4)], [Value("y", 1, "n", 4)]);

    private static OnnxBytes With(OnnxBytes tensor, params OnnxBytes[] nodes) => Graph(nodes, [tensor], [Value("x", 1, "n", 4)], [Value("y", 1, "n", 4)]);

    private static OnnxBytes Deep(int levels)
    {
        OnnxBytes graph = Around(Node("Identity", "x", "y"));
        for (int i = 0; i < levels; i++) graph = Around(Node("If", "x", "y", Attribute("then_branch", graph)));
        return graph;
    }

    private static readonly Dictionary<string, (Func<byte[]> Bytes, string Says)> _files = new()
    {
        ["empty"] = (() => [], "is empty"),
        ["no graph"] = (() => new OnnxBytes().Number(1, 8).ToArray(), "no graph"),
        ["a field of no number"] = (() => new OnnxBytes().Number(1, 8).Raw(0x02, 0x00).ToArray(), "expected a field"),
        ["a group"] = (() => new OnnxBytes().Number(1, 8).Key(9, 3).ToArray(), "wire type 3"),
        ["a number without end"] = (() => new OnnxBytes().Key(1, 0).Raw([.. Enumerable.Repeat((byte)0xFF, 12)]).ToArray(), "whole number"),
        ["a number cut off"] = (() => new OnnxBytes().Key(1, 0).Raw(0xFF).ToArray(), "does not end"),
        ["a length beyond the file"] = (() => new OnnxBytes().Key(7, 2).Varint(1UL << 62).ToArray(), "bytes, and 0 follow"),
        ["two graphs"] = (() => File(Around(Node("Identity", "x", "y"))).In(7, Around()).ToArray(), "second graph"),
        ["graphs within graphs"] = (() => File(Deep(40)).ToArray(), "deep in each other"),
        ["a node without operator"] = (() => File(Around(new OnnxBytes().Text(1, "x").Text(2, "y"))).ToArray(), "has no operator"),
        ["a huge tensor"] = (() => File(With(Shaped([1L << 40, 1L << 40]).Number(2, 1).Text(8, "w"), Node("Add", "x w", "y"))).ToArray(), "takes"),
        ["a negative dimension"] = (() => File(With(Shaped([-3]).Number(2, 1).Text(8, "w"), Node("Add", "x w", "y"))).ToArray(), "dimension -3"),
        ["a type that is none"] = (() => File(With(Shaped([1]).Number(2, 99).Text(8, "w"), Node("Add", "x w", "y"))).ToArray(), "type 99"),
        ["too few numbers"] = (() => File(With(Floats("w", [5], 1, 2), Node("Add", "x w", "y"))).ToArray(), "takes 20 bytes, found 8"),
        ["numbers in another field"] = (() => File(With(Shaped([1]).Number(2, 1).Text(8, "w").Bytes(7, [1]), Node("Add", "x w", "y"))).ToArray(), "in field 7"),
        ["external data without a folder's file"] = (() => File(With(External("weights.bin"), Node("Add", "x w", "y"))).ToArray(), "no such file"),
        ["external data above the folder"] = (() => File(With(External("../weights.bin"), Node("Add", "x w", "y"))).ToArray(), "inside the model's folder"),
        ["external data at the root"] = (() => File(With(External("/etc/passwd"), Node("Add", "x w", "y"))).ToArray(), "inside the model's folder"),
        ["a value from nowhere"] = (() => File(Around(Node("Add", "x nothing", "y"))).ToArray(), "'nothing', which nothing before it gives"),
        ["a circle"] = (() => File(Around(Node("Add", "x b", "a"), Node("Add", "a x", "b"), Node("Identity", "b", "y"))).ToArray(), "which nothing before it gives"),
        ["operators that are not read"] = (() => File(Around(Node("Nonsense", "x", "a"), Node("Einsum", "a", "y"))).ToArray(), "Nonsense 'the Nonsense'; Einsum 'the Einsum'"),
        ["an old set of operators"] = (() => File(Around(Node("Identity", "x", "y")), opset: 6).ToArray(), "version 6"),
        ["a constant that grows without end"] = (() => File(Graph([Node("ConstantOfShape", "s", "c"), Node("ReduceSum", "c", "d"), Node("Add", "x d", "y")], [Longs("s", [2], 100_000, 100_000)], [Value("x", 1, "n", 4)], [Value("y", 1, "n", 4)])).ToArray(), "may be made here"),
        ["an LSTM of other weights"] = (() => File(Graph([Node("LSTM", "x w r", "y", Attribute("hidden_size", 2))], [Floats("w", [1, 8, 1], new float[8]), Floats("r", [1, 6, 2], new float[12])], [Value("x", 1, "t", "n", 1)], [Value("y", 1)])).ToArray(), "has weights"),
    };

    private static OnnxBytes External(string location) => Shaped([2]).Number(2, 1).Text(8, "w").In(13, new OnnxBytes().Text(1, "location").Text(2, location)).Number(14, 1);

    public static TheoryData<string> Names => [.. _files.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_hostile_file_is_refused_by_what_is_wrong(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        System.IO.File.WriteAllBytes(path, _files[name].Bytes());
        try
        {
            BadFileException error = Assert.Throws<BadFileException>(() => Model.Load<float>(path));
            Assert.Contains(_files[name].Says, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void External_data_is_read_beside_the_model_and_not_through_a_link()
    {
        string folder = Directory.CreateTempSubdirectory().FullName, model = Path.Combine(folder, "model.onnx"), data = Path.Combine(folder, "weights.bin");
        try
        {
            System.IO.File.WriteAllBytes(model, File(With(External("weights.bin"), Node("Mul", "x w", "y"))).ToArray());
            System.IO.File.WriteAllBytes(data, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
            Assert.Equal([1f, 2f], ArrayOf(model));
            System.IO.File.Move(data, data + ".elsewhere");
            System.IO.File.CreateSymbolicLink(data, data + ".elsewhere");
            Assert.Contains("link", Assert.Throws<BadFileException>(() => ArrayOf(model)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] ArrayOf(string path) => FormatTable.Of(path).Open(path, null)["w"].As<float>().Values.ToArray();

    public static IEnumerable<TheoryDataRow<string>> Small =>
        from folder in (string[])["onnx", "tf2onnx"]
        from path in Directory.GetFiles(Repository.Path("tests", "fixtures", folder), "*.onnx").Order(StringComparer.Ordinal)
        where new FileInfo(path).Length < 9000
        select new TheoryDataRow<string>($"{folder}/{Path.GetFileName(path)}");

    [Theory, MemberData(nameof(Small))]
    public void A_changed_file_is_read_or_refused_and_nothing_else(string name)
    {
        byte[] valid = System.IO.File.ReadAllBytes(Repository.Path("tests", "fixtures", name));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        var random = new Random(20_261_124);
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[] changed = MutatedBytes.Changed(valid, random);
                System.IO.File.WriteAllBytes(path, changed);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    // A change may make a model that is a model; what it computes is nobody's business here.
                    Model.Load<float>(path);
                }
                catch (BadFileException)
                {
                }
                catch (Exception error)
                {
                    Assert.Fail($"{name}, round {round}: {error}\n{Convert.ToHexString(changed)}");
                }
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < FreeBytes + BytesPerByte * (long)changed.Length, $"{name}, round {round}: {allocated} bytes\n{Convert.ToHexString(changed)}");
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
